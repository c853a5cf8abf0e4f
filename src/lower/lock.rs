//! The lock: a workflow that nothing starts. It names each action once, so that Dependabot and Renovate update it
//! together with the workflows that use the action; `gen` reads the pins back from it.

use indexmap::IndexMap;

use super::pin::{Pin, Pins};
use super::{Content, Generated, Input};
use crate::workflow::{
    Action, BranchFilter, Concurrency, Defaults, Events, Job, Note, Permissions, Scalar, Step, StepsJob,
    Workflow,
};

/// Inputs without which an action is refused, or is unsafe, even where it never runs.
const INPUTS: [(&str, &[(&str, &str)]); 3] = [
    ("actions/cache", &[("path", "none"), ("key", "none")]),
    ("actions/checkout", &[("persist-credentials", "false")]),
    ("actions/upload-artifact", &[("path", "none")]),
];

/// Where the lock of a main workflow is: `test-suite.yml` brings `test-suite-lock.yml`.
#[must_use]
pub fn lock_path(suite: &str) -> String {
    let (stem, extension) = suite.rsplit_once('.').unwrap_or((suite, "yml"));
    format!("{stem}-lock.{extension}")
}

/// Moves every step to the pin of its action, and returns the pins that are used, by name.
pub(super) fn apply(files: &mut [Generated], pins: &Pins) -> Vec<Pin> {
    let mut used: IndexMap<&str, Pin> = IndexMap::new();
    let workflows = files.iter_mut().filter_map(|file| match &mut file.content {
        Content::Workflow(workflow) => Some(workflow),
        Content::Yaml(_) | Content::Json(_) => None,
    });
    for step in workflows
        .flat_map(|workflow| workflow.jobs.values_mut())
        .flat_map(steps)
    {
        let Action::Uses { uses, .. } = &mut step.action else {
            continue;
        };
        let action = uses.value.split('@').next().unwrap_or_default();
        if let Some(pin) = pins.get(action) {
            *uses = pin.uses();
            used.insert(pin.action, pin.clone());
        }
    }
    used.sort_unstable_keys();
    used.into_values().collect()
}

fn steps(job: &mut Job) -> &mut [Step] {
    match job {
        Job::Steps(job) => &mut job.steps,
        Job::Call(_) => &mut [],
    }
}

/// The lock of some pins.
pub(super) fn workflow(input: Input<'_>, pins: &[Pin]) -> Workflow {
    let never = BranchFilter {
        branches_ignore: vec!["**".to_owned()],
        ..BranchFilter::default()
    };
    Workflow {
        name: format!("{} (pins)", input.plan.name),
        on: Events {
            push: Some(never),
            ..Events::default()
        },
        permissions: Permissions::new(),
        concurrency: Some(Concurrency {
            note: Note::none(),
            group: "${{ github.workflow }}".to_owned(),
            cancel_in_progress: true.into(),
        }),
        defaults: Defaults::default(),
        jobs: IndexMap::from([("pins".to_owned(), job(pins))]),
    }
}

fn job(pins: &[Pin]) -> Job {
    Job::Steps(Box::new(StepsJob {
        note: Note::new(
            "Nothing starts this workflow: every branch is ignored, and a filter of branches leaves tags out.\n\
             Dependabot and Renovate update the actions here and where they are used. `pipewright gen` reads them here.",
        ),
        name: "Pins".to_owned(),
        needs: Vec::new(),
        r#if: None,
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 1_u64.into(),
        permissions: Permissions::new(),
        concurrency: None,
        environment: None,
        steps: pins.iter().map(step).collect(),
    }))
}

fn step(pin: &Pin) -> Step {
    let inputs = INPUTS.iter().find(|(action, _)| *action == pin.action);
    let with = inputs.map(|(_, inputs)| inputs.iter()).unwrap_or_default();
    let with = with.map(|(name, value)| {
        let value = match *value {
            "false" => Scalar::from(false),
            text => Scalar::from(text),
        };
        ((*name).to_owned(), value)
    });
    Step {
        note: Note::none(),
        name: pin.action.to_owned(),
        id: pin.action.replace('/', "-"),
        r#if: None,
        continue_on_error: None,
        action: Action::Uses {
            uses: pin.uses(),
            with: with.collect(),
            env: IndexMap::new(),
        },
    }
}
