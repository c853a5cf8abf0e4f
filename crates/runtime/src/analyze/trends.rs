//! `trends.json`: what the history says. Every reporter reads it; nobody else computes it.

use indexmap::IndexMap;
use pipewright_model::policy::AlertOn;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `trends.json`: what the history says about this run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Trends {
    /// Version of this format. What is added to it does not change the number.
    pub(crate) format: u32,
    /// The branch that the runs are of.
    pub(crate) branch: String,
    /// The last runs of the branch, oldest first, at most 90, this one included.
    pub(crate) runs: Vec<RunPoint>,
    /// What got worse and counts, each metric in one line.
    pub(crate) regressions: Vec<Regression>,
    /// Metrics of the whole run and of tests.
    pub(crate) metrics: Vec<MetricTrend>,
    /// Tests whose durations changed, by the statistics.
    pub(crate) durations: Vec<DurationTrend>,
    /// Lasting changes of a metric on the branch.
    pub(crate) change_points: Vec<ChangePoint>,
    /// Tests that are not healthy, worst first.
    pub(crate) flaky: Vec<FlakyTest>,
    /// Coverage by version, where tests left coverage files.
    pub(crate) coverage: Vec<CoverageTrend>,
    /// What this run has to tell people, if the pipeline asks for it.
    pub(crate) alerts: Vec<Alert>,
    /// What could not be read or computed, each in one line.
    pub(crate) problems: Vec<String>,
}

/// What a run has to tell people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Alert {
    /// What happened.
    pub(crate) on: AlertOn,
    /// The metrics that got worse, or the cells that are well again.
    pub(crate) of: Vec<String>,
    /// The run that told the same within the cool-down, if there is one.
    pub(crate) told: Option<Told>,
}

/// An earlier run that told the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Told {
    /// GitHub's id of the run, or `local-…`.
    pub(crate) run_id: String,
    /// When it started, UTC.
    pub(crate) started: String,
}

/// A run of the history.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RunPoint {
    /// GitHub's id of the run, or `local-…`.
    pub(crate) run_id: String,
    /// When it started, UTC.
    pub(crate) started: String,
    /// The commit.
    pub(crate) commit: String,
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub(crate) verdict: String,
    /// All tests.
    pub(crate) total: usize,
    /// Tests that passed.
    pub(crate) passed: usize,
    /// Tests that failed or errored.
    pub(crate) failed: usize,
    /// Tests that were skipped.
    pub(crate) skipped: usize,
    /// Tests that passed only after they had not.
    pub(crate) flaky: usize,
    /// Percent of what ran, 0 to 100.
    pub(crate) pass_rate: f64,
    /// Seconds.
    pub(crate) duration: f64,
}

/// What got worse and counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Regression {
    /// The metric, with what it is of.
    pub(crate) metric: String,
    /// Such as `1.00 -> 2.00 (+100.0%)`.
    pub(crate) change: String,
}

/// Which way a metric went. Whether more is better depends on the metric.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    /// Better.
    Improved,
    /// Worse.
    Regressed,
    /// Neither.
    #[default]
    Stable,
}

/// A metric, now and before.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct MetricTrend {
    /// Such as `pass_rate`, `duration`, or what a test reported.
    pub(crate) metric_name: String,
    /// What it is of: `cell`, `suite`, `test`, … Empty: the whole run.
    pub(crate) tags: IndexMap<String, String>,
    /// The value of this run.
    pub(crate) current_value: f64,
    /// The value it is compared with.
    pub(crate) previous_value: f64,
    /// Percent of the previous value.
    pub(crate) change_percent: f64,
    /// Which way it went.
    pub(crate) trend: Direction,
    /// Whether it went farther than the policy allows.
    pub(crate) significant: bool,
    /// Values of the last runs, oldest first, this one included.
    pub(crate) points: Vec<f64>,
}

