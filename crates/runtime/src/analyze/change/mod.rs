//! Lasting changes of a metric on the branch.

mod divisive;

use super::evidence::Run;
use super::metrics::{Sense, Series, change};
use super::trends::ChangePoint;

/// A smaller change, in percent, is not told.
const LEAST: f64 = 5.0;
/// Most series that are looked through.
const MOST: usize = 200;

/// The changes, by metric, then from the oldest, and how many series were not looked through. Places of points are those
/// of the runs.
pub(super) fn of(series: &[&Series], runs: &[&Run]) -> (Vec<ChangePoint>, usize) {
    let found = series
        .iter()
        .take(MOST)
        .flat_map(|series| points(series, runs))
        .collect();
    (found, series.len().saturating_sub(MOST))
}

fn points(series: &Series, runs: &[&Run]) -> Vec<ChangePoint> {
    let values: Vec<f64> = series.points.iter().map(|(_, value)| *value).collect();
    let splits = divisive::splits(&values);
    let mut bounds = vec![0];
    bounds.extend(splits.iter().map(|split| split.at));
    bounds.push(values.len());
    let parts = bounds.windows(3).zip(&splits);
    let told = parts.filter_map(|(bounds, split)| {
        let (before, after) = (
            mean(&values[bounds[0]..bounds[1]]),
            mean(&values[bounds[1]..bounds[2]]),
        );
        let run = runs.get(series.points[split.at].0)?;
        let percent = change(before, after);
        (percent.abs() >= LEAST).then(|| ChangePoint {
            metric_name: series.name.clone(),
            tags: series.tags.clone(),
            run_id: run.id.clone(),
            commit: run.commit.clone(),
            started: run.started.clone(),
            before,
            after,
            change_percent: percent,
            trend: Sense::of(&series.name).direction(percent),
            p_value: split.p_value,
        })
    });
    told.collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
