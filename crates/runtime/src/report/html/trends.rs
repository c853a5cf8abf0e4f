//! What the history says: the course of the branch, metrics, durations, lasting changes, coverage.

use serde_json::{Value, json};

use super::draw;
use crate::aggregate::Page;
use crate::analyze::{RunPoint, Trends};

/// Width of a chart, in units of its own.
const WIDTH: f64 = 560.0;
/// Height of a chart.
const HEIGHT: f64 = 96.0;
/// Most lines of a table.
const MOST: usize = 60;

/// Nothing to see where there is no history.
pub(super) fn of(page: &Page) -> Value {
    let Some(trends) = &page.trends else {
        return json!({ "trends": null });
    };
    // A run of another branch is the last point of the course, and no run of the branch.
    let is_beside = !trends.runs.is_empty() && page.summary.branch.as_deref() != Some(&trends.branch);
    json!({
        "is_beside": is_beside,
        "before": trends.runs.len() - usize::from(is_beside),
        "trends": shortened(trends),
        "charts": charts(&trends.runs),
        "first": trends.runs.first(),
        "last": trends.runs.last(),
    })
}

/// The trends, each list as long as a person reads.
fn shortened(trends: &Trends) -> Trends {
    let mut trends = trends.clone();
    trends.metrics.sort_by_key(|metric| !metric.significant);
    trends.metrics.truncate(MOST);
    trends.durations.truncate(MOST);
    trends.change_points.truncate(MOST);
    trends.coverage.truncate(MOST);
    trends.problems.truncate(MOST);
    trends.flaky.clear();
    trends
}

fn charts(runs: &[RunPoint]) -> Vec<Value> {
    let chart = |name: &str, unit: &str, value: fn(&RunPoint) -> f64| {
        let values: Vec<f64> = runs.iter().map(value).collect();
        let places = draw::places(&values, WIDTH, HEIGHT)?;
        let known = values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let dots = places.iter().zip(runs).filter(|(_, run)| run.verdict != "passed");
        let dots = dots.map(|((x, y), run)| json!({ "x": tenth(*x), "y": tenth(*y), "class": class(run) }));
        Some(json!({
            "name": name, "unit": unit, "path": draw::path(&places), "low": low, "high": high,
            "now": values.last(), "dots": dots.collect::<Vec<Value>>(),
        }))
    };
    [
        chart("Pass rate", "percent", |run| run.pass_rate),
        chart("Duration", "seconds", |run| run.duration),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn class(run: &RunPoint) -> &'static str {
    if run.verdict == "failed" { "bad" } else { "odd" }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
