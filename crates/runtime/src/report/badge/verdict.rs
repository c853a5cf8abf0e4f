//! The words and the colour.

use crate::aggregate::Summary;

const GREEN: &str = "#1f7a3a";
const AMBER: &str = "#8a5a00";
const RED: &str = "#b3202a";
const GREY: &str = "#5a606b";

/// The message and its colour. A share is rounded down, so that 100 % means all.
pub(super) fn of(summary: &Summary) -> (String, &'static str) {
    let counts = &summary.counts;
    let bad = counts.failed + counts.errors;
    let ran = counts.passed + bad;
    match summary.verdict.as_str() {
        "nothing_ran" => ("nothing ran".to_owned(), GREY),
        "passed" if bad == 0 && ran > 0 => ("passing".to_owned(), GREEN),
        "passed" | "failed" if ran == 0 => ("nothing ran".to_owned(), GREY),
        // Nothing failed but the run: a teardown, or a flaky test that the policy does not forgive.
        "failed" if bad == 0 => ("failed".to_owned(), RED),
        "passed" | "failed" => {
            let rate = (counts.passed as f64 / ran as f64 * 1_000.0).floor() / 10.0;
            (format!("{bad} failed, {rate:.1}%"), colour(summary, rate))
        }
        _ => ("incomplete".to_owned(), AMBER),
    }
}

fn colour(summary: &Summary, rate: f64) -> &'static str {
    let badge = &summary.policy.badge;
    if rate >= badge.passing {
        GREEN
    } else if rate >= badge.partial {
        AMBER
    } else {
        RED
    }
}
