//! `report.html`: one file that needs nothing else. The essentials are in its markup; the script adds the search.

mod anchor;
mod budget;
mod card;
mod changes;
mod draw;
mod heat_map;
mod masthead;
mod policy;
mod rows;
mod template;
mod trends;

use serde_json::{Value, json};

use crate::aggregate::{Item, Page, Summary};
use budget::Budget;
use card::{Anchors, Cards};
pub(super) use masthead::verdict_words;
pub(super) use policy::policy;
pub(super) use template::Templates;

/// The style of every page.
pub(super) const STYLE: &str = include_str!("../../../templates/report/report.css");
const SCRIPT: &str = include_str!("../../../templates/report/report.js");

/// Bytes of failures in full. What comes after that is in the list of all tests only.
const FAILURES: usize = 450_000;
/// Bytes of each of the other lists of tests in full.
const OTHERS: usize = 100_000;
/// Most entries of a list of names.
const ENTRIES: usize = 100;

/// The report as HTML. 10,000 tests come to less than 2 MB, whatever they say.
pub(crate) fn render(page: &Page) -> String {
    let templates = Templates::new();
    let summary = &page.summary;
    let mut anchors = Anchors::new();
    let mut cards = |tests: Vec<_>, room| card::cards(&tests, Budget::of(room), &mut anchors);
    // What came with this run is never left out for what was there before.
    let failed = cards(summary.failing(), FAILURES);
    let quarantined = cards(summary.quarantined_tests.iter().collect(), OTHERS);
    let flaky = cards(summary.flaky_tests.iter().collect(), OTHERS);
    let slow = cards(summary.slow_tests.iter().collect(), OTHERS);
    let sections: Vec<Value> = [
        ("verdict", masthead::verdict(page)),
        ("missing", missing(summary)),
        ("heat_map", json!(heat_map::of(summary))),
        (
            "failures",
            json!({ "failed": failed, "count": summary.failed_tests.len(), "quarantined": quarantined }),
        ),
        ("changes", changes::of(summary, &anchors)),
        ("flaky", unsteady(page, &flaky, &slow)),
        ("trends", trends::of(page)),
        (
            "tests",
            json!({ "total": summary.counts.total, "lines": page.lines.len() }),
        ),
    ]
    .into_iter()
    .map(|(name, values)| json!(templates.render(name, &values)))
    .collect();
    templates.render(
        "page",
        &json!({
            "title": masthead::title(summary),
            "policy": policy(STYLE, Some(SCRIPT)),
            "style": STYLE,
            "script": SCRIPT,
            "head": masthead::head(page),
            "sections": sections,
            "data": rows::json(page, &anchors),
        }),
    )
}

fn missing(summary: &Summary) -> Value {
    let ledger = &summary.ledger;
    let problems = summary.cells.iter().flat_map(|cell| &cell.problems);
    let all: Vec<&String> = summary.problems.iter().chain(problems).collect();
    json!({
        "count": masthead::missing(summary),
        "expected": ledger.expected,
        "cells": summary.cells.len(),
        "binding": masthead::missing(summary) > ledger.fewer.len() || summary.verdict == "incomplete",
        "told": !ledger.fewer.is_empty() && summary.verdict != "incomplete",
        "kinds": [
            kind("Missing", "the plan has them, and nobody reported them", &ledger.missing),
            kind("Not in the plan", "somebody reported them, and nobody planned them", &ledger.extra),
            kind("Fewer", "the base has them, and this run lacks them", &ledger.fewer),
            kind("Empty", "they are said to have passed, and nothing ran", &ledger.empty),
        ],
        "problems": all.iter().take(ENTRIES).collect::<Vec<_>>(),
        "more": all.len().saturating_sub(ENTRIES),
    })
}

fn kind(name: &str, why: &str, items: &[Item]) -> Value {
    json!({
        "name": name, "why": why, "count": items.len(),
        "items": items.iter().take(ENTRIES).collect::<Vec<_>>(),
        "more": items.len().saturating_sub(ENTRIES),
    })
}

fn unsteady(page: &Page, flaky: &Cards<'_>, slow: &Cards<'_>) -> Value {
    let known = page
        .trends
        .as_ref()
        .map(|trends| &trends.flaky[..trends.flaky.len().min(ENTRIES)]);
    json!({
        "flaky": flaky,
        "slow": slow,
        "known": known.unwrap_or_default(),
        "known_count": page.trends.as_ref().map_or(0, |trends| trends.flaky.len()),
        "durations": page.trends.as_ref().map(|trends| &trends.durations[..trends.durations.len().min(ENTRIES)]).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
