//! What is known of earlier runs and of this one: what every statistic is computed from.

use std::fmt::Debug;

use indexmap::IndexMap;

use super::outcome::Outcome;

/// Results of many runs, this one included.
#[derive(Debug)]
pub(crate) struct Evidence<T> {
    /// Every test that any run knows. A [`Sample`] names one by its place here.
    pub(crate) tests: T,
    /// The runs of all branches, oldest first, this one last.
    pub(crate) runs: Vec<Run>,
}

/// Tests by their places. There may be millions, of which only some are ever named.
pub(crate) trait Tests {
    /// How many there are.
    fn count(&self) -> usize;
    /// The cell of a test.
    fn cell(&self, test: usize) -> &str;
    /// What a test is called.
    fn id(&self, test: usize) -> TestId;
}

/// A test of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TestId {
    /// The cell, `VERSION/SCENARIO`, or the name of a folder of foreign files.
    pub(crate) cell: String,
    /// The test, as a summary names it.
    pub(crate) name: String,
}

/// A run.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Run {
    /// GitHub's id of the run, or `local-…`.
    pub(crate) id: String,
    /// GitHub's attempt of the run, from 1.
    pub(crate) attempt: u32,
    /// When it started: UTC, RFC 3339. Empty if nobody said.
    pub(crate) started: String,
    /// The commit. Empty if nobody said: then the run says nothing about the same commit.
    pub(crate) commit: String,
    /// The branch.
    pub(crate) branch: String,
    /// GitHub's name of the event.
    pub(crate) trigger: String,
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub(crate) verdict: String,
    /// All tests.
    pub(crate) total: usize,
    /// Tests that passed, the flaky ones included.
    pub(crate) passed: usize,
    /// Tests that failed or errored.
    pub(crate) failed: usize,
    /// Tests that were skipped.
    pub(crate) skipped: usize,
    /// Tests that passed only after they had not.
    pub(crate) flaky: usize,
    /// Seconds.
    pub(crate) duration: f64,
    /// What the tests came to, each test at most once.
    pub(crate) samples: Vec<Sample>,
    /// What the tests reported of themselves.
    pub(crate) metrics: Vec<Metric>,
    /// Coverage by version, where tests left coverage files.
    pub(crate) coverage: Vec<Coverage>,
}

/// What a test came to in a run. 12 bytes: histories hold ten million of them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Sample {
    /// The place of the test in [`Evidence::tests`].
    pub(crate) test: u32,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// Seconds of the attempt that decided. 0 if nobody measured.
    pub(crate) seconds: f32,
}

/// A number that a test reported.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Metric {
    /// Such as `throughput`. What its name says about which way is better, [`super::metrics::Sense`] knows.
    pub(crate) name: String,
    /// What it is of: `cell`, `suite`, `test`, … Empty: the whole run.
    pub(crate) tags: IndexMap<String, String>,
    /// The value. What is not finite is left out of every statistic.
    pub(crate) value: f64,
}

/// The lines of a version that tests ran through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// The version, or empty for files outside of a cell.
    pub(crate) version: String,
    /// Lines that are covered.
    pub(crate) covered: u64,
    /// Lines that could be.
    pub(crate) lines: u64,
}

#[cfg(test)]
mod tests {
    use super::Sample;

    #[test]
    fn ten_million_samples_fit_into_120_megabytes() {
        assert_eq!(size_of::<Sample>(), 12);
    }
}
