//! The plan as it travels: what runs under which trigger. It is also the ledger that results are held against.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::policy::Policy;

/// Every profile of a pipeline, or those that one trigger selects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Name of the workflow.
    pub name: String,
    /// What runs, by trigger.
    pub profiles: Vec<Profile>,
    /// What the pipeline asks of the jobs that aggregate and report.
    #[serde(default)]
    pub policy: Policy,
}

/// What one trigger runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name: `push`, `nightly`, `dispatch smoke 3.5.7`.
    pub name: String,
    /// What starts it.
    pub trigger: Trigger,
    /// What runs, in the order of the matrix.
    pub cells: Vec<Cell>,
}

/// What starts a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// GitHub's name of the event.
    pub event: String,
    /// The cron expression of a schedule, as `github.event.schedule` gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cron: Option<String>,
    /// Time zone of the cron expression, where it is not UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Inputs of a run started by hand.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub inputs: IndexMap<String, String>,
}

/// One scenario in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The version.
    pub version: String,
    /// The suite of the scenario.
    pub suite: String,
    /// The scenario.
    pub scenario: String,
    /// Labels of the runner.
    pub runner: Vec<String>,
    /// How long the job may run.
    pub timeout_minutes: u64,
    /// Capabilities that the job promises to its tests.
    pub provides: Vec<String>,
    /// Tests that must report.
    pub tests: Vec<String>,
}
