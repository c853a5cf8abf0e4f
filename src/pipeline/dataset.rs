use schemars::JsonSchema;
use serde::Deserialize;

/// Data that tests read. `PIPEWRIGHT_DATASET_<NAME>` holds its path.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// What it is, for people.
    pub description: Option<String>,
    /// Where the full data is downloaded from. Used only together with `sha256` and `size`.
    #[schemars(regex(pattern = r"^https://"))]
    #[schemars(extend("x-expected" = "an https URL"))]
    pub url: Option<String>,
    /// SHA-256 of the full data, in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    #[schemars(extend("x-expected" = "64 lower-case hexadecimal digits"))]
    pub sha256: Option<String>,
    /// Size of the full data, in bytes.
    #[schemars(range(min = 1))]
    pub size: Option<u64>,
    /// Command that writes a small sample to the path in `PIPEWRIGHT_DATASET`, for machines that do not take the
    /// full data.
    #[schemars(length(min = 1))]
    pub sample: Option<Vec<String>>,
}
