//! What got worse and counts, each in one line.

use indexmap::IndexMap;

use super::metrics::change;
use super::trends::{CoverageTrend, Direction, DurationTrend, MetricTrend, Regression, Trends};

/// The metrics first, then coverage, then tests.
pub(super) fn of(trends: &Trends) -> Vec<Regression> {
    let metrics = trends
        .metrics
        .iter()
        .filter(|metric| metric.significant && metric.trend == Direction::Regressed);
    let coverage = trends.coverage.iter().filter(|coverage| coverage.significant);
    let tests = trends
        .durations
        .iter()
        .filter(|test| test.confirmed && test.trend == Direction::Regressed);
    metrics
        .map(of_metric)
        .chain(coverage.filter_map(of_coverage))
        .chain(tests.map(of_test))
        .collect()
}

fn of_metric(metric: &MetricTrend) -> Regression {
    Regression {
        metric: named(&metric.metric_name, &metric.tags),
        change: shown(metric.previous_value, metric.current_value),
    }
}

fn of_coverage(coverage: &CoverageTrend) -> Option<Regression> {
    let previous = coverage.previous_value?;
    let of = if coverage.version.is_empty() {
        String::new()
    } else {
        format!(" of {}", coverage.version)
    };
    Some(Regression {
        metric: format!("coverage{of}"),
        change: shown(previous, coverage.current_value),
    })
}

fn of_test(test: &DurationTrend) -> Regression {
    let usual = test.previous_value;
    Regression {
        metric: format!("{} {}_duration", test.cell, test.name),
        change: shown(usual, usual * (1.0 + test.change_percent / 100.0)),
    }
}

/// Such as `1.00 -> 2.00 (+100.0%)`.
fn shown(previous: f64, current: f64) -> String {
    format!(
        "{previous:.2} -> {current:.2} ({:+.1}%)",
        change(previous, current)
    )
}

/// Such as `latency_p95 of cell=3.5/load, test=query`.
fn named(name: &str, tags: &IndexMap<String, String>) -> String {
    let tags: Vec<String> = tags
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if tags.is_empty() {
        name.to_owned()
    } else {
        format!("{name} of {}", tags.join(", "))
    }
}
