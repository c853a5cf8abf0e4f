//! The sections that are lists.

use std::fmt::Write;

use indexmap::IndexMap;

use super::failing::NAME;
use super::inert::code;
use super::number::{grouped, many, time};
use crate::aggregate::{Change, Summary, TestSummary};

/// Most entries of a list.
const MOST: usize = 50;
/// Most tests that are named beside what they share.
const NAMED: usize = 8;

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
        (&ledger.fewer, "is there on the base, and not here"),
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

/// What is slower.
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

/// What was skipped: each reason once, with the tests that it holds for.
pub(super) fn skipped(summary: &Summary) -> String {
    let mut reasons: IndexMap<&str, Vec<&TestSummary>> = IndexMap::new();
    for test in &summary.skipped_tests {
        reasons.entry(&test.error).or_default().push(test);
    }
    reasons.sort_by(|_, one, _, other| other.len().cmp(&one.len()));
    let line = |(reason, tests): (&&str, &Vec<&TestSummary>)| {
        let said = if reason.is_empty() {
            "no reason was given".to_owned()
        } else {
            code(reason, 200)
        };
        let mut names: Vec<String> = tests.iter().take(NAMED).map(|test| at(test)).collect();
        if tests.len() > NAMED {
            names.push(many(tests.len() - NAMED, "other", "others"));
        }
        format!("{said}: {}", names.join(", "))
    };
    let lines: Vec<String> = reasons.iter().map(line).collect();
    folded("Skipped", summary.skipped_tests.len(), &lines)
}

fn at(test: &TestSummary) -> String {
    format!("{} in {}", code(&test.name, NAME), code(&test.cell, NAME))
}

/// A section with a line an entry.
pub(super) fn section(title: &str, entries: &[String], is_folded: bool) -> String {
    if is_folded {
        return folded(title, entries.len(), entries);
    }
    if entries.is_empty() {
        return String::new();
    }
    format!("### {title} ({})\n\n{}", grouped(entries.len()), list(entries))
}

/// A section that is opened by a click.
fn folded(title: &str, count: usize, entries: &[String]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    format!(
        "<details><summary>{title} ({})</summary>\n\n{}\n</details>\n",
        grouped(count),
        list(entries)
    )
}

fn list(entries: &[String]) -> String {
    let mut text = String::new();
    for entry in entries.iter().take(MOST) {
        let _ = writeln!(text, "- {entry}");
    }
    if entries.len() > MOST {
        let _ = writeln!(text, "- and {}", many(entries.len() - MOST, "other", "others"));
    }
    text
}
