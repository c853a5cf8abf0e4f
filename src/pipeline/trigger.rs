use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Select;

/// When cells run, and which.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Triggers {
    /// A push to a branch.
    pub push: Option<Push>,
    /// A pull request that is opened or changed.
    pub pull_request: Option<PullRequest>,
    /// A group that the merge queue tests.
    pub merge_group: Option<MergeGroup>,
    /// A run started by hand, with a choice of suite and version.
    pub workflow_dispatch: Option<Dispatch>,
    /// Runs at fixed times, by name.
    #[serde(default)]
    pub schedule: IndexMap<String, Schedule>,
}

/// A push to a branch. Filters are GitHub's own patterns.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// Branches whose pushes run.
    #[schemars(length(min = 1))]
    pub branches: Vec<String>,
    /// Paths of which one must have changed. Not together with `paths_ignore`.
    #[schemars(length(min = 1))]
    pub paths: Option<Vec<String>>,
    /// Paths that alone do not start a run. Not together with `paths`.
    #[schemars(length(min = 1))]
    pub paths_ignore: Option<Vec<String>>,
    /// Which cells run.
    #[serde(default)]
    pub select: Select,
}

/// A pull request. Filters are GitHub's own patterns. A pull request that a path filter keeps out reports no check at
/// all, so a required check stays pending on it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PullRequest {
    /// Base branches.
    #[schemars(length(min = 1))]
    pub branches: Vec<String>,
    /// Paths of which one must have changed. Not together with `paths_ignore`.
    #[schemars(length(min = 1))]
    pub paths: Option<Vec<String>>,
    /// Paths that alone do not start a run. Not together with `paths`.
    #[schemars(length(min = 1))]
    pub paths_ignore: Option<Vec<String>>,
    /// Which cells run.
    #[serde(default)]
    pub select: Select,
}

/// A group that the merge queue tests.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeGroup {
    /// Base branches.
    #[schemars(length(min = 1))]
    pub branches: Option<Vec<String>>,
    /// Which cells run.
    #[serde(default)]
    pub select: Select,
}

/// A run started by hand: every combination of one suite or all, and one version or all.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispatch {
    /// The input that chooses a suite, or `all`.
    #[serde(default = "suite_input")]
    pub suite_input: DispatchInput,
    /// The input that chooses a version, or `all`.
    #[serde(default = "version_input")]
    pub version_input: DispatchInput,
    /// The cells that can be chosen.
    #[serde(default)]
    pub select: Select,
}

/// A choice that GitHub offers to whoever starts a run by hand.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchInput {
    /// Its name.
    #[schemars(regex(pattern = "^[a-z][a-z0-9_]{0,50}$"))]
    #[schemars(extend("x-expected" = "lower-case letters, digits and _, such as spark_version"))]
    pub name: String,
    /// What it chooses, for people.
    pub description: Option<String>,
    /// What is chosen when nothing else is. Default: `all`.
    #[serde(default = "all")]
    pub default: String,
}

fn all() -> String {
    "all".to_owned()
}

fn suite_input() -> DispatchInput {
    DispatchInput {
        name: "suite".to_owned(),
        description: None,
        default: all(),
    }
}

fn version_input() -> DispatchInput {
    DispatchInput {
        name: "version".to_owned(),
        description: None,
        default: all(),
    }
}

/// A run at fixed times.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// What it is for, for people.
    pub description: Option<String>,
    /// Five fields: minute, hour, day of month, month, day of week (0 to 6, Sunday is 0).
    #[schemars(length(min = 1), example = &"0 2 * * *")]
    pub cron: String,
    /// IANA time zone of the fields. Default: UTC.
    #[schemars(length(min = 1), example = &"Europe/Berlin")]
    pub timezone: Option<String>,
    /// Which cells run.
    #[serde(default)]
    pub select: Select,
}
