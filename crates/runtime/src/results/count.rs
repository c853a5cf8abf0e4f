use serde::{Deserialize, Serialize};

use super::{Status, TestResult};

/// How many there are of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// All, the skipped ones included.
    pub(crate) tests: usize,
    /// Passed, the flaky ones included.
    pub(crate) passed: usize,
    /// Failed.
    pub(crate) failed: usize,
    /// Errored.
    pub(crate) errors: usize,
    /// Skipped.
    pub(crate) skipped: usize,
    /// Passed only after they had not.
    pub(crate) flaky: usize,
    /// Failed or errored in quarantine, so that they do not count against the cell.
    pub(crate) quarantined: usize,
    /// From the first thing that was done to the last, in seconds.
    pub(crate) duration: f64,
}

impl Counts {
    /// Counts results.
    pub(crate) fn of(tests: &[TestResult], duration: f64) -> Self {
        let with = |status| tests.iter().filter(|test| test.status == status).count();
        Self {
            tests: tests.len(),
            passed: with(Status::Passed),
            failed: with(Status::Failed),
            errors: with(Status::Errored),
            skipped: with(Status::Skipped),
            flaky: tests.iter().filter(|test| test.flaky).count(),
            quarantined: tests
                .iter()
                .filter(|test| test.status.is_bad() && !test.counts_against())
                .count(),
            duration,
        }
    }
}
