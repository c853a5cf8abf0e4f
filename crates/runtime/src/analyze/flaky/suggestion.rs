//! An entry for `pipeline.toml` that quarantines a test, once its owner has completed it.

use std::fmt::Write;

use super::record::Record;
use crate::analyze::evidence::TestId;

/// The entry. What only a person can say is empty, and `pipewright check` refuses it until it is filled in.
pub(super) fn of(test: &TestId, record: &Record, low: f64, high: f64) -> String {
    let mut text = format!("[[quarantine]]\ntest = {}\n", quoted(&test.name));
    if let Some((version, scenario)) = test.cell.split_once('/') {
        let _ = writeln!(
            text,
            "versions = [{}]\nscenarios = [{}]",
            quoted(version),
            quoted(scenario)
        );
    }
    let reason = format!(
        "failed and passed on the same commit: {} of {} runs failed at first, a rate of {:.1} to {:.1} %",
        record.failures,
        record.trials,
        low * 100.0,
        high * 100.0
    );
    let _ = writeln!(text, "reason = {}", quoted(&reason));
    text.push_str("owner = \"\" # who will mend it\n");
    text.push_str("issue = \"\" # the https URL where the work is tracked\n");
    text.push_str("expires = \"\" # the last day on which it holds, such as YYYY-MM-DD\n");
    text
}

/// A basic string of TOML. What is not printable ASCII, or could end it, is written as an escape.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '..='~' => quoted.push(character),
            _ if character.is_alphanumeric() => quoted.push(character),
            _ => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(character));
            }
        }
    }
    quoted.push('"');
    quoted
}
