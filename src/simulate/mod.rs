//! What an event would run of a workflow, hand-written ones too: filters, inputs, conditions, matrices, local reusable
//! workflows. What cannot be known before the run stays unknown, and says what it depends on.
//!
//! text → [`Document`] → `event` → `run` → [`Report`]. `docs/simulate.md` has the form of the output.

mod document;
mod event;
mod events;
mod filter;
mod glob;
mod inputs;
mod matrix;
mod name;
mod report;
mod run;
mod secrets;
mod source;
mod upstream;
mod values;

pub use document::{Call, Document, Field, Job};
pub use event::Starts;
pub use events::EVENTS;
pub use glob::Pattern;
pub use matrix::{MAX_ROWS, Row, Rows, expand};
pub use report::{JobReport, Outcome, Report, RowReport};
pub use source::{Fault, Source, Workflows};
pub use values::{json, resolve};

use std::collections::{BTreeMap, HashSet};

/// What happens.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// GitHub's name of the event.
    pub event: String,
    /// The event's payload, `github.event`; where there is none, its members are unknown.
    pub payload: Option<serde_json::Value>,
    /// `github.ref`, where the payload does not tell.
    pub reference: Option<String>,
    /// The files that changed, where the payload does not tell.
    pub changed: Option<Vec<String>>,
    /// How jobs end: those that are not named here end in success if they run.
    pub results: BTreeMap<String, String>,
}

/// What a workflow does at an event.
///
/// # Errors
/// Everything for which GitHub would refuse the workflow, or the event.
pub fn simulate(source: &dyn Source, path: &str, question: &Question) -> Result<Report, Vec<Fault>> {
    let workflows = Workflows::new(source);
    let document = workflows.get(path)?;
    let one = |fault| vec![fault];
    let world = event::World::new(&document, question).map_err(one)?;
    let starts = event::starts(&document, question).map_err(one)?;
    let runner = run::Runner {
        workflows: &workflows,
        results: &question.results,
    };
    let mut seen = HashSet::new();
    runner.hold_calls(&document, &[path], &mut seen).map_err(one)?;
    let jobs = runner.jobs(&document, &world, &[path]).map_err(one)?;
    let unknown_job = |id: &&String| !document.jobs.iter().any(|job| job.id == **id);
    if let Some(id) = question.results.keys().find(unknown_job) {
        let message = format!("there is no job `{id}` whose result could be given");
        return Err(vec![Fault::whole(path, message)]);
    }
    Ok(Report {
        workflow: path.to_owned(),
        name: document.name.clone(),
        event: question.event.clone(),
        starts,
        inputs: json(&world.inputs),
        jobs,
    })
}
