use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
