//! What the pipeline asks of the jobs that aggregate and report. They have no checkout: it travels in the plan.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the pipeline asks of the jobs that aggregate and report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Policy {
    /// Which failures make a run fail.
    pub fail_on: FailOn,
    /// When a change of a metric is a regression.
    pub trends: Trends,
    /// When a test is called flaky over its history, by the simple rule.
    pub flaky: Flaky,
    /// Runs kept in the history. 0: no limit.
    pub history_runs: u32,
    /// Branch of the history, if one is kept.
    pub history_branch: Option<String>,
    /// Name of the commit status.
    pub status_context: String,
    /// Name of the check run.
    pub check_name: String,
    /// The badge.
    pub badge: Badge,
    /// Who is told.
    pub alerts: Alerts,
    /// Days that the artifacts of single cells, the aggregate, and the data of the comment are kept.
    pub retention_days: RetentionDays,
}

/// Which failures make a run fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailOn {
    /// Every failure.
    #[default]
    Any,
    /// Only those that the base branch does not have.
    New,
}

/// When a change of a metric is a regression, in percent of the earlier value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// The badge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Badge {
    /// The text on its left.
    #[schemars(length(min = 1, max = 40))]
    pub label: String,
    /// Pass rate in percent from which it is not red. It says "passing" only when every test passed.
    #[schemars(range(min = 0, max = 100))]
    pub partial: f64,
    /// Pass rate in percent from which it is green.
    #[schemars(range(min = 0, max = 100))]
    pub passing: f64,
}

impl Default for Badge {
    fn default() -> Self {
        Self {
            label: "tests".to_owned(),
            partial: 80.0,
            passing: 95.0,
        }
    }
}

/// Who is told, and when.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Alerts {
    /// What is told.
    pub on: Vec<AlertOn>,
    /// GitHub's names of the events whose runs may alert.
    pub events: Vec<String>,
    /// Seconds in which the same alert is not repeated.
    pub cool_down: u64,
    /// Whether Slack is told.
    pub slack: bool,
    /// How email is sent, if it is.
    pub email: Option<Email>,
}

impl Alerts {
    /// Milliseconds in which the same alert is not repeated.
    #[must_use]
    pub fn milliseconds(&self) -> i64 {
        i64::try_from(self.cool_down)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000)
    }
}

/// What is worth a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertOn {
    /// The run failed, or could not be completed.
    Failure,
    /// A metric got worse than `[trends]` allows.
    Regression,
    /// The run passed after one that failed.
    Recovery,
}

/// How email is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Email {
    /// Port of the server.
    pub port: u16,
    /// The recipients, if they are no secret.
    #[serde(default)]
    pub to: Vec<String>,
    /// The sender, if it is not the user.
    #[serde(default)]
    pub from: Option<String>,
}

/// Days that artifacts are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RetentionDays {
    /// Of single cells, and plans.
    pub results: u32,
    /// Aggregated results, report and badge.
    pub aggregates: u32,
    /// The data that a comment is made from.
    pub comments: u32,
}

impl Default for RetentionDays {
    fn default() -> Self {
        Self {
            results: 30,
            aggregates: 90,
            comments: 7,
        }
    }
}
