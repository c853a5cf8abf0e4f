use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Duration, Retry};

/// A group of scenarios that share a policy.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// What the group is for, for people.
    pub description: Option<String>,
    /// How long a cell of this suite may run. Default: `execution.timeout`.
    pub timeout: Option<Duration>,
    /// Overrides of `[retry]` for this suite, key by key.
    #[serde(default)]
    pub retry: Retry,
}

/// What is tested. A cell is one scenario in one version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What the scenario shows, for people.
    pub description: Option<String>,
    /// The suite it belongs to.
    pub suite: String,
    /// The versions it exists for: names or patterns with `*` and `?`.
    #[serde(default = "any")]
    #[schemars(length(min = 1), example = ["3.5.*"])]
    pub versions: Vec<String>,
    /// Values file, relative to the chart of the version.
    #[schemars(example = &"ci/baseline-values.yaml")]
    pub values: Option<String>,
    /// The tests it is made of, by name.
    pub tests: Vec<String>,
    /// Variables for its tests.
    #[serde(default)]
    pub env: IndexMap<String, String>,
    /// The runner its cells need. Default: `default`.
    pub runner: Option<String>,
    /// How long a cell may run. Default: the suite's, else `execution.timeout`.
    pub timeout: Option<Duration>,
    /// Data that its tests read, by name.
    #[serde(default)]
    pub datasets: Vec<String>,
    /// Command that runs once before the tests.
    #[schemars(length(min = 1))]
    pub setup: Option<Vec<String>>,
    /// Command that runs once after the tests, also when they fail or the run is stopped.
    #[schemars(length(min = 1))]
    pub teardown: Option<Vec<String>>,
    /// Pod Security Standard that the namespaces of its tests enforce.
    #[serde(default)]
    pub pod_security: PodSecurity,
}

/// A level of the Kubernetes Pod Security Standards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PodSecurity {
    /// Nothing is refused.
    Privileged,
    /// Known privilege escalations are refused.
    #[default]
    Baseline,
    /// Hardened pods only.
    Restricted,
}

fn any() -> Vec<String> {
    vec!["*".to_owned()]
}
