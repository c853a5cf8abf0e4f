use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a change of a metric is a regression, in percent of the earlier value.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Trends {
    /// Days that a comparison looks back.
    #[schemars(range(min = 1, max = 365))]
    pub window_days: u32,
    /// Drop of the pass rate.
    #[schemars(range(min = 0, max = 100))]
    pub pass_rate: f64,
    /// Growth of the duration of a suite.
    #[schemars(range(min = 0, max = 1000))]
    pub suite_duration: f64,
    /// Growth of the duration of a test.
    #[schemars(range(min = 0, max = 1000))]
    pub test_duration: f64,
    /// Drop of the coverage.
    #[schemars(range(min = 0, max = 100))]
    pub coverage: f64,
}

impl Default for Trends {
    fn default() -> Self {
        Self {
            window_days: 7,
            pass_rate: 2.0,
            suite_duration: 10.0,
            test_duration: 15.0,
            coverage: 2.0,
        }
    }
}

/// When a test is called flaky over its history: the share of failed runs, of at least so many.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Flaky {
    /// Runs that must be known.
    #[schemars(range(min = 2, max = 1000))]
    pub min_runs: u32,
    /// Lowest share of failed runs, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub min_rate: f64,
    /// Highest share of failed runs, 0 to 1: above it the test is broken, not flaky.
    #[schemars(range(min = 0, max = 1))]
    pub max_rate: f64,
}

impl Default for Flaky {
    fn default() -> Self {
        Self {
            min_runs: 10,
            min_rate: 0.1,
            max_rate: 0.3,
        }
    }
}

/// Where results of earlier runs are kept: an orphan branch of this repository, written by runs of the default
/// branch only.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct History {
    /// Whether a history is kept.
    pub enabled: bool,
    /// The branch.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$"))]
    #[schemars(extend("x-expected" = "a branch name such as test-history"))]
    pub branch: String,
}

impl Default for History {
    fn default() -> Self {
        Self {
            enabled: true,
            branch: "test-history".to_owned(),
        }
    }
}
