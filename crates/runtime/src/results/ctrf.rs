//! `ctrf.json`: the Common Test Report Format.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{AttemptResult, CellResult, Status, TestResult};
use crate::clock;

/// The result as CTRF.
pub(super) fn render(result: &CellResult) -> impl Serialize + use<> {
    let (start, stop) = (
        clock::milliseconds(&result.run.started),
        clock::milliseconds(&result.run.finished),
    );
    let counts = &result.suite;
    json!({
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "generatedBy": "pipewright",
        "timestamp": result.run.finished,
        "results": {
            "tool": { "name": "pipewright", "version": env!("CARGO_PKG_VERSION") },
            "summary": {
                "tests": counts.tests,
                "passed": counts.passed,
                "failed": counts.failed + counts.errors,
                "skipped": counts.skipped,
                "pending": 0,
                "other": 0,
                "flaky": counts.flaky,
                "start": start,
                "stop": stop,
            },
            "tests": result.tests.iter().map(|test| entry(test, result)).collect::<Vec<_>>(),
            "environment": { "testEnvironment": format!("{}/{}", result.cell.version, result.cell.scenario) },
            "extra": { "cell": result.cell, "run": result.run, "outcome": result.outcome },
        },
    })
}

fn entry(test: &TestResult, result: &CellResult) -> Value {
    let mut entry = Map::new();
    entry.insert("name".into(), test.name.clone().into());
    entry.insert("status".into(), status(test.status).into());
    entry.insert("duration".into(), milliseconds(test.duration).into());
    entry.insert(
        "suite".into(),
        json!([result.cell.suite, result.cell.scenario, result.cell.version]),
    );
    let message = test.error_message.as_ref().or(test.skip_reason.as_ref());
    let trace = test.attempts.last().and_then(|attempt| attempt.excerpt.as_ref());
    let optional = [
        ("message", message),
        ("trace", trace.filter(|_| test.status.is_bad())),
        ("filePath", test.file.as_ref()),
    ];
    entry.extend(
        optional
            .into_iter()
            .filter_map(|(key, text)| Some((key.to_owned(), text?.clone().into()))),
    );
    entry.insert("rawStatus".into(), test.status.name().into());
    entry.insert("flaky".into(), test.flaky.into());
    entry.insert("retries".into(), test.attempts.len().saturating_sub(1).into());
    if test.attempts.len() > 1 {
        let earlier = &test.attempts[..test.attempts.len() - 1];
        entry.insert(
            "retryAttempts".into(),
            earlier.iter().enumerate().map(attempt).collect(),
        );
    }
    Value::Object(entry)
}

fn attempt((index, attempt): (usize, &AttemptResult)) -> Value {
    let mut entry = Map::new();
    entry.insert("attempt".into(), (index + 1).into());
    entry.insert("status".into(), status(attempt.status).into());
    entry.insert("duration".into(), milliseconds(attempt.duration).into());
    if let Some(message) = &attempt.message {
        entry.insert("message".into(), message.clone().into());
    }
    Value::Object(entry)
}

/// CTRF counts in whole milliseconds.
pub(crate) const fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1_000.0).round().max(0.0) as u64
}

/// CTRF knows no errors.
pub(crate) const fn status(status: Status) -> &'static str {
    match status {
        Status::Passed => "passed",
        Status::Failed | Status::Errored => "failed",
        Status::Skipped => "skipped",
    }
}
