//! Numbers of the whole run, and those that tests report, now and before.

mod noise;
mod own;
mod sense;
mod series;
mod window;

use pipewright_model::policy::Policy;

pub(crate) use sense::Sense;
pub(super) use series::{Series, of_runs};
pub(super) use window::of as window;

use super::evidence::Run;
use super::trends::{Direction, MetricTrend};

/// Each metric of this run beside the earlier runs of the branch. `shown` ends with this run.
pub(super) fn of(series: &[Series], policy: &Policy, shown: &[&Run]) -> Vec<MetricTrend> {
    let window = window(shown, policy.trends.window_days);
    series
        .iter()
        .map(|series| compare(series, policy, &window))
        .collect()
}

fn compare(series: &Series, policy: &Policy, window: &[bool]) -> MetricTrend {
    let current = series.current();
    let in_window = |(run, _): &&(usize, f64)| window[*run];
    let before: Vec<f64> = series
        .earlier()
        .iter()
        .filter(in_window)
        .map(|(_, value)| *value)
        .collect();
    let noise = noise::Noise::of(&before);
    let previous = noise.map_or(current, |noise| noise.center);
    let percent = change(previous, current);
    let sense = Sense::of(&series.name);
    let limit = limit(&series.name, policy);
    let is_beyond_noise =
        noise.is_some_and(|noise| noise.is_beyond(current)) || series.name == own::PASS_RATE;
    MetricTrend {
        metric_name: series.name.clone(),
        tags: series.tags.clone(),
        current_value: current,
        previous_value: previous,
        change_percent: percent,
        trend: if percent.abs() > limit / 2.0 {
            sense.direction(percent)
        } else {
            Direction::Stable
        },
        significant: percent.abs() > limit && is_beyond_noise && noise.is_some(),
        points: series.points.iter().map(|(_, value)| *value).collect(),
    }
}

/// Percent of the earlier value. From 0 it is 100 either way, since there is no share of nothing.
pub(super) fn change(previous: f64, current: f64) -> f64 {
    let difference = current - previous;
    if difference == 0.0 {
        0.0
    } else if previous == 0.0 {
        100.0_f64.copysign(difference)
    } else {
        let percent = 100.0 * difference / previous.abs();
        percent.clamp(f64::MIN, f64::MAX)
    }
}

/// How far a metric may change, in percent.
fn limit(name: &str, policy: &Policy) -> f64 {
    match name {
        own::PASS_RATE => policy.trends.pass_rate,
        own::DURATION | own::THROUGHPUT => policy.trends.suite_duration,
        _ => policy.trends.test_duration,
    }
}

#[cfg(test)]
mod tests;
