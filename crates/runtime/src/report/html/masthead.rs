//! What the run came to, and where it comes from.

use serde_json::{Value, json};

use super::changes;
use crate::aggregate::{Change, Page, Summary};

/// Most reasons that are told at once.
const REASONS: usize = 12;

/// The title of the page: `✕ 2 failed · main`.
pub(super) fn title(summary: &Summary) -> String {
    let (mark, words, _) = verdict_words(&summary.verdict);
    let bad = summary.counts.failed + summary.counts.errors;
    let words = match (summary.verdict.as_str(), bad) {
        ("failed", 1..) => format!("{bad} failed"),
        _ => words.to_owned(),
    };
    match &summary.branch {
        Some(branch) => format!("{mark} {words} · {branch}"),
        None => format!("{mark} {words}"),
    }
}

/// What is on top of the page, with the numbers that its links need.
pub(super) fn head(page: &Page) -> Value {
    let summary = &page.summary;
    let (mark, words, class) = verdict_words(&summary.verdict);
    json!({
        "mark": mark, "words": words, "class": class,
        "failed": summary.counts.failed + summary.counts.errors - summary.counts.quarantined.min(summary.counts.failed + summary.counts.errors),
        "flaky": summary.counts.flaky,
        "missing": missing(summary),
        "has_base": summary.base.is_some(),
        "has_trends": page.trends.is_some(),
        "generator": concat!("pipewright ", env!("CARGO_PKG_VERSION")),
    })
}

/// The verdict and why, and the numbers.
pub(super) fn verdict(page: &Page) -> Value {
    let summary = &page.summary;
    let (mark, words, class) = verdict_words(&summary.verdict);
    let counts = &summary.counts;
    json!({
        "mark": mark, "words": words, "class": class,
        "reasons": summary.reasons.iter().take(REASONS).collect::<Vec<_>>(),
        "unsaid": summary.reasons.len().saturating_sub(REASONS),
        "regressions": page.trends.as_ref().map(|trends| trends.regressions.iter().take(REASONS).collect::<Vec<_>>()).unwrap_or_default(),
        "unsaid_regressions": page.trends.as_ref().map_or(0, |trends| trends.regressions.len().saturating_sub(REASONS)),
        "counts": counts,
        "cells": summary.cells.len(),
        "shares": shares(summary),
        "new_failures": changes::count(summary, Change::NewFailure),
        "fixed": changes::count(summary, Change::Fixed),
        "base": summary.base,
        "branch": summary.branch, "commit": summary.commit, "trigger": summary.trigger,
        "run_id": summary.run_id, "run_attempt": summary.run_attempt,
        "started": summary.started, "finished": summary.finished,
    })
}

/// How much of the ledger or the input is not as it should be.
pub(super) fn missing(summary: &Summary) -> usize {
    let ledger = &summary.ledger;
    let cells = summary
        .cells
        .iter()
        .map(|cell| cell.problems.len())
        .sum::<usize>();
    ledger.missing.len()
        + ledger.extra.len()
        + ledger.empty.len()
        + ledger.fewer.len()
        + summary.problems.len()
        + cells
}

/// Parts of the bar of numbers: class, begin and width in percent. What is there is never too thin to be seen.
fn shares(summary: &Summary) -> Vec<Value> {
    let counts = &summary.counts;
    let bad = counts.failed + counts.errors;
    let parts = [
        ("bad", bad),
        ("flaky", counts.flaky),
        ("good", counts.passed.saturating_sub(counts.flaky)),
        ("none", counts.skipped),
    ];
    let total = parts.iter().map(|(_, count)| *count).sum::<usize>().max(1) as f64;
    let widths = parts.map(|(class, count)| {
        (
            class,
            if count == 0 {
                0.0
            } else {
                (count as f64 / total * 1_000.0).max(6.0)
            },
        )
    });
    let scale = 1_000.0 / widths.iter().map(|(_, width)| width).sum::<f64>().max(1.0);
    let mut begin = 0.0;
    let mut shares = Vec::new();
    for (class, width) in widths.into_iter().filter(|(_, width)| *width > 0.0) {
        shares.push(json!({ "class": class, "x": (begin * 10.0_f64).round() / 10.0, "width": (width * scale * 10.0).round() / 10.0 }));
        begin += width * scale;
    }
    shares
}

/// The verdict as a mark, in words, and as a class of colours.
pub(in crate::report) fn verdict_words(verdict: &str) -> (&'static str, &'static str, &'static str) {
    match verdict {
        "passed" => ("✓", "Passed", "good"),
        "failed" => ("✕", "Failed", "bad"),
        "nothing_ran" => ("–", "Nothing ran", "odd"),
        _ => ("!", "Incomplete", "odd"),
    }
}
