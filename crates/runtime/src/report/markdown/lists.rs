//! The sections that are lists.

use std::fmt::Write;

use super::failing::NAME;
use super::inert::code;
use super::number::{grouped, many, time};
use crate::aggregate::{Change, Summary, TestSummary};

/// Most entries of a list.
const MOST: usize = 50;

/// Why it is not passed, where the failing tests do not say it.
pub(super) fn reasons(summary: &Summary) -> String {
    if !["incomplete", "nothing_ran"].contains(&summary.verdict.as_str()) {
        return String::new();
    }
    let all = summary.reasons.iter().chain(&summary.problems);
    let lines = all.map(|reason| code(reason, 300));
    section("Why", &lines.collect::<Vec<_>>(), false)
}

/// What was expected and is not there, and what is there and was not expected.
pub(super) fn missing(summary: &Summary) -> String {
    let ledger = &summary.ledger;
    let kinds = [
        (&ledger.missing, "is missing"),
        (&ledger.empty, "ran nothing"),
        (&ledger.extra, "is not in the plan"),
    ];
    let lines = kinds.into_iter().flat_map(|(items, what)| {
        items.iter().map(move |item| match &item.test {
            Some(test) => format!("{} of {} {what}", code(test, NAME), code(&item.cell, NAME)),
            None => format!("cell {} {what}", code(&item.cell, NAME)),
        })
    });
    section("Missing", &lines.collect::<Vec<_>>(), false)
}

/// What passed only after it had not.
pub(super) fn flaky(summary: &Summary) -> String {
    let line = |test: &TestSummary| {
        let new = if test.change == Some(Change::NewlyFlaky) {
            "**new** "
        } else {
            ""
        };
        let said = if test.error.is_empty() {
            String::new()
        } else {
            format!(": {}", code(&test.error, 200))
        };
        format!(
            "{new}{} after {}{said}",
            at(test),
            many(test.retry_count, "retry", "retries")
        )
    };
    section(
        "Flaky",
        &summary.flaky_tests.iter().map(line).collect::<Vec<_>>(),
        false,
    )
}

/// What is newly slow.
pub(super) fn slow(summary: &Summary) -> String {
    let line = |test: &TestSummary| {
        let said = if test.error.is_empty() {
            String::new()
        } else {
            format!(": {}", code(&test.error, 200))
        };
        format!("{} took {}{said}", at(test), time(test.duration))
    };
    section(
        "Slower",
        &summary.slow_tests.iter().map(line).collect::<Vec<_>>(),
        false,
    )
}

/// What fails on the base and passed here.
pub(super) fn fixed(summary: &Summary) -> String {
    section(
        "Fixed",
        &summary.fixed_tests.iter().map(at).collect::<Vec<_>>(),
        true,
    )
}

/// What failed and does not count.
pub(super) fn quarantined(summary: &Summary) -> String {
    let line = |test: &TestSummary| {
        let owner = test
            .owner
            .as_deref()
            .map(|owner| format!(", owner {}", code(owner, 100)));
        let issue = test
            .issue
            .as_deref()
            .map(|issue| format!(", see {}", code(issue, 200)));
        format!(
            "{}{}{}",
            at(test),
            owner.unwrap_or_default(),
            issue.unwrap_or_default()
        )
    };
    section(
        "Quarantined",
        &summary.quarantined_tests.iter().map(line).collect::<Vec<_>>(),
        true,
    )
}

/// What was skipped.
pub(super) fn skipped(summary: &Summary) -> String {
    let line = |test: &TestSummary| {
        let said = if test.error.is_empty() {
            String::new()
        } else {
            format!(": {}", code(&test.error, 200))
        };
        format!("{}{said}", at(test))
    };
    section(
        "Skipped",
        &summary.skipped_tests.iter().map(line).collect::<Vec<_>>(),
        true,
    )
}

fn at(test: &TestSummary) -> String {
    format!("{} in {}", code(&test.name, NAME), code(&test.cell, NAME))
}

/// A section with a line an entry. A folded one is opened by a click.
pub(super) fn section(title: &str, entries: &[String], is_folded: bool) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let count = grouped(entries.len());
    let mut text = if is_folded {
        format!("<details><summary>{title} ({count})</summary>\n\n")
    } else {
        format!("### {title} ({count})\n\n")
    };
    for entry in entries.iter().take(MOST) {
        let _ = writeln!(text, "- {entry}");
    }
    if entries.len() > MOST {
        let _ = writeln!(text, "- and {}", many(entries.len() - MOST, "other", "others"));
    }
    if is_folded {
        text.push_str("\n</details>\n");
    }
    text
}
