use indexmap::IndexMap;
use serde::Serialize;

use super::{Note, Remarked, Scalar};

/// What starts a workflow.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Events {
    /// A pull request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<BranchFilter>,
    /// A push.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push: Option<BranchFilter>,
    /// The merge queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge_group: Option<BranchFilter>,
    /// Fixed times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<Cron>,
    /// By hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_dispatch: Option<WorkflowDispatch>,
    /// By another workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_call: Option<WorkflowCall>,
    /// After a run of another workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_run: Option<WorkflowRun>,
}

/// After a run of another workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowRun {
    /// A comment above it.
    #[serde(flatten)]
    pub note: Note,
    /// The names of the other workflows.
    pub workflows: Vec<String>,
    /// What became of the run.
    pub types: Remarked,
}

/// Filters of an event.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BranchFilter {
    /// Branches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<String>,
    /// Branches that start nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub branches_ignore: Vec<String>,
    /// Paths of which one must have changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// Paths that alone start nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths_ignore: Vec<String>,
}

/// A fixed time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cron {
    /// A comment above it.
    #[serde(flatten)]
    pub note: Note,
    /// The expression.
    pub cron: String,
    /// IANA name of the time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// A run by hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowDispatch {
    /// What may be chosen.
    pub inputs: IndexMap<String, DispatchInput>,
}

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DispatchInput {
    /// For people.
    pub description: String,
    /// Its type.
    pub r#type: InputType,
    /// The choices.
    pub options: Vec<String>,
    /// The choice when nothing is chosen.
    pub default: String,
}

/// Type of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InputType {
    /// One of some strings.
    Choice,
    /// A string.
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
}

/// A call by another workflow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkflowCall {
    /// What the caller says.
    pub inputs: IndexMap<String, CallInput>,
    /// Secrets that the caller hands over.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub secrets: IndexMap<String, CallSecret>,
}

/// A secret that a caller hands over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallSecret {
    /// Whether it must be.
    pub required: bool,
}

/// Something a caller says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallInput {
    /// For people.
    pub description: &'static str,
    /// Its type.
    pub r#type: InputType,
    /// Whether it must be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// What holds when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Scalar>,
}
