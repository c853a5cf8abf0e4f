//! What the user writes: the types of `pipeline.toml`.
//!
//! These types are the one source of the parser, of the JSON Schema and of the reference documentation.
//! They hold no behaviour but defaults, and nothing here is flattened or untagged: both ruin messages.

mod alerts;
mod capability;
mod dataset;
mod duration;
mod execution;
mod pattern;
mod quarantine;
mod report;
mod retry;
mod runtime;
mod scenario;
mod schema;
mod select;
mod statistics;
mod step;
mod test;
mod tools;
mod trigger;
mod version;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

pub use alerts::{Alerts, Email, Event, Slack};
pub use capability::{BUILT_IN as BUILT_IN_CAPABILITIES, Capability, Runner};
pub use dataset::Dataset;
pub use duration::Duration;
pub use execution::{Execution, Retention};
pub use pattern::matches as glob_matches;
pub use pipewright_model::policy::{AlertOn, Badge, FailOn, Flaky, Trends};
pub use quarantine::Quarantine;
pub use report::{Comment, Pages, Report, Status};
pub use retry::{FlakyVerdict, Retry, RetryOn};
pub use runtime::{Build, Release, Runtime};
pub use scenario::{PodSecurity, Scenario, Suite};
pub use select::{Exclude, Select};
pub use statistics::History;
pub use step::{ExtraStep, Position};
pub use test::Test;
pub use tools::{Kind, Tools};
pub use trigger::{Dispatch, DispatchInput, MergeGroup, PullRequest, Push, Schedule, Triggers};
pub use version::Version;

/// A test suite: what is tested, in which versions, when, and what happens with the results.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "pipeline.toml")]
pub struct Pipeline {
    /// Version of this file's format.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// Name of the workflow, as GitHub shows it.
    #[schemars(length(min = 1, max = 200), example = &"Operator tests")]
    pub name: String,
    /// Where the main workflow is written. The files that belong to it are written beside it.
    #[serde(default = "default_output")]
    #[schemars(regex(pattern = r"^\.github/workflows/[A-Za-z0-9._-]+\.ya?ml$"))]
    #[schemars(extend("x-expected" = "a path such as .github/workflows/test-suite.yml: GitHub reads no other folder"))]
    pub output: String,
    /// Versions of the tools that generated jobs install.
    #[serde(default)]
    pub tools: Tools,
    /// How generated jobs get the pipewright binaries.
    #[serde(default)]
    pub runtime: Runtime,
    /// Machines that cells run on, by name. `default` is used where a scenario names none.
    #[serde(default)]
    pub runners: IndexMap<String, Runner>,
    /// What tests may need beyond the built-in capabilities, by name.
    #[serde(default)]
    pub capabilities: IndexMap<String, Capability>,
    /// The versions under test, by name. A name is always a string: `[versions."3.10"]`.
    pub versions: IndexMap<String, Version>,
    /// Groups of scenarios that share a policy, by name.
    pub suites: IndexMap<String, Suite>,
    /// What is tested, by name. A cell is one scenario in one version.
    pub scenarios: IndexMap<String, Scenario>,
    /// The tests that scenarios are made of, by name.
    pub tests: IndexMap<String, Test>,
    /// Data that tests read, by name.
    #[serde(default)]
    pub datasets: IndexMap<String, Dataset>,
    /// When cells run, and which.
    pub triggers: Triggers,
    /// How many cells and tests run at once, and for how long.
    #[serde(default)]
    pub execution: Execution,
    /// When a failed test is tried again. Suites and tests may override each key.
    #[serde(default)]
    pub retry: Retry,
    /// How long GitHub keeps what a run uploads, in days.
    #[serde(default)]
    pub retention: Retention,
    /// When a change of a metric is a regression.
    #[serde(default)]
    pub trends: Trends,
    /// When a test is called flaky over its history.
    #[serde(default)]
    pub flaky: Flaky,
    /// Where results of earlier runs are kept.
    #[serde(default)]
    pub history: History,
    /// Tests whose failures are shown but do not fail the run, until a date.
    #[serde(default)]
    pub quarantine: Vec<Quarantine>,
    /// Where results are shown on GitHub.
    #[serde(default)]
    pub report: Report,
    /// Who is told, when, and how.
    #[serde(default)]
    pub alerts: Alerts,
    /// Steps of your own in generated jobs, beside steps that are named there.
    #[serde(default)]
    pub steps: Vec<ExtraStep>,
}

fn one() -> u32 {
    1
}

fn default_output() -> String {
    ".github/workflows/test-suite.yml".to_owned()
}
