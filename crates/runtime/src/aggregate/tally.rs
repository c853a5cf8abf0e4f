//! How many tests there are of each status.

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::cell::Cell;
use crate::results::Status;

/// How many tests there are of each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tally {
    /// All, the skipped ones included.
    #[serde(deserialize_with = "count")]
    pub(crate) total: usize,
    /// Passed, the flaky ones included.
    #[serde(deserialize_with = "count")]
    pub(crate) passed: usize,
    /// Failed.
    #[serde(deserialize_with = "count")]
    pub(crate) failed: usize,
    /// Errored.
    #[serde(deserialize_with = "count")]
    pub(crate) errors: usize,
    /// Skipped.
    #[serde(deserialize_with = "count")]
    pub(crate) skipped: usize,
    /// Passed only after they had not.
    #[serde(deserialize_with = "count")]
    pub(crate) flaky: usize,
    /// Failed or errored in quarantine.
    #[serde(deserialize_with = "count")]
    pub(crate) quarantined: usize,
    /// Seconds: of each cell's last run, added up. Of a cell without a result of ours, those of its tests.
    pub(crate) duration: f64,
}

/// More tests than any run has. Whatever a file says, the sum of a few of its counts is one, too.
const MOST: usize = 1_000_000_000_000;

fn count<'de, D: Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    let count = usize::deserialize(from)?;
    if count > MOST {
        return Err(D::Error::custom(format!(
            "{count} tests are more than there can be"
        )));
    }
    Ok(count)
}

impl Tally {
    /// Of the tests of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        let mut tally = Self::default();
        let mut seconds = 0.0;
        for test in cell.tests.values() {
            tally.total += 1;
            match test.status {
                Status::Passed => tally.passed += 1,
                Status::Failed => tally.failed += 1,
                Status::Errored => tally.errors += 1,
                Status::Skipped => tally.skipped += 1,
            }
            tally.flaky += usize::from(test.flaky);
            tally.quarantined += usize::from(test.status.is_bad() && !test.counts_against);
            seconds += test.duration;
        }
        let is_own = cell.takes.iter().any(|take| take.outcome.is_some());
        tally.duration = if is_own {
            cell.last().map(|take| take.duration).sum()
        } else {
            seconds
        };
        tally
    }

    /// With those of another cell.
    pub(super) fn plus(self, other: &Self) -> Self {
        Self {
            total: self.total + other.total,
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            errors: self.errors + other.errors,
            skipped: self.skipped + other.skipped,
            flaky: self.flaky + other.flaky,
            quarantined: self.quarantined + other.quarantined,
            duration: self.duration + other.duration,
        }
    }
}
