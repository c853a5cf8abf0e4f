//! The last runs of a branch, as points of a chart.

use super::evidence::{Evidence, Run, Tests};
use super::trends::RunPoint;

/// Most runs that a chart shows.
pub(super) const MOST: usize = 90;

/// Runs as points.
pub(super) fn of(runs: &[&Run]) -> Vec<RunPoint> {
    runs.iter().map(|run| point(run)).collect()
}

/// The last so many runs of the branch, oldest first, and this one.
pub(super) fn last<'a>(evidence: &'a Evidence<impl Tests>, branch: &str, most: usize) -> Vec<&'a Run> {
    let Some((this, earlier)) = evidence.runs.split_last() else {
        return Vec::new();
    };
    let of_branch = earlier.iter().rev().filter(|run| run.branch == branch);
    let mut runs: Vec<&Run> = std::iter::once(this).chain(of_branch).take(most).collect();
    runs.reverse();
    runs
}

fn point(run: &Run) -> RunPoint {
    RunPoint {
        run_id: run.id.clone(),
        started: run.started.clone(),
        commit: run.commit.clone(),
        verdict: run.verdict.clone(),
        total: run.total,
        passed: run.passed,
        failed: run.failed,
        skipped: run.skipped,
        flaky: run.flaky,
        pass_rate: run.pass_rate().unwrap_or_default(),
        duration: run.duration,
    }
}

impl Run {
    /// Percent of the tests that ran and passed. None if none ran.
    pub(super) fn pass_rate(&self) -> Option<f64> {
        let ran = self.passed.saturating_add(self.failed);
        #[expect(clippy::cast_precision_loss, reason = "counts of tests are far below 2^52")]
        let rate = (ran > 0).then(|| 100.0 * self.passed as f64 / ran as f64);
        rate
    }
}
