//! The workflow that comments on pull requests, those of forks included.
//!
//! It is the only one whose token may write to a pull request, and the only one that does not run in it: it starts when
//! a run of the main workflow has ended, from the file of the default branch, with the program of the default branch.

use indexmap::IndexMap;
use minijinja::context;
use pipewright_model::artifact;

use super::steps::{BIN, checkout, run, uses};
use super::{Input, Names, pins, runtime};
use crate::workflow::{
    Concurrency, Defaults, Events, Grant, Job, Note, Permissions, Remarked, Scalar, Step, StepsJob, Workflow,
    WorkflowRun,
};

/// Where what came from the pull request lies: outside of the checkout.
const DATA: &str = "${{ runner.temp }}/comment";

/// Whether there is anything to comment on.
pub(super) fn is_wanted(input: Input<'_>) -> bool {
    input.pipeline.report.comment.enabled && input.pipeline.triggers.pull_request.is_some()
}

pub(super) fn workflow(input: Input<'_>, names: &Names) -> Workflow {
    Workflow {
        name: format!("{} (comment)", input.plan.name),
        on: Events {
            workflow_run: Some(WorkflowRun {
                note: Note::new(
                    "The only event whose token may write for the pull request of a fork without running its code.",
                ),
                workflows: vec![input.plan.name.clone()],
                types: Remarked {
                    value: "completed".to_owned(),
                    remark:
                        "zizmor: ignore[dangerous-triggers] no code of the pull request is checked out or run"
                            .to_owned(),
                },
            }),
            ..Events::default()
        },
        permissions: Permissions::new(),
        concurrency: None,
        defaults: Defaults::default(),
        jobs: IndexMap::from([("comment".to_owned(), job(input, names))]),
    }
}

fn job(input: Input<'_>, names: &Names) -> Job {
    let mut permissions = Permissions::from([
        ("actions", Grant::read_for("downloads an artifact of another run")),
        ("pull-requests", Grant::write("comments on the pull request")),
    ]);
    let release = &input.pipeline.runtime.release;
    let mut steps = Vec::new();
    match release {
        Some(release) => steps.push(runtime::fetch(release)),
        None => {
            permissions.insert("contents", Grant::read());
            steps.push(checkout().noted("The default branch: what runs here has been reviewed."));
            steps.extend(runtime::build(
                &input.pipeline.runtime.build.clone().unwrap_or_default(),
            ));
        }
    }
    steps.extend([data(), comment(names)]);
    Job::Steps(Box::new(StepsJob {
        note: Note::new("[report.comment]: one comment on the pull request, updated in place."),
        name: "Comment".to_owned(),
        needs: Vec::new(),
        // GitHub finds the run by the name of its workflow, which another one may have, too. A path may end in `@REF`.
        r#if: Some(format!(
            "startsWith(github.event.workflow_run.path, '{}') \
             && github.event.workflow_run.event == 'pull_request' \
             && contains(fromJSON('[\"success\",\"failure\",\"timed_out\"]'), github.event.workflow_run.conclusion)",
            names.suite
        )),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 30_u64.into(),
        permissions,
        concurrency: Some(Concurrency {
            note: Note::new("Two attempts at one commit follow each other; the comment is the newer one's."),
            group: "${{ github.workflow }}-${{ github.event.workflow_run.head_sha }}".to_owned(),
            cancel_in_progress: false.into(),
        }),
        environment: None,
        steps,
    }))
}

/// The results, as the pull request's run left them. A run that ended early left none, which the comment says.
fn data() -> Step {
    let with = [
        ("name", artifact::COMMENT.into()),
        ("path", DATA.into()),
        ("run-id", "${{ github.event.workflow_run.id }}".into()),
        ("github-token", "${{ github.token }}".into()),
    ];
    let mut step = uses(
        "fetch-comment",
        "Fetch the data of the comment",
        pins::DOWNLOAD,
        &with,
    )
    .noted(
        "Anybody's data: it is read within bounds, and no word of it is believed that GitHub knows better.",
    );
    step.continue_on_error = Some(true);
    step
}

fn comment(names: &Names) -> Step {
    let env = [
        ("PIPEWRIGHT_BIN", BIN.into()),
        ("DATA", DATA.into()),
        ("WORKFLOW", names.suite.as_str().into()),
        ("GITHUB_TOKEN", "${{ github.token }}".into()),
    ];
    run(
        "comment",
        "Comment on the pull request",
        "comment",
        context! {},
        &env,
    )
}
