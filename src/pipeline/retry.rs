use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Duration;

/// When a failed test is tried again. A key that is left out is taken from the level above: test, suite, `[retry]`,
/// then the default given here.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// How often a failed test is tried again. Default: 0.
    #[schemars(range(max = 10))]
    pub count: Option<u32>,
    /// Pause before the first retry; it doubles with each further one, with jitter. Default: `1s`.
    pub backoff: Option<Duration>,
    /// Longest pause between two attempts. Default: `1m`.
    pub max_backoff: Option<Duration>,
    /// Kinds of failure that are tried again. Default: all of them.
    pub on: Option<Vec<RetryOn>>,
    /// Regular expressions; a failure whose output matches one is of the kind `output`. Default: none.
    pub output: Option<Vec<String>>,
    /// Retries that one cell may spend in all. Default: 20.
    #[schemars(range(max = 1000))]
    pub budget: Option<u32>,
    /// Share of failed tests, in percent, above which nothing is tried again: the cell is broken, not flaky. It is not
    /// looked at where fewer than three tests failed. Default: 50.
    #[schemars(range(min = 0, max = 100))]
    pub stop_above: Option<f64>,
    /// What a cell is whose tests all passed in the end, some only after a retry. Default: `pass`.
    pub flaky: Option<FlakyVerdict>,
}

/// A kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RetryOn {
    /// The command ended with a code other than 0.
    ExitCode,
    /// The command was ended by a signal that pipewright did not send.
    Signal,
    /// The attempt ran longer than it may.
    Timeout,
    /// The output matches a pattern of `output`.
    Output,
    /// The machinery failed, not the test: an image that cannot be pulled, an API server that answers 5xx.
    Infrastructure,
}

/// What failed-then-passed counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlakyVerdict {
    /// The cell passes, and the test is marked flaky.
    #[default]
    Pass,
    /// The cell fails.
    Fail,
}
