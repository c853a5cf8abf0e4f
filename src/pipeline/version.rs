use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One version under test.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Folder of the Helm chart that deploys it, relative to the root.
    #[schemars(example = &"charts/operator")]
    pub chart: Option<String>,
    /// Container image under test, with tag or digest.
    #[schemars(example = &"apache/spark:3.5.7-scala2.12-java17-python3-ubuntu")]
    pub image: Option<String>,
    /// A form of the name for places that allow only lower-case letters and digits. Default: the name without
    /// everything else.
    #[schemars(regex(pattern = "^[a-z0-9]{1,20}$"), example = &"357")]
    #[schemars(extend("x-expected" = "1 to 20 lower-case letters and digits"))]
    pub short: Option<String>,
    /// Chart values of this version, below those of a scenario.
    #[serde(default)]
    pub values: Map<String, Value>,
    /// Variables for the tests of this version.
    #[serde(default)]
    pub env: IndexMap<String, String>,
}
