//! Steps of the user's own, beside named steps of generated jobs.

use super::{Content, Generated, Input, Names, files};
use crate::pipeline::{ExtraStep, Position};
use crate::workflow::{Action, Job, Note, Remarked, Scalar, Step, Workflow};

/// The comment above a step of the user's own.
const OWN: &str = "[[steps]]";

/// Puts the extra steps of a pipeline into a workflow. A step whose place does not exist is a diagnostic of an
/// earlier stage.
pub(super) fn insert(input: Input<'_>, workflow: &mut Workflow) {
    for extra in &input.pipeline.steps {
        let Some(Job::Steps(job)) = workflow.jobs.get_mut(&extra.job) else {
            continue;
        };
        let Some(index) = job.steps.iter().position(|step| step.id == extra.step) else {
            continue;
        };
        let index = match extra.position {
            Position::Before => index,
            Position::After => index + 1,
        };
        job.steps.insert(index, step(extra));
    }
}

/// The ids of the steps of a file that are the user's own.
#[must_use]
pub fn own_steps(file: &Generated) -> Vec<String> {
    let Content::Workflow(workflow) = &file.content else {
        return Vec::new();
    };
    let steps = workflow.jobs.values().flat_map(|job| match job {
        Job::Steps(job) => job.steps.as_slice(),
        Job::Call(_) => &[],
    });
    let own = steps.filter(|step| step.note.text.as_deref() == Some(OWN));
    own.map(|step| step.id.clone()).collect()
}

fn step(extra: &ExtraStep) -> Step {
    let scalars = |map: &indexmap::IndexMap<String, String>| {
        map.iter()
            .map(|(name, value)| (name.clone(), Scalar::from(value.as_str())))
            .collect()
    };
    let action = match (&extra.uses, &extra.run) {
        (Some(uses), _) => {
            let (value, remark) = uses.split_once('#').unwrap_or((uses, ""));
            let uses = Remarked {
                value: value.trim().to_owned(),
                remark: remark.trim().to_owned(),
            };
            Action::Uses {
                uses,
                with: scalars(&extra.with),
                env: scalars(&extra.env),
            }
        }
        (None, run) => {
            let run = format!("{}\n", run.as_deref().unwrap_or_default().trim_end());
            Action::Run {
                env: scalars(&extra.env),
                run,
            }
        }
    };
    Step {
        note: Note::new(OWN),
        name: extra.name.clone().unwrap_or_else(|| extra.id.clone()),
        id: extra.id.clone(),
        r#if: None,
        continue_on_error: None,
        action,
    }
}

/// The jobs that run steps, by id, with the ids of their steps, as they would be without any extra step.
fn generated(input: Input<'_>) -> Vec<(String, Vec<String>)> {
    let report = Names::of(input).report;
    let files = files(input).into_iter().filter(|file| file.path != report);
    let workflows = files.filter_map(|file| match file.content {
        Content::Workflow(workflow) => Some(workflow),
        Content::Yaml(_) | Content::Json(_) => None,
    });
    let jobs = workflows
        .flat_map(|workflow| workflow.jobs)
        .filter_map(|(id, job)| match job {
            Job::Steps(job) => Some((id, job.steps.into_iter().map(|step| step.id).collect())),
            Job::Call(_) => None,
        });
    jobs.collect()
}

/// The ids of jobs that extra steps can go into.
#[must_use]
pub fn job_ids(input: Input<'_>) -> Vec<String> {
    generated(input).into_iter().map(|(id, _)| id).collect()
}

/// The ids of the steps of a job.
#[must_use]
pub fn step_ids(input: Input<'_>, job: &str) -> Vec<String> {
    generated(input)
        .into_iter()
        .find(|(id, _)| id == job)
        .map(|(_, steps)| steps)
        .unwrap_or_default()
}
