//! What the history says about this run, in a few lines: what got worse, what changed for good, and whom not to trust.

use super::failing::NAME;
use super::inert::code;
use super::lists::section;
use super::number::decimal;
use crate::aggregate::Summary;
use crate::analyze::{ChangePoint, CoverageTrend, FlakyTest, Health, Trends};

/// Most entries of each kind.
const MOST: usize = 10;

pub(super) fn text(summary: &Summary, trends: &Trends) -> String {
    let worse = trends.regressions.iter().take(MOST).map(|one| {
        format!(
            "{} got worse: {}",
            code(&one.metric, NAME),
            code(&one.change, 100)
        )
    });
    let points = trends
        .change_points
        .iter()
        .filter(|point| is_here(summary, point));
    let coverage = trends.coverage.iter().filter_map(coverage);
    let doubtful = trends.flaky.iter().filter_map(doubtful);
    let lines = worse
        .chain(points.take(MOST).map(change_point))
        .chain(coverage.take(MOST))
        .chain(doubtful.take(MOST));
    section("Trends", &lines.collect::<Vec<_>>(), false)
}

/// Whether a lasting change began with this run.
fn is_here(summary: &Summary, point: &ChangePoint) -> bool {
    !point.run_id.is_empty() && summary.run_id.as_deref() == Some(point.run_id.as_str())
}

fn change_point(point: &ChangePoint) -> String {
    let of: Vec<String> = point
        .tags
        .iter()
        .map(|(tag, value)| format!("{tag}={value}"))
        .collect();
    let of = if of.is_empty() {
        String::new()
    } else {
        format!(" of {}", code(&of.join(", "), NAME))
    };
    format!(
        "{}{of} changed for good with this run: from {} to {}",
        code(&point.metric_name, NAME),
        decimal(point.before),
        decimal(point.after)
    )
}

fn coverage(trend: &CoverageTrend) -> Option<String> {
    let (previous, change) = (trend.previous_value?, trend.change?);
    let is_seen = change.is_finite() && change.abs() >= 0.005;
    let of = match trend.version.as_str() {
        "" => String::new(),
        version => format!(" of {}", code(version, NAME)),
    };
    is_seen.then(|| {
        format!(
            "coverage{of} went from {} % to {} %",
            decimal(previous),
            decimal(trend.current_value)
        )
    })
}

/// A test whose failure, or success, says little, and that showed it in this run. One that never failed before is new, and
/// a failure to look at; who is told that it may be flaky would not.
fn doubtful(test: &FlakyTest) -> Option<String> {
    let what = match test.state {
        Health::Flaky => "is flaky",
        Health::Suspect => "may be flaky",
        Health::Healthy | Health::Broken | Health::Recovered => return None,
    };
    let (earlier, is_flake) = match test.outcomes.strip_suffix('F') {
        Some(earlier) => (earlier, false),
        None => (test.outcomes.strip_suffix('X')?, true),
    };
    let is_known = is_flake || earlier.contains(['F', 'X']);
    is_known.then(|| {
        format!(
            "{} in {} {what}: it fails in {} % of its runs (95 % interval: {} to {} %)",
            code(&test.test_name, NAME),
            code(&test.cell, NAME),
            percent(test.flaky_rate),
            percent(test.low),
            percent(test.high)
        )
    })
}

/// A share in percent, with no more digits than are of use beside its interval.
fn percent(share: f64) -> String {
    match 100.0 * share {
        percent if !percent.is_finite() => decimal(percent),
        percent if percent > 0.0 && percent < 9.95 => format!("{percent:.1}"),
        percent => format!("{percent:.0}"),
    }
}
