//! Names of the artifacts that the jobs of one run pass to each other.
//!
//! Artifacts are immutable and their names unique within a run, so a cell's artifact carries the attempt of the run.

/// The plan of the run: its ledger of expected cells and tests.
pub const PLAN: &str = "plan";
/// The pipewright binaries.
pub const BINARIES: &str = "pipewright";
/// The aggregated results, with report and badge.
pub const AGGREGATE: &str = "aggregate";
/// The data that the comment on a pull request is made from.
pub const COMMENT: &str = "comment";
/// What every artifact with the results of a cell begins with.
pub const CELL_PREFIX: &str = "cell-";

/// The artifact of a cell, by version, scenario and attempt of the run.
///
/// ```
/// assert_eq!(pipewright_model::artifact::cell("3.5.7", "baseline", "1"), "cell-3.5.7-baseline-attempt-1");
/// ```
#[must_use]
pub fn cell(version: &str, scenario: &str, run_attempt: &str) -> String {
    format!("{CELL_PREFIX}{version}-{scenario}-attempt-{run_attempt}")
}