/// A test whose duration changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct DurationTrend {
    /// The cell, `VERSION/SCENARIO`.
    pub(crate) cell: String,
    /// The test, as a summary names it.
    pub(crate) name: String,
    /// Seconds now.
    pub(crate) current_value: f64,
    /// Median of seconds before.
    pub(crate) previous_value: f64,
    /// Percent of the previous value, the speed of the machine taken out.
    pub(crate) change_percent: f64,
    /// Which way it went.
    pub(crate) trend: Direction,
    /// Robust score: distance from the median in median absolute deviations.
    pub(crate) score: f64,
    /// Adjusted p-value (Benjamini-Hochberg).
    pub(crate) q_value: f64,
    /// Whether a later run confirmed it. Only what is confirmed counts.
    pub(crate) confirmed: bool,
    /// Of this run and the two before it that have the test: whether it is so in each, oldest first.
    pub(crate) newest: Vec<bool>,
    /// Seconds of the last runs, oldest first, this one included.
    pub(crate) points: Vec<f64>,
}

/// A lasting change of a metric on a branch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ChangePoint {
    /// The metric.
    pub(crate) metric_name: String,
    /// What it is of.
    pub(crate) tags: IndexMap<String, String>,
    /// The first run after the change.
    pub(crate) run_id: String,
    /// Its commit.
    pub(crate) commit: String,
    /// When it started, UTC.
    pub(crate) started: String,
    /// Mean before.
    pub(crate) before: f64,
    /// Mean after.
    pub(crate) after: f64,
    /// Percent of the mean before.
    pub(crate) change_percent: f64,
    /// Which way it went.
    pub(crate) trend: Direction,
    /// Significance by permutation.
    pub(crate) p_value: f64,
}

/// What the history says about a test's trustworthiness.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Health {
    /// Nothing speaks against it.
    #[default]
    Healthy,
    /// It may be flaky; the evidence is not enough.
    Suspect,
    /// It is flaky.
    Flaky,
    /// It fails, and not by chance.
    Broken,
    /// It was flaky or broken, and has been well for long enough.
    Recovered,
}

/// A test that is not healthy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct FlakyTest {
    /// The cell, `VERSION/SCENARIO`.
    pub(crate) cell: String,
    /// The test, as a summary names it.
    pub(crate) test_name: String,
    /// What it is.
    pub(crate) state: Health,
    /// Runs that are known.
    pub(crate) total_runs: usize,
    /// Runs in which it failed in the end.
    pub(crate) failed_runs: usize,
    /// Runs or commits in which it both failed and passed.
    pub(crate) flaked_runs: usize,
    /// Rate of failures from same-commit evidence: mean of the posterior, 0 to 1.
    pub(crate) flaky_rate: f64,
    /// Lower end of the 95 % interval.
    pub(crate) low: f64,
    /// Upper end of the 95 % interval.
    pub(crate) high: f64,
    /// Whether the simple rule of the policy calls it flaky too.
    pub(crate) by_simple_rule: bool,
    /// When it last failed, UTC.
    pub(crate) last_seen: String,
    /// Ends of the last runs, oldest first: `P` passed, `F` failed, `X` flaky, `S` skipped, `-` not there.
    pub(crate) outcomes: String,
    /// An entry for `pipeline.toml` that its owner may want to complete, where quarantine would help.
    pub(crate) quarantine: Option<String>,
}

/// The coverage of a version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CoverageTrend {
    /// The version, or empty for files outside of a cell.
    pub(crate) version: String,
    /// Lines that are covered.
    pub(crate) covered: u64,
    /// Lines that could be.
    pub(crate) lines: u64,
    /// Percent.
    pub(crate) current_value: f64,
    /// Percent before, if known.
    pub(crate) previous_value: Option<f64>,
    /// Points of percent.
    pub(crate) change: Option<f64>,
    /// Whether it dropped farther than the policy allows.
    pub(crate) significant: bool,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Trends;

    #[test]
    fn the_schema_that_is_published_is_that_of_the_type() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/trends.schema.json");
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(Trends)).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            crate::results::atomically(&path, schema.as_bytes()).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == schema,
            "run UPDATE_SCHEMA=1 cargo test -p pipewright-runtime schema"
        );
    }
}
