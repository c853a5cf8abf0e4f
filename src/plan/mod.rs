//! Pipeline -> Plan: what runs under which trigger.
//!
//! Planning cannot fail. Whatever could go wrong with the input is a [`crate::diagnostic::Diagnostic`] of an earlier
//! stage; asking a plan for a trigger that it does not have is an error of the question.

mod cell;
mod policy;
mod profile;
mod route;

use pipewright_model::policy::Policy;

use crate::matrix;
use crate::pipeline::Pipeline;

pub use cell::{SETUP_MINUTES, default_runner};
pub use pipewright_model::plan::Cell;
pub use profile::{ALL, ByHand, Choice, Profile, Trigger};
pub use route::{Question, RouteError};

/// Most rows that GitHub expands one matrix to.
pub const MATRIX_LIMIT: usize = 256;

/// What runs under which trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Name of the workflow.
    pub name: String,
    /// Every cell there is, by scenario and version.
    pub cells: Vec<Cell>,
    /// What runs, by trigger.
    pub profiles: Vec<Profile>,
    /// What may be chosen when a run is started by hand, if it may be.
    pub by_hand: Option<ByHand>,
    /// What the jobs that aggregate and report are asked to do.
    pub policy: Policy,
}

/// Plans a pipeline.
#[must_use]
pub fn plan(pipeline: &Pipeline) -> Plan {
    let names = matrix::cells(pipeline);
    let cells = names.iter().map(|name| cell::cell(pipeline, *name)).collect();
    let profiles = profile::profiles(pipeline, &names);
    let by_hand = profile::choices(pipeline, &names);
    Plan {
        name: pipeline.name.clone(),
        cells,
        profiles,
        by_hand,
        policy: policy::policy(pipeline),
    }
}

impl Plan {
    /// The cells of a profile, in order.
    pub fn cells_of<'p>(&'p self, profile: &'p Profile) -> impl Iterator<Item = &'p Cell> {
        profile.cells.iter().filter_map(|index| self.cells.get(*index))
    }
}
