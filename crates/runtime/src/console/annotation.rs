//! Failures as annotations. GitHub shows ten errors and ten warnings of a step and drops the rest in silence, so
//! the tenth says how many more there are.

use crate::results::{CellResult, TestResult};

use super::github::annotation;

/// Annotations that GitHub shows of each level.
const MOST: usize = 10;
/// Characters of a message.
const LENGTH: usize = 1_000;

/// The annotations of a result, and of what else somebody should look at.
pub(super) fn of(result: &CellResult, remarks: &[String]) -> Vec<String> {
    let failing = result.tests.iter().filter(|test| test.counts_against());
    let mut errors: Vec<(String, String)> = failing.map(|test| entry(result, test, "")).collect();
    errors.extend(
        result
            .problems
            .iter()
            .map(|problem| (cell(result), problem.clone())),
    );
    let warned = result
        .tests
        .iter()
        .filter(|test| !test.counts_against() && (test.flaky || test.status.is_bad()));
    let warned = warned.map(|test| entry(result, test, if test.flaky { "flaky: " } else { "quarantined: " }));
    let remarks = remarks.iter().map(|remark| (cell(result), remark.clone()));
    let warnings = remarks.chain(warned).collect();
    let mut lines = limited("error", errors);
    lines.extend(limited("warning", warnings));
    lines
}

fn entry(result: &CellResult, test: &TestResult, prefix: &str) -> (String, String) {
    let message = test.error_message.as_deref().unwrap_or("passed after it had not");
    let message: String = format!("{prefix}{message}").chars().take(LENGTH).collect();
    (format!("{} ({})", test.name, cell(result)), message)
}

fn cell(result: &CellResult) -> String {
    format!("{}/{}", result.cell.version, result.cell.scenario)
}

fn limited(level: &str, mut entries: Vec<(String, String)>) -> Vec<String> {
    if entries.len() > MOST {
        let more = entries.len() - (MOST - 1);
        entries.truncate(MOST - 1);
        entries.push((
            format!("{more} more"),
            format!("{more} more like these are in the results of the cell"),
        ));
    }
    entries
        .iter()
        .map(|(title, message)| annotation(level, title, message))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::limited;

    #[test]
    fn the_tenth_speaks_for_the_rest() {
        let entries = |count| (0..count).map(|n| (format!("t{n}"), String::new())).collect();
        assert_eq!(limited("error", entries(10)).len(), 10);
        let lines = limited("error", entries(25));
        assert_eq!(lines.len(), 10);
        assert!(lines[9].contains("16 more"), "{}", lines[9]);
    }
}
