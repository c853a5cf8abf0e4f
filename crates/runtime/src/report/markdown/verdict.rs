//! What it comes to, and what is new.

use super::inert::code;
use super::number::{grouped, many, time};
use crate::aggregate::{Base, Change, Summary, TestSummary};
use crate::report::Scene;

/// What a report comes to. Whatever is not known to be good is bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Passed,
    Failed,
    /// Something that was expected is missing, or nothing ran.
    Unsure,
}

impl Mood {
    pub(crate) fn of(summary: &Summary) -> Self {
        match (summary.verdict.as_str(), summary.exit_code) {
            ("passed", 0) => Self::Passed,
            ("failed", 1) => Self::Failed,
            _ => Self::Unsure,
        }
    }
}

/// The head of a report.
pub(super) fn text(summary: &Summary, scene: &Scene) -> String {
    let mut text = format!("{}\n\n{}\n", title(summary, scene), totals(summary));
    text.push_str(&format!("\n{}\n", origin(summary, scene)));
    if let Some(base) = compared(summary, scene) {
        text.push_str(&format!("\n{base}\n"));
    }
    if scene.is_fork {
        text.push_str(
            "\n_The code of a fork made these results: they are its word. Trust the checks below._\n",
        );
    }
    text
}

fn title(summary: &Summary, scene: &Scene) -> String {
    let title = match (Mood::of(summary), summary.verdict.as_str()) {
        (Mood::Passed, _) => match &scene.conclusion {
            // GitHub knows of the run's other jobs, and of what a summary would not tell.
            Some(end) if end != "success" => {
                format!("⚠️ Tests passed, but the run ended as {}", code(end, 40))
            }
            _ => "✅ Tests passed".to_owned(),
        },
        (Mood::Failed, _) => "❌ Tests failed".to_owned(),
        (Mood::Unsure, "nothing_ran") => "⚠️ No test ran".to_owned(),
        (Mood::Unsure, _) => "⚠️ The results are incomplete".to_owned(),
    };
    format!("## {title}")
}

fn totals(summary: &Summary) -> String {
    format!(
        "**{}** in {}: {} · {}",
        many(summary.counts.total, "test", "tests"),
        many(summary.cells.len(), "cell", "cells"),
        counts(summary),
        time(summary.counts.duration)
    )
}

/// `12 passed, 1 failed, 2 flaky`: numbers alone, so that it can stand anywhere.
pub(crate) fn counts(summary: &Summary) -> String {
    let counts = &summary.counts;
    let always = [
        (counts.passed, "passed"),
        (counts.failed + counts.errors, "failed"),
    ];
    let others = [
        (counts.skipped, "skipped"),
        (counts.flaky, "flaky"),
        (counts.quarantined, "quarantined"),
        (summary.ledger.missing.len(), "missing"),
    ];
    let shown = always
        .into_iter()
        .chain(others.into_iter().filter(|(count, _)| *count > 0));
    let each: Vec<String> = shown
        .map(|(count, what)| format!("{} {what}", grouped(count)))
        .collect();
    each.join(", ")
}

fn origin(summary: &Summary, scene: &Scene) -> String {
    let mut text = scene.run_name();
    if let Some(commit) = scene.commit.as_deref().or(summary.commit.as_deref()) {
        text.push_str(&format!(" of commit {}", code(commit, 12)));
    }
    if let Some(branch) = &summary.branch {
        text.push_str(&format!(" on {}", code(branch, 100)));
    }
    text
}

fn compared(summary: &Summary, scene: &Scene) -> Option<String> {
    let Some(base) = &summary.base else {
        let is_pull_request = summary.trigger.as_deref() == Some("pull_request");
        return is_pull_request
            .then(|| "No run of the base branch is known, so nothing is said to be new.".to_owned());
    };
    let count =
        |tests: &[TestSummary], change| tests.iter().filter(|test| test.change == Some(change)).count();
    let new = many(
        count(&summary.failed_tests, Change::NewFailure),
        "new failure",
        "new failures",
    );
    let others = [
        (
            count(&summary.failed_tests, Change::StillFailing),
            "failing as before",
        ),
        (summary.fixed_tests.len(), "fixed"),
        (count(&summary.flaky_tests, Change::NewlyFlaky), "newly flaky"),
        (count(&summary.slow_tests, Change::NewlySlow), "newly slow"),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    let others: String = others
        .map(|(count, what)| format!(", {} {what}", grouped(count)))
        .collect();
    Some(format!("Since {}: **{new}**{others}", of_base(base, scene)))
}

fn of_base(base: &Base, scene: &Scene) -> String {
    let named = format!("{} at {}", code(&base.branch, 100), code(&base.commit, 12));
    match base.run_id.parse().ok().and_then(|run| scene.run_url(run)) {
        Some(url) => format!("[the last run]({url}) of {named}"),
        None => named,
    }
}
