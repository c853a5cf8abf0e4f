//! A test of CTRF -> a case.

use serde_json::Value;

use crate::reading::case::{Case, CaseRun, EXCERPT, clip, first_line};
use crate::results::Status;

/// The case that an entry tells, or what keeps it from telling one.
pub(super) fn case(entry: &Value) -> Result<Case, String> {
    if !entry.is_object() {
        return Err("it is no object".to_owned());
    }
    let mut case = Case {
        suite: suite(&entry["suite"]),
        name: text(entry, "name"),
        file: text(entry, "filePath"),
        status: status(entry)?,
        duration: milliseconds(&entry["duration"]),
        message: first_line(&text(entry, "message")).to_owned(),
        excerpt: text(entry, "trace"),
        ..Case::default()
    };
    if case.name.is_empty() {
        return Err("it has no name".to_owned());
    }
    if let Some(parameters) = entry["parameters"].as_object().filter(|map| !map.is_empty()) {
        let pairs: Vec<String> = parameters
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        case.name.push_str(&format!("[{}]", pairs.join(", ")));
    }
    clip(&mut case.excerpt, EXCERPT);
    let attempts = entry["retryAttempts"].as_array().into_iter().flatten().take(100);
    case.runs = attempts.filter_map(attempt).collect();
    let is_retried = entry["flaky"].as_bool() == Some(true) || !case.runs.is_empty();
    case.flaky = case.status == Status::Passed && is_retried;
    Ok(case)
}

fn attempt(entry: &Value) -> Option<CaseRun> {
    let status = status(entry).ok().filter(|status| status.is_bad())?;
    let mut excerpt = text(entry, "trace");
    clip(&mut excerpt, EXCERPT);
    Some(CaseRun {
        status,
        duration: entry["duration"]
            .as_f64()
            .map(|_| milliseconds(&entry["duration"])),
        message: first_line(&text(entry, "message")).to_owned(),
        excerpt,
    })
}

/// CTRF knows no errors: whoever wrote it may say so beside. What is `other` did not pass.
fn status(entry: &Value) -> Result<Status, String> {
    let raw = entry["rawStatus"].as_str().unwrap_or_default();
    let is_error = matches!(raw, "errored" | "error" | "broken");
    match entry["status"].as_str() {
        Some("passed") => Ok(Status::Passed),
        Some("failed") if is_error => Ok(Status::Errored),
        Some("failed") => Ok(Status::Failed),
        Some("skipped" | "pending") => Ok(Status::Skipped),
        Some("other") => Ok(Status::Errored),
        Some(status) => Err(format!("its status is `{status}`")),
        None => Err("it has no status".to_owned()),
    }
}

fn suite(value: &Value) -> String {
    match value {
        Value::String(name) => name.clone(),
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" / "),
        _ => String::new(),
    }
}

fn text(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap_or_default().to_owned()
}

fn milliseconds(value: &Value) -> f64 {
    let value = value.as_f64().unwrap_or(0.0) / 1_000.0;
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}
