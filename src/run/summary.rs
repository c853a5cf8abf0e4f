//! What it comes to, as the runtime says it in `summary.json`.

use std::path::Path;

use serde::Deserialize;

use crate::read;

/// What it comes to. Keys of `summary.json` that are not needed here are passed over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Summary {
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub verdict: String,
    /// Why it is not passed, each in one line.
    pub reasons: Vec<String>,
    /// Tests.
    pub total: u64,
    /// Those that passed.
    pub passed: u64,
    /// Those that failed.
    pub failed: u64,
    /// Those that errored.
    pub errors: u64,
    /// Those of them in quarantine, so that they do not count.
    #[serde(default)]
    pub quarantined: u64,
    /// Those that were skipped.
    pub skipped: u64,
    /// Those that passed only after they had not.
    pub flaky: u64,
    /// The cells.
    pub cells: Vec<Verdict>,
    /// What failed and counts.
    pub failed_tests: Vec<Failure>,
    /// What failed in quarantine.
    #[serde(default)]
    pub quarantined_tests: Vec<Failure>,
    /// What passed only after it had not, with what it said before as its error.
    #[serde(default)]
    pub flaky_tests: Vec<Failure>,
    /// What was skipped, with the reason as its error.
    pub skipped_tests: Vec<Failure>,
}

/// The verdict on a cell.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Verdict {
    /// `VERSION/SCENARIO`.
    pub name: String,
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub verdict: String,
    /// Tests that passed only after they had not.
    pub flaky: u64,
    /// Tests that were skipped.
    pub skipped: u64,
}

/// A test that did not pass.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Failure {
    /// `VERSION/SCENARIO`.
    pub cell: String,
    /// The test.
    pub name: String,
    /// Why.
    pub error: String,
    /// The end of its output, or its stack trace.
    #[serde(default)]
    pub excerpt: Option<String>,
    /// Who answers for it, where it is in quarantine.
    #[serde(default)]
    pub owner: Option<String>,
}

impl Summary {
    /// Reads the summary of an aggregate.
    ///
    /// # Errors
    /// When it is not there, or no summary.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = read::bytes(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        serde_json::from_slice(&text).map_err(|error| format!("{} is no summary: {error}", path.display()))
    }
}
