//! Lines for people. No text of a test can be more than text in them.

use crate::results::{Attempt, CellResult, Status, TestResult};

use super::label;

/// Text on one line that neither moves the cursor nor is a command to GitHub's runner: the runner looks for `::` at
/// the beginning of a line, where we never put foreign text, and for `##[` anywhere.
pub(super) fn plain(text: &str) -> String {
    let visible = |c: char| {
        if c.is_control() && c != '\t' {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars()
        .map(visible)
        .collect::<String>()
        .replace("##[", "# #[")
}

/// One attempt.
pub(super) fn attempt(attempt: &Attempt) -> String {
    let number = if attempt.number > 1 {
        format!(" (attempt {})", attempt.number)
    } else {
        String::new()
    };
    let message = attempt
        .message
        .as_ref()
        .map(|message| format!(": {message}"))
        .unwrap_or_default();
    let cases = attempt
        .cases
        .as_ref()
        .map(|cases| format!(", {}", many(cases.len(), "case")))
        .unwrap_or_default();
    plain(&format!(
        "{:<5} {:>8.3}s  {}{number}{cases}{message}",
        label(attempt.status),
        attempt.duration,
        attempt.test
    ))
}

/// `1 test`, `2 tests`.
pub(crate) fn many(count: impl std::fmt::Display, one: &str) -> String {
    let count = count.to_string();
    format!("{count} {one}{}", if count == "1" { "" } else { "s" })
}

/// What came out.
pub(super) fn summary(result: &CellResult) -> Vec<String> {
    let counts = &result.suite;
    let shown = result
        .tests
        .iter()
        .filter(|test| test.status.is_bad() || test.flaky);
    let mut lines: Vec<String> = shown.take(50).map(verdict).collect();
    lines.extend(
        result
            .problems
            .iter()
            .map(|problem| plain(&format!("PROBLEM {problem}"))),
    );
    lines.push(format!(
        "{}: {} passed ({} flaky), {} failed, {} errored, {} skipped{} in {:.1}s",
        many(counts.tests, "test"),
        counts.passed,
        counts.flaky,
        counts.failed,
        counts.errors,
        counts.skipped,
        match counts.quarantined {
            0 => String::new(),
            1 => "; 1 is in quarantine and does not count".to_owned(),
            count => format!("; {count} are in quarantine and do not count"),
        },
        counts.duration
    ));
    let (cell, outcome) = (&result.cell, &result.outcome);
    lines.push(plain(&format!(
        "{}/{}: {}, {}",
        cell.version, cell.scenario, outcome.status, outcome.reason
    )));
    lines
}

fn verdict(test: &TestResult) -> String {
    let label = if test.flaky { "FLAKY" } else { label(test.status) };
    let message = test.error_message.as_deref().unwrap_or("passed after it had not");
    let quarantine = match &test.quarantine {
        Some(entry) if test.status != Status::Passed => {
            format!(
                " [quarantined until {}: {}, {}]",
                entry.expires, entry.reason, entry.owner
            )
        }
        _ => String::new(),
    };
    plain(&format!("{label:<5} {}: {message}{quarantine}", test.name))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn foreign_text_is_no_command() {
        assert_eq!(
            plain("a\n::error::b\u{1b}[31m ##[group]c"),
            "a\u{fffd}::error::b\u{fffd}[31m # #[group]c"
        );
    }
}
