//! Plan -> Workflow: triggers, jobs, steps.

mod aggregate;
mod alerts;
mod cell;
mod condition;
mod events;
mod extra;
mod gate;
mod history;
mod kind;
mod lock;
mod names;
mod pages;
mod pin;
mod pins;
mod profiles;
mod pull_report;
mod report;
mod runtime;
mod script;
mod steps;

use indexmap::IndexMap;

use crate::pipeline::Pipeline;
use crate::plan::Plan;
use crate::workflow::{Concurrency, Defaults, Job, Note, Permissions, Scalar, Workflow};

pub use extra::{job_ids, own_steps, step_ids};
pub use lock::lock_path;
pub use names::{Names, RESERVED_JOBS};
pub use pin::{Pin, Pins, is_retired};

/// The job that a required check should name.
pub const GATE: &str = "test-suite";

/// What the stage works from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What the user wrote.
    pub pipeline: &'a Pipeline,
    /// What was planned.
    pub plan: &'a Plan,
    /// Path of the pipeline file from the root, with `/`.
    pub source: &'a str,
}

/// A file that belongs to a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// Path from the root, with `/`.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A workflow, still to be written as YAML.
    Workflow(Box<Workflow>),
    /// Another YAML file.
    Yaml(serde_json::Value),
    /// A JSON file.
    Json(serde_json::Value),
}

/// Every file of a pipeline, the main workflow first, with the pins that this program came with.
#[must_use]
pub fn lower(input: Input<'_>) -> Vec<Generated> {
    lower_pinned(input, &Pins::default())
}

/// Every file of a pipeline, the main workflow first and the lock last, with the pins of a repository. What
/// `[[steps]]` uses is pinned there, and by nobody else.
#[must_use]
pub fn lower_pinned(input: Input<'_>, pins: &Pins) -> Vec<Generated> {
    let mut files = files(input);
    let used = lock::apply(&mut files, pins);
    let report = Names::of(input).report;
    // No step of the user's own goes there: beside a token that may write, one checkout too many is a hole.
    for file in files.iter_mut().filter(|file| file.path != report) {
        if let Content::Workflow(workflow) = &mut file.content {
            extra::insert(input, workflow);
        }
    }
    files.push(Generated {
        path: lock_path(&input.pipeline.output),
        content: Content::Workflow(Box::new(lock::workflow(input, &used))),
    });
    files
}

fn files(input: Input<'_>) -> Vec<Generated> {
    let names = Names::of(input);
    let mut files = vec![
        Generated {
            path: names.suite.clone(),
            content: Content::Workflow(Box::new(suite(input, &names))),
        },
        Generated {
            path: names.cell.clone(),
            content: Content::Workflow(Box::new(cell::workflow(input, &names))),
        },
    ];
    if let Some(kind) = kind::configuration(input) {
        files.push(Generated {
            path: names.kind.clone(),
            content: Content::Yaml(kind),
        });
    }
    files.push(Generated {
        path: names.schema.clone(),
        content: Content::Json(Pipeline::schema()),
    });
    if pull_report::is_wanted(input) {
        files.push(Generated {
            path: names.report.clone(),
            content: Content::Workflow(Box::new(pull_report::workflow(input, &names))),
        });
    }
    files
}

fn suite(input: Input<'_>, names: &Names) -> Workflow {
    let tests = profiles::jobs(input, names);
    let mut jobs: IndexMap<String, Job> = IndexMap::new();
    jobs.insert("drift-check".to_owned(), runtime::drift_check(input));
    jobs.insert("runtime".to_owned(), runtime::job(input));
    for test in &tests {
        jobs.insert(test.id.clone(), test.job.clone());
    }
    jobs.insert("aggregate".to_owned(), aggregate::job(input, &tests));
    jobs.insert("report".to_owned(), report::job(input));
    if let Some(alerts) = alerts::job(input) {
        jobs.insert("alerts".to_owned(), alerts);
    }
    if input.pipeline.history.enabled {
        jobs.insert("history".to_owned(), history::job(input));
    }
    if input.pipeline.report.pages.enabled {
        jobs.insert("pages".to_owned(), pages::job(input));
    }
    jobs.insert(GATE.to_owned(), gate::job(&tests));
    Workflow {
        name: input.plan.name.clone(),
        on: events::events(input),
        permissions: Permissions::new(),
        concurrency: Some(concurrency(input)),
        defaults: Defaults::default(),
        jobs,
    }
}

/// A newer push to a pull request takes the place of an older one; nothing else ever waits for or cancels another.
fn concurrency(input: Input<'_>) -> Concurrency {
    if input.pipeline.triggers.pull_request.is_none() {
        return Concurrency {
            note: Note::new("Every run has a group of its own: none waits for another or cancels it."),
            group: "${{ github.workflow }}-${{ github.run_id }}".to_owned(),
            cancel_in_progress: Scalar::from(false),
        };
    }
    Concurrency {
        note: Note::new(
            "A newer push to a pull request cancels the older run. Every other run has a group of its own.",
        ),
        group: "${{ github.workflow }}-${{ github.event.pull_request.number || github.run_id }}".to_owned(),
        cancel_in_progress: Scalar::from("${{ github.event_name == 'pull_request' }}"),
    }
}
