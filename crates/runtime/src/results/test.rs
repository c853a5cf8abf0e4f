use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Failure, Status};

/// The verdict on a test, or on one case of it. The same thing is never in two entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TestResult {
    /// `test`, or `test/class::case`.
    pub(crate) name: String,
    /// The test, as `pipeline.toml` names it.
    pub(crate) test: String,
    /// The case, by the name its tool gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<String>,
    /// The class of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) class: Option<String>,
    /// The file of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    /// What became of it, all attempts considered.
    pub(crate) status: Status,
    /// Whether it passed only after it had not.
    pub(crate) flaky: bool,
    /// In seconds: of the last attempt that passed, else of the first that did not.
    pub(crate) duration: f64,
    /// Why it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// What happened, where it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error_message: Option<String>,
    /// Why it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) skip_reason: Option<String>,
    /// Who answers for it while it is in quarantine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quarantine: Option<Quarantined>,
    /// Every attempt, in order.
    pub(crate) attempts: Vec<AttemptResult>,
    /// What it measured.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub(crate) metrics: IndexMap<String, f64>,
}

impl TestResult {
    /// Whether it fails the cell. Quarantine covers what a test does, not a test that is missing or was cut off.
    pub(crate) fn counts_against(&self) -> bool {
        let is_its_own = match self.failure {
            None | Some(Failure::ExitCode | Failure::Signal | Failure::Timeout) => true,
            Some(failure) => matches!(failure, Failure::Output | Failure::Infrastructure),
        };
        let is_quarantined = self.quarantine.as_ref().is_some_and(|entry| !entry.expired);
        self.status.is_bad() && !(is_quarantined && is_its_own)
    }

    /// Whether nobody can say what it would have been.
    pub(crate) fn is_missing(&self) -> bool {
        let is_cut = matches!(
            self.failure,
            Some(Failure::RunnerLost | Failure::Stopped | Failure::NotStarted)
        );
        self.status.is_bad() && is_cut
    }
}

/// One attempt at a test or a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AttemptResult {
    /// The attempt of the command, from 1. A tool that retries by itself gives several results in one attempt.
    pub(crate) number: u32,
    /// What became of it.
    pub(crate) status: Status,
    /// In seconds.
    pub(crate) duration: f64,
    /// Why it did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// The code the command ended with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exit_code: Option<i32>,
    /// The signal that ended the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signal: Option<i32>,
    /// What happened, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// The end of the output, or the stack trace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) excerpt: Option<String>,
    /// The log, relative to the folder of this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) log: Option<String>,
}

/// An entry of `[[quarantine]]` that covers a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quarantined {
    /// Who will mend it.
    pub(crate) owner: String,
    /// Why it is there.
    pub(crate) reason: String,
    /// Where the work is tracked.
    pub(crate) issue: String,
    /// Last day on which it holds.
    pub(crate) expires: String,
    /// Whether that day had passed when the run began.
    pub(crate) expired: bool,
}
