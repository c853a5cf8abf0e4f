//! What the history says about this run: flakiness, durations, trends. No I/O, no clock: values in, values out.

mod evidence;
mod outcome;
mod points;
mod trends;

use pipewright_model::policy::Policy;

pub(crate) use evidence::{Coverage, Evidence, Metric, Run, Sample, TestId};
pub(crate) use outcome::Outcome;
pub(crate) use trends::{Direction, FlakyTest, Trends};

/// Version of the format of `trends.json`.
const FORMAT: u32 = 1;

/// What the evidence says about its last run, beside the earlier runs of a branch.
///
/// `branch` is the one to compare with: the run's own, or the base of a pull request. Runs of other branches only count
/// as evidence of flakiness. The same evidence gives the same trends, to the bit.
pub(crate) fn trends(evidence: &Evidence, branch: &str, _policy: &Policy) -> Trends {
    Trends {
        format: FORMAT,
        branch: branch.to_owned(),
        runs: points::of(evidence, branch),
        ..Trends::default()
    }
}
