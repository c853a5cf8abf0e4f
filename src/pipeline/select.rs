use schemars::JsonSchema;
use serde::Deserialize;

/// Which cells run: those whose suite, scenario and version all match, less what is excluded. Names, or patterns
/// with `*` and `?`; a key that is left out matches everything.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// Suites that run.
    pub suites: Option<Vec<String>>,
    /// Scenarios that run.
    pub scenarios: Option<Vec<String>>,
    /// Versions that run.
    pub versions: Option<Vec<String>>,
    /// Cells that do not run all the same.
    #[serde(default)]
    pub exclude: Vec<Exclude>,
}

/// Cells that do not run: those that match all the keys given here.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct Exclude {
    /// Suites.
    pub suites: Option<Vec<String>>,
    /// Scenarios.
    pub scenarios: Option<Vec<String>>,
    /// Versions.
    pub versions: Option<Vec<String>>,
}
