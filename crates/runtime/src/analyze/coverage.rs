//! The coverage of this run beside the last one of the branch.

use pipewright_model::policy::Policy;

use super::evidence::{Coverage, Run};
use super::metrics::{change, window};
use super::trends::CoverageTrend;

/// Each version that this run measured. `shown` ends with this run.
pub(super) fn of(policy: &Policy, shown: &[&Run]) -> Vec<CoverageTrend> {
    let Some((this, earlier)) = shown.split_last() else {
        return Vec::new();
    };
    let window = window(shown, policy.trends.window_days);
    let before = |version: &str| {
        let near = earlier.iter().zip(&window).rev().filter(|(_, is_near)| **is_near);
        let coverage = near.flat_map(|(run, _)| &run.coverage);
        coverage
            .filter(|coverage| coverage.version == version)
            .find_map(percent)
    };
    let measured = this
        .coverage
        .iter()
        .filter_map(|coverage| Some((coverage, percent(coverage)?)));
    measured
        .map(|(coverage, current)| trend(coverage, current, before(&coverage.version), policy))
        .collect()
}

fn trend(coverage: &Coverage, current: f64, previous: Option<f64>, policy: &Policy) -> CoverageTrend {
    CoverageTrend {
        version: coverage.version.clone(),
        covered: coverage.covered,
        lines: coverage.lines,
        current_value: current,
        previous_value: previous,
        change: previous.map(|previous| current - previous),
        significant: previous.is_some_and(|previous| -change(previous, current) > policy.trends.coverage),
    }
}

/// None if there are no lines to cover.
#[expect(clippy::cast_precision_loss, reason = "counts of lines are far below 2^52")]
fn percent(coverage: &Coverage) -> Option<f64> {
    (coverage.lines > 0).then(|| 100.0 * coverage.covered.min(coverage.lines) as f64 / coverage.lines as f64)
}
