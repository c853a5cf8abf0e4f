use indexmap::IndexMap;
use serde::Serialize;

use super::{Note, Remarked};

/// A scalar of YAML.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scalar {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(u64),
    /// A string, expressions included.
    Text(String),
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Scalar {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Scalar {
    fn from(number: u32) -> Self {
        Self::Number(u64::from(number))
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A step of a job.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Step {
    /// A comment above it.
    #[serde(flatten)]
    pub note: Note,
    /// Its name, as GitHub shows it.
    pub name: String,
    /// Its id, by which `pipeline.toml` and other steps refer to it.
    pub id: String,
    /// When it runs: an expression without `${{ }}`, or with, where it begins with `!`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#if: Option<String>,
    /// Whether the job goes on when it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continue_on_error: Option<bool>,
    /// What it does.
    #[serde(flatten)]
    pub action: Action,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Action {
    /// Runs an action.
    Uses {
        /// The action.
        uses: Remarked,
        /// Its inputs.
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        with: IndexMap<String, Scalar>,
        /// Its variables.
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        env: IndexMap<String, Scalar>,
    },
    /// Runs a script.
    Run {
        /// Its variables: the only way for a value to reach the script.
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        env: IndexMap<String, Scalar>,
        /// The script, without any expression.
        run: String,
    },
}
