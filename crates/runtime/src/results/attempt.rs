use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Status;

/// One run of a test's command, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// The test.
    pub(crate) test: String,
    /// From 1, counted over all runs that were merged.
    pub(crate) number: u32,
    /// When it started, UTC.
    pub(crate) started: String,
    /// How long it ran, in seconds.
    pub(crate) duration: f64,
    /// What became of the command.
    pub(crate) status: Status,
    /// Why it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// The code it ended with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exit_code: Option<i32>,
    /// The signal that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signal: Option<i32>,
    /// What happened, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// The end of its output, where it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) excerpt: Option<String>,
    /// Its log, relative to the output folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) log: Option<String>,
    /// The namespace it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// The cases it reported, for a test that leaves JUnit files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cases: Option<Vec<Case>>,
    /// What it measured: numbers of its `metrics.json`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub(crate) metrics: IndexMap<String, f64>,
}

/// A kind of failure: what the retry policy decides by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Failure {
    /// The command ended with a code other than 0.
    ExitCode,
    /// A signal ended it.
    Signal,
    /// It ran longer than it may.
    Timeout,
    /// Its output matches a pattern of the retry policy.
    Output,
    /// The machinery failed, not the test.
    Infrastructure,
    /// A capability that the environment promised is not there, or the setup failed.
    Need,
    /// It never started.
    NotStarted,
    /// It could not be started, or left no results where it should have.
    Configuration,
    /// The run was stopped.
    Stopped,
    /// The time of the cell was over.
    Deadline,
    /// The runtime itself was killed meanwhile.
    RunnerLost,
}

/// One case of a test, as a JUnit file tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Case {
    /// Its name.
    pub(crate) name: String,
    /// Its class.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) class: String,
    /// Its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    /// Each time it ran; more than once where the test's own tool retries.
    pub(crate) runs: Vec<CaseRun>,
}

/// One run of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CaseRun {
    /// What became of it.
    pub(crate) status: Status,
    /// In seconds.
    pub(crate) duration: f64,
    /// What happened, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// More about it: a stack trace, an assertion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) excerpt: Option<String>,
}
