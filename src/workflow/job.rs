use indexmap::IndexMap;
use serde::Serialize;

use super::{Concurrency, Note, Remarked, Scalar, Step};

/// What a token may do, by scope; nothing else.
pub type Permissions = IndexMap<&'static str, Grant>;

/// A permission.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Grant {
    /// Reading.
    Read(&'static str),
    /// Another access, and what for.
    Remarked(Remarked),
}

impl Grant {
    /// Reading.
    #[must_use]
    pub const fn read() -> Self {
        Self::Read("read")
    }

    /// Reading what few jobs read, and what for.
    #[must_use]
    pub fn read_for(what_for: &str) -> Self {
        Self::remarked("read", what_for)
    }

    /// Writing, and what for.
    #[must_use]
    pub fn write(what_for: &str) -> Self {
        Self::remarked("write", what_for)
    }

    fn remarked(access: &str, what_for: &str) -> Self {
        Self::Remarked(Remarked {
            value: access.to_owned(),
            remark: what_for.to_owned(),
        })
    }
}

/// A row of a matrix.
pub type Row = IndexMap<&'static str, Scalar>;

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Job {
    /// Runs steps on a machine.
    Steps(Box<StepsJob>),
    /// Calls another workflow.
    Call(Box<CallJob>),
}

/// A job that runs steps.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StepsJob {
    /// A comment above it.
    #[serde(flatten)]
    pub note: Note,
    /// Its name, which is also that of its check.
    pub name: String,
    /// Jobs that must have ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// When it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#if: Option<String>,
    /// Its machine.
    pub runs_on: Scalar,
    /// How long it may run.
    pub timeout_minutes: Scalar,
    /// What its token may do.
    pub permissions: Permissions,
    /// Which runs of it exclude each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<Concurrency>,
    /// Where it deploys to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// Where a job deploys to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Environment {
    /// Name of the environment.
    pub name: String,
    /// Where the deployment can be seen: an expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether a deployment is recorded. Default: yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment: Option<bool>,
}

/// A job that calls another workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CallJob {
    /// A comment above it.
    #[serde(flatten)]
    pub note: Note,
    /// Its name.
    pub name: String,
    /// Jobs that must have ended.
    pub needs: Vec<String>,
    /// When it runs.
    pub r#if: String,
    /// Its matrix.
    pub strategy: Strategy,
    /// What the called workflow's token may do at most.
    pub permissions: Permissions,
    /// The called workflow.
    pub uses: Remarked,
    /// Its inputs.
    pub with: IndexMap<&'static str, Scalar>,
    /// Its secrets.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub secrets: IndexMap<String, String>,
}

/// How a job is repeated.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Strategy {
    /// Whether the first failure cancels the rest.
    pub fail_fast: bool,
    /// How many run at once.
    pub max_parallel: u32,
    /// The rows.
    pub matrix: Matrix,
}

/// The rows of a matrix, one a cell, spelt out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// The rows.
    pub include: Vec<Row>,
}
