//! Failing and flaky tests as annotations of a check run: plain text at a place in a file.

use serde_json::{Value, json};

use super::text::{clip, tame};
use crate::aggregate::{Summary, TestSummary};

/// Most annotations of a check run; the rest is in the report.
const MOST: usize = 500;
/// Lines that a file can have: one beyond would lose the whole check run.
const LAST_LINE: u32 = 10_000_000;
/// Where GitHub's own runner puts what has no file.
const NOWHERE: &str = ".github";

pub(super) fn of(summary: &Summary) -> Vec<Value> {
    let failed = summary
        .failed_tests
        .iter()
        .map(|test| annotation("failure", "", test));
    let flaky = summary
        .flaky_tests
        .iter()
        .map(|test| annotation("warning", "flaky: ", test));
    let quarantined = summary.quarantined_tests.iter();
    let quarantined = quarantined.map(|test| annotation("warning", "quarantined: ", test));
    failed.chain(flaky).chain(quarantined).take(MOST).collect()
}

fn annotation(level: &str, prefix: &str, test: &TestSummary) -> Value {
    let (path, line) = test.file.as_deref().and_then(place).unwrap_or((NOWHERE, 1));
    let said = if test.error.is_empty() {
        "no message"
    } else {
        &test.error
    };
    let mut annotation = json!({
        "path": path,
        "start_line": line,
        "end_line": line,
        "annotation_level": level,
        "title": plain(&format!("{} ({})", test.name, test.cell), 255),
        "message": plain(&format!("{prefix}{said}"), 2_000),
    });
    if let Some(excerpt) = test
        .excerpt
        .as_deref()
        .filter(|excerpt| !excerpt.trim().is_empty())
    {
        annotation["raw_details"] = plain(excerpt, 4_000).into();
    }
    annotation
}

/// A file of the repository, and a line of it: `tests/a.py:12`. None for what is none.
fn place(file: &str) -> Option<(&str, u32)> {
    let (path, line) = match file.rsplit_once(':') {
        Some((path, line)) => (path, line.parse().ok()?),
        None => (file, 1),
    };
    let path = path.strip_prefix("./").unwrap_or(path);
    let is_inside = !path.is_empty()
        && path.len() <= 500
        && !path.starts_with('/')
        && !path.contains(['\\', ':'])
        && !path.chars().any(char::is_control)
        && path.split('/').all(|part| !["", ".", ".."].contains(&part));
    (is_inside && (1..=LAST_LINE).contains(&line)).then_some((path, line))
}

/// Text in which nothing moves a cursor or turns the direction of what is read, at most so many characters.
fn plain(text: &str, most: usize) -> String {
    // What is made visible is longer, and a text can be a megabyte long.
    clip(&tame(&clip(text, most)), most).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{place, plain};

    #[test]
    fn what_would_deceive_the_eye_is_seen() {
        assert_eq!(plain("a\u{202e}b\0\r\nc\u{1b}[31m", 100), "a[U+202E]b␀\nc");
        let cut = plain(&"\u{202e}😀".repeat(1_000_000), 255);
        assert_eq!(cut.chars().count(), 255);
        assert!(cut.ends_with('…'), "{cut}");
    }

    #[test]
    fn only_files_of_the_repository_are_places() {
        assert_eq!(place("tests/a.py:12"), Some(("tests/a.py", 12)));
        assert_eq!(place("./a.go"), Some(("a.go", 1)));
        for other in [
            "",
            "/etc/passwd",
            "../a",
            "a/../b",
            "C:\\a",
            "a:0",
            "a:4294967295",
            "a:b",
            "a\nb",
            "a//b",
        ] {
            assert_eq!(place(other), None, "{other}");
        }
    }
}
