//! What GitHub reads: a workflow file, typed.
//!
//! The order of fields is the order of the output, and there are only keys that GitHub accepts at their place
//! (GitHub's documentation of workflow syntax). `Note` is the one thing GitHub does not read: a comment.

mod action;
mod events;
mod job;
mod note;
mod step;

use indexmap::IndexMap;
use serde::Serialize;

pub use action::ActionRef;
pub use events::{
    BranchFilter, CallInput, CallSecret, Cron, DispatchInput, Events, InputType, WorkflowCall,
    WorkflowDispatch, WorkflowRun,
};
pub use job::{CallJob, Environment, Grant, Job, Matrix, Permissions, Row, StepsJob, Strategy};
pub use note::{NOTE, Note, Remarked, VALUE};
pub use step::{Action, Scalar, Step};

/// A workflow file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workflow {
    /// Name, as GitHub shows it.
    pub name: String,
    /// What starts it.
    pub on: Events,
    /// What its token may do where a job does not say: nothing.
    pub permissions: Permissions,
    /// Which runs exclude each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<Concurrency>,
    /// The shell of its scripts.
    pub defaults: Defaults,
    /// Its jobs, by id.
    pub jobs: IndexMap<String, Job>,
}

/// Which runs exclude each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Concurrency {
    /// A comment above it.
    #[serde(flatten)]
    pub note: Note,
    /// Runs of the same group do.
    pub group: String,
    /// Whether a newer run cancels an older one: an expression.
    pub cancel_in_progress: Scalar,
}

/// Defaults of all jobs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Defaults {
    /// Those of scripts.
    pub run: RunDefaults,
}

/// Defaults of scripts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunDefaults {
    /// The shell. `bash` by name makes GitHub add `-eo pipefail`.
    pub shell: &'static str,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            run: RunDefaults { shell: "bash" },
        }
    }
}
