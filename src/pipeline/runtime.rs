use schemars::JsonSchema;
use serde::Deserialize;

/// How generated jobs get `pipewright` and `pipewright-runtime`: built from this repository (the default), or
/// a released archive. At most one of the two.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// Build both binaries once a run from the sources of this repository, cached by the hash of the sources.
    pub build: Option<Build>,
    /// Download a released archive that holds both binaries, and verify it.
    pub release: Option<Release>,
}

/// A build with cargo.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// What the binaries are made of, as patterns of `hashFiles`; a change of any of these rebuilds them.
    #[serde(default = "default_sources")]
    #[schemars(length(min = 1))]
    pub sources: Vec<String>,
    /// Rust toolchain to install. Without it the runner's own is used.
    #[schemars(regex(pattern = r"^\d+\.\d+(\.\d+)?$"), example = &"1.95.0")]
    #[schemars(extend("x-expected" = "a version of Rust such as \"1.95.0\""))]
    pub toolchain: Option<String>,
}

impl Default for Build {
    fn default() -> Self {
        Self {
            sources: default_sources(),
            toolchain: None,
        }
    }
}

fn default_sources() -> Vec<String> {
    ["Cargo.lock", "Cargo.toml", "src/**", "crates/**", "templates/**"]
        .map(str::to_owned)
        .to_vec()
}

/// A released archive: a `.tar.gz` that holds `pipewright` and `pipewright-runtime` at its top.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Version of the release.
    #[schemars(length(min = 1))]
    pub version: String,
    /// Where the archive is downloaded from. `{version}` stands for the version.
    #[schemars(regex(pattern = r"^https://"))]
    #[schemars(extend("x-expected" = "an https URL, in which {version} stands for the version"))]
    pub url: String,
    /// SHA-256 of the archive, in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    #[schemars(extend("x-expected" = "64 lower-case hexadecimal digits"))]
    pub sha256: String,
}
