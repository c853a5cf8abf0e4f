//! Lasting changes of a metric on the branch.

mod divisive;

use super::durations;
use super::evidence::Run;
use super::metrics::{Sense, Series, change};
use super::trends::ChangePoint;

/// A smaller change of a metric, in percent, is not told.
const LEAST: f64 = 5.0;
/// Most metrics, and most tests, that are looked through.
const MOST: usize = 100;

/// Changes of metrics and of the durations of tests, and how many of them were not looked through. Each list by series,
/// then from the oldest. Places of points are those of the runs.
pub(super) fn of(metrics: &[Series], tests: &[Series], runs: &[&Run]) -> (Vec<ChangePoint>, usize) {
    let of_metrics = metrics
        .iter()
        .take(MOST)
        .flat_map(|series| points(series, runs, is_news));
    let of_tests = tests
        .iter()
        .take(MOST)
        .flat_map(|series| points(series, runs, is_news_of_test));
    let found = of_metrics.chain(of_tests).collect();
    (
        found,
        metrics.len().saturating_sub(MOST) + tests.len().saturating_sub(MOST),
    )
}

fn is_news(before: f64, after: f64) -> bool {
    change(before, after).abs() >= LEAST
}

fn is_news_of_test(before: f64, after: f64) -> bool {
    durations::is_worth_telling(before, after, durations::EFFECT)
}

fn points(series: &Series, runs: &[&Run], is_told: fn(f64, f64) -> bool) -> Vec<ChangePoint> {
    let values: Vec<f64> = series.points.iter().map(|(_, value)| *value).collect();
    let splits = divisive::splits(&values);
    let mut bounds = vec![0];
    bounds.extend(splits.iter().map(|split| split.at));
    bounds.push(values.len());
    let parts = bounds.windows(3).zip(&splits);
    let told = parts.filter_map(|(bounds, split)| {
        let run = runs.get(series.points[split.at].0)?;
        let (before, after) = (&values[bounds[0]..bounds[1]], &values[bounds[1]..bounds[2]]);
        Some(point(series, run, mean(before), mean(after), split.p_value))
    });
    told.filter(|point| is_told(point.before, point.after)).collect()
}

fn point(series: &Series, run: &Run, before: f64, after: f64, p_value: f64) -> ChangePoint {
    let percent = change(before, after);
    ChangePoint {
        metric_name: series.name.clone(),
        tags: series.tags.clone(),
        run_id: run.id.clone(),
        commit: run.commit.clone(),
        started: run.started.clone(),
        before,
        after,
        change_percent: percent,
        trend: Sense::of(&series.name).direction(percent),
        p_value,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests;
