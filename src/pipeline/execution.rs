use schemars::JsonSchema;
use serde::Deserialize;

use super::Duration;

/// How many cells and tests run at once, and for how long.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Execution {
    /// Cells of one job that GitHub runs at the same time.
    #[schemars(range(min = 1, max = 256))]
    pub max_parallel: u32,
    /// Tests of one cell that run at the same time.
    #[schemars(range(min = 1, max = 256))]
    pub workers: u32,
    /// Whether the first failing cell cancels the others of its job.
    pub fail_fast: bool,
    /// How long a cell may run. GitHub ends hosted jobs after 6 hours.
    pub timeout: Duration,
    /// How long one attempt of a test may run.
    pub test_timeout: Duration,
    /// How long a test may take to end after it was asked to, before it is killed.
    pub grace: Duration,
}

impl Default for Execution {
    fn default() -> Self {
        Self {
            max_parallel: 4,
            workers: 2,
            fail_fast: false,
            timeout: Duration::from_seconds(30 * 60),
            test_timeout: Duration::from_seconds(10 * 60),
            grace: Duration::from_seconds(10),
        }
    }
}

/// How long GitHub keeps what a run uploads, in days.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Results and logs of single cells. GitHub allows 1 to 90.
    #[schemars(range(min = 1, max = 90))]
    pub results: u32,
    /// Aggregated results, report and badge. GitHub allows 1 to 90.
    #[schemars(range(min = 1, max = 90))]
    pub aggregates: u32,
    /// The data that a pull request's comment is made from. GitHub allows 1 to 90.
    #[schemars(range(min = 1, max = 90))]
    pub comments: u32,
    /// Runs kept in the history, which is a branch and not an artifact.
    #[schemars(range(min = 1, max = 3650))]
    pub history: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            results: 30,
            aggregates: 90,
            comments: 7,
            history: 365,
        }
    }
}
