use schemars::JsonSchema;
use serde::Deserialize;

/// Versions of the tools that a generated job installs when a test of its cell needs them.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tools {
    /// Helm, for the capability `helm`.
    #[schemars(regex(pattern = r"^v\d+\.\d+\.\d+$"), example = &"v3.12.0")]
    #[schemars(extend("x-expected" = "a version such as \"v3.12.0\""))]
    pub helm: Option<String>,
    /// kubectl, for the capabilities `kubectl` and `cluster`.
    #[schemars(regex(pattern = r"^v\d+\.\d+\.\d+$"), example = &"v1.27.3")]
    #[schemars(extend("x-expected" = "a version such as \"v1.27.3\""))]
    pub kubectl: Option<String>,
    /// Python, for the capability `python`, one for all cells. A string: 3.10 is not 3.1.
    #[schemars(regex(pattern = r"^\d+\.\d+(\.\d+)?$"), example = &"3.10")]
    #[schemars(extend("x-expected" = "a version such as \"3.10\""))]
    pub python: Option<String>,
    /// Major version of Java, for the capability `java`. Hosted runners bring 8, 11, 17, 21 and 25.
    #[schemars(regex(pattern = r"^\d+$"), example = &"17")]
    #[schemars(extend("x-expected" = "a major version such as \"17\""))]
    pub java: Option<String>,
    /// The cluster that a job starts when a test of its cell needs one, for the capability `cluster`.
    pub kind: Option<Kind>,
}

/// A kind cluster: Kubernetes in Docker.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Version of kind itself, which is not the version of Kubernetes.
    #[schemars(regex(pattern = r"^v\d+\.\d+\.\d+$"), example = &"v0.20.0")]
    #[schemars(extend("x-expected" = "a version of kind such as \"v0.20.0\""))]
    pub version: String,
    /// Node image with its digest, as the release notes of that kind version list it.
    #[schemars(regex(pattern = r"^[a-z0-9./_-]+:v\d+\.\d+\.\d+@sha256:[0-9a-f]{64}$"))]
    #[schemars(extend("x-expected" = "an image with a tag and a digest, such as kindest/node:v1.34.11@sha256:…"))]
    pub node_image: String,
    /// Number of worker nodes beside the control plane.
    #[serde(default)]
    #[schemars(range(max = 10))]
    pub workers: u32,
}
