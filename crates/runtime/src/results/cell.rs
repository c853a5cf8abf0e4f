use serde::{Deserialize, Serialize};

use super::{Counts, Status, TestResult};

/// `result.json`: everything about one run of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CellResult {
    /// Version of this format.
    pub(crate) format: u32,
    /// The run.
    pub(crate) run: Run,
    /// The cell.
    pub(crate) cell: CellName,
    /// What became of the cell.
    pub(crate) outcome: Outcome,
    /// How many tests there are of each status.
    pub(crate) suite: Counts,
    /// The tests that had to report.
    pub(crate) expected: Vec<String>,
    /// What the tests needed, and whether it was there.
    pub(crate) capabilities: Vec<Probe>,
    /// What ran before and after the tests.
    pub(crate) hooks: Vec<Hook>,
    /// The verdicts.
    pub(crate) tests: Vec<TestResult>,
    /// Every command that ran for a test.
    pub(crate) commands: Vec<Command>,
    /// What else went wrong.
    pub(crate) problems: Vec<String>,
}

/// The identity of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Run {
    /// GitHub's id of the run, or `local-…`.
    pub(crate) id: String,
    /// GitHub's attempt of the run, from 1.
    pub(crate) attempt: u32,
    /// When it started, UTC.
    pub(crate) started: String,
    /// When its results were written, UTC.
    pub(crate) finished: String,
}

/// The identity of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CellName {
    /// The version.
    pub(crate) version: String,
    /// The suite.
    pub(crate) suite: String,
    /// The scenario.
    pub(crate) scenario: String,
}

/// What became of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// `passed`, `failed`, `incomplete`, `nothing_ran`, `interrupted` or `terminated`.
    pub(crate) status: String,
    /// The exit code that says so.
    pub(crate) exit_code: u8,
    /// Why, in one line.
    pub(crate) reason: String,
}

/// What was found out about a capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Probe {
    /// The capability.
    pub(crate) name: String,
    /// Whether it is there.
    pub(crate) available: bool,
    /// Whether the environment promised it.
    pub(crate) promised: bool,
    /// What the probe said.
    pub(crate) detail: String,
}

/// What ran before or after the tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Hook {
    /// `setup`, `teardown`, or `dataset NAME`.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) status: Status,
    /// In seconds.
    pub(crate) duration: f64,
    /// What happened, where it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// Its log, relative to the folder of this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) log: Option<String>,
}

/// A command that ran for a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Command {
    /// The test.
    pub(crate) test: String,
    /// The attempt, from 1.
    pub(crate) attempt: u32,
    /// When it started, UTC.
    pub(crate) started: String,
    /// In seconds.
    pub(crate) duration: f64,
    /// What became of it.
    pub(crate) status: Status,
    /// The code it ended with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exit_code: Option<i32>,
    /// The signal that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signal: Option<i32>,
    /// The namespace it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// Its log, relative to the folder of this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) log: Option<String>,
}
