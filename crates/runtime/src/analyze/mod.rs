//! What the history says about this run: flakiness, durations, trends. No I/O, no clock: values in, values out.

mod change;
mod columns;
mod cool_down;
mod coverage;
mod dice;
mod discovery;
mod durations;
mod evidence;
mod flaky;
mod metrics;
mod outcome;
mod points;
mod regressions;
mod repeated;
mod robust;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod testing;
mod trends;

use pipewright_model::policy::Policy;

pub(crate) use cool_down::told;
pub(crate) use evidence::{Coverage, Evidence, Metric, Run, Sample, TestId, Tests};
pub(crate) use outcome::Outcome;
pub(crate) use trends::{
    Alert, ChangePoint, CoverageTrend, Direction, DurationTrend, FlakyTest, Health, RunPoint, Told, Trends,
};

/// Version of the format of `trends.json`.
const FORMAT: u32 = 1;

/// What the evidence says about its last run, beside the earlier runs of a branch.
///
/// `branch` is the one to compare with: the run's own, or the base of a pull request. Runs of other branches only count
/// as evidence of flakiness. Of the branch, the last 90 runs are looked at, and for flakiness the last 500 of all branches.
/// The same evidence gives the same trends, to the bit.
pub(crate) fn trends(evidence: &Evidence<impl Tests>, branch: &str, policy: &Policy) -> Trends {
    let shown = points::last(evidence, branch, points::MOST);
    let (series, left_out) = metrics::of_runs(&shown);
    let (durations, of_tests) = durations::of(evidence, policy, &shown);
    let (change_points, not_searched) = change::of(&series, &of_tests, &shown);
    let mut trends = Trends {
        format: FORMAT,
        branch: branch.to_owned(),
        runs: points::of(&shown),
        metrics: metrics::of(&series, policy, &shown),
        durations,
        change_points,
        flaky: flaky::of(evidence, branch, policy, &shown),
        coverage: coverage::of(policy, &shown),
        ..Trends::default()
    };
    trends.regressions = regressions::of(&trends);
    trends.alerts = repeated::of(evidence, policy, &shown, &trends.regressions)
        .into_iter()
        .collect();
    let told = [
        (left_out, "metrics were not looked at"),
        (
            not_searched,
            "metrics and tests were not searched for change points",
        ),
    ];
    trends.problems.extend(
        told.iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}: there are too many")),
    );
    trends
}
