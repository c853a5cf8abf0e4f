use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Duration, Retry};

/// A test: a command that exits 0 when it passes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// What it shows, for people.
    pub description: Option<String>,
    /// The program and its arguments, run from the root without a shell.
    #[schemars(length(min = 1), example = ["suites/chart/lint"])]
    pub command: Vec<String>,
    /// Capabilities without which it cannot run. It is skipped, with the reason, where one is missing and was not
    /// promised.
    #[serde(default)]
    pub needs: Vec<String>,
    /// How long one attempt may run. Default: `execution.test_timeout`.
    pub timeout: Option<Duration>,
    /// Overrides of `[retry]` for this test, key by key.
    #[serde(default)]
    pub retry: Retry,
    /// JUnit files that it leaves in its output folder, as patterns. Each case in them is reported by itself.
    #[serde(default)]
    #[schemars(example = ["*.xml"])]
    pub junit: Vec<String>,
    /// Command for a retry that reruns only what failed; the failed cases are listed, one a line, in the file that
    /// `PIPEWRIGHT_FAILED` names. Without it a retry runs the whole command again.
    #[schemars(length(min = 1))]
    pub rerun: Option<Vec<String>>,
    /// Tests of a cell with the same group never run at the same time.
    pub group: Option<String>,
    /// Secrets, by name: this test gets them as variables, and their values are masked in everything that is kept or
    /// shown. Generated jobs take them from the repository's environment `tests`. The test is skipped, with the reason,
    /// where one is not set.
    #[serde(default)]
    #[schemars(example = ["REGISTRY_TOKEN"])]
    pub secrets: Vec<String>,
    /// Variables for this test.
    #[serde(default)]
    pub env: IndexMap<String, String>,
}
