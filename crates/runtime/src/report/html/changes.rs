//! What changed since the base.

use serde_json::{Value, json};

use super::anchor;
use super::card::Anchors;
use crate::aggregate::{Change, Summary, TestSummary};

/// Most tests that are named of each kind.
const MOST: usize = 50;

/// Changes, in the order in which people want to know them, with their class of colours.
const KINDS: [(Change, &str); 5] = [
    (Change::NewFailure, "bad"),
    (Change::StillFailing, "bad"),
    (Change::Fixed, "good"),
    (Change::NewlyFlaky, "flaky"),
    (Change::NewlySlow, "flaky"),
];

/// A change in words.
pub(super) const fn words(change: Change) -> &'static str {
    match change {
        Change::NewFailure => "new failure",
        Change::StillFailing => "still failing",
        Change::Fixed => "fixed",
        Change::NewlyFlaky => "newly flaky",
        Change::NewlySlow => "newly slow",
    }
}

/// Nothing to see where there is no base. `shown` are the anchors that the page has.
pub(super) fn of(summary: &Summary, shown: &Anchors) -> Value {
    let groups = KINDS
        .into_iter()
        .map(|(change, class)| group(summary, shown, change, class));
    json!({ "base": summary.base, "groups": groups.collect::<Vec<Value>>() })
}

/// How many tests there are of each kind of change.
pub(super) fn count(summary: &Summary, change: Change) -> usize {
    tests(summary, change).count()
}

fn group(summary: &Summary, shown: &Anchors, change: Change, class: &str) -> Value {
    let count = count(summary, change);
    let named = tests(summary, change).take(MOST).map(|test| {
        let anchor = anchor::test(&test.cell, &test.name);
        json!({ "name": test.name, "cell": test.cell, "is_shown": shown.contains(&anchor), "anchor": anchor })
    });
    json!({
        "words": if change == Change::NewFailure && count != 1 { "new failures" } else { words(change) },
        "class": class,
        "count": count,
        "tests": named.collect::<Vec<Value>>(),
        "unnamed": count.saturating_sub(MOST),
    })
}

fn tests(summary: &Summary, change: Change) -> impl Iterator<Item = &TestSummary> {
    let lists = match change {
        Change::NewFailure | Change::StillFailing => [&summary.failed_tests, &summary.quarantined_tests],
        Change::NewlyFlaky => [&summary.flaky_tests, &EMPTY],
        Change::Fixed => [&summary.fixed_tests, &EMPTY],
        Change::NewlySlow => [&summary.slow_tests, &EMPTY],
    };
    let is_listed_for_it = change == Change::Fixed;
    lists
        .into_iter()
        .flatten()
        .filter(move |test| is_listed_for_it || test.change == Some(change))
}

static EMPTY: Vec<TestSummary> = Vec::new();
