use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// The capabilities that need no declaration.
///
/// `helm`, `kubectl`, `cluster`, `python` and `java` are installed in generated jobs by the versions of
/// `[tools]`; `docker` and `network` are there on hosted runners; `gpu` only where a runner provides it.
pub const BUILT_IN: [&str; 8] = [
    "helm", "kubectl", "cluster", "docker", "network", "python", "java", "gpu",
];

/// Something a test may need, and how to find out whether it is there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// What it is, for people.
    pub description: Option<String>,
    /// Command that exits 0 when the capability is there. Its first line of output is shown as the detail. It gets
    /// `PIPEWRIGHT_VERSION`, and of the variables of versions and scenarios none.
    #[schemars(length(min = 1))]
    pub probe: Vec<String>,
    /// Command that provides it in a generated job; it gets `PIPEWRIGHT_VERSION`. Without one, only a runner can provide it.
    #[schemars(length(min = 1))]
    pub install: Option<Vec<String>>,
    /// Capabilities that must be there before this one is installed or probed.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether what it gives depends on the version under test, so that it is probed for each.
    #[serde(default)]
    pub per_version: bool,
    /// Variables for the probe and the install command.
    #[serde(default)]
    pub env: IndexMap<String, String>,
}

/// A machine that cells run on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runner {
    /// Labels of the runner, all of which it must have. Hosted runners have one, such as `ubuntu-24.04`.
    #[schemars(length(min = 1))]
    pub labels: Vec<String>,
    /// Capabilities that this machine brings by itself, or that a step of your own installs on it. What is provided is
    /// promised: in a generated job it is an error if it is missing.
    #[serde(default)]
    pub provides: Vec<String>,
}
