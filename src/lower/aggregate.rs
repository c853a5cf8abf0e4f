use minijinja::context;
use pipewright_model::artifact;

use super::profiles::TestJob;
use super::steps::{BIN, binaries, download, run, upload_anew, uses};
use super::{Input, pins, pull_report, runtime};
use crate::workflow::{Job, Note, Permissions, Scalar, Step, StepsJob};

/// The job that holds the results of all cells against the plan. Its exit code is the verdict.
pub(super) fn job(input: Input<'_>, tests: &[TestJob]) -> Job {
    let history = input.pipeline.history.enabled;
    let mut steps = vec![
        binaries(),
        download("fetch-plan", "Fetch the plan", artifact::PLAN, "plan"),
        cells(),
    ];
    if history {
        steps.push(fetch_history(input));
    }
    steps.push(aggregate(input, history));
    let days = &input.pipeline.retention;
    steps.push(
        upload_anew(
            "upload-aggregate",
            "Upload the report",
            artifact::AGGREGATE,
            "aggregate",
            days.aggregates,
        )
        .when("always() && steps.aggregate.outcome != 'skipped'"),
    );
    if pull_report::is_wanted(input) {
        steps.push(comment(input));
    }
    let needs = ["drift-check", "runtime"].map(str::to_owned).into_iter();
    Job::Steps(Box::new(StepsJob {
        note: Note::new(
            "Holds what the cells reported against the plan: a cell that is missing is not a cell that passed.",
        ),
        name: "Aggregate".to_owned(),
        needs: needs.chain(tests.iter().map(|test| test.id.clone())).collect(),
        r#if: Some("${{ !cancelled() && needs.runtime.result == 'success' }}".to_owned()),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 15_u64.into(),
        // The history is on a branch of the repository; nothing else is read from there.
        permissions: if history {
            runtime::read_contents()
        } else {
            Permissions::new()
        },
        concurrency: None,
        environment: None,
        steps,
    }))
}

fn cells() -> Step {
    let pattern = format!("{}*", artifact::CELL_PREFIX);
    uses(
        "fetch-cells",
        "Fetch the results of the cells",
        pins::DOWNLOAD,
        &[("pattern", pattern.into()), ("path", "cells".into())],
    )
}

fn fetch_history(input: Input<'_>) -> Step {
    let with = [
        ("ref", input.pipeline.history.branch.as_str().into()),
        ("path", "history".into()),
        ("persist-credentials", false.into()),
    ];
    let mut step = uses("fetch-history", "Fetch the history", pins::CHECKOUT, &with).noted(
        "The branch is not there before the first run of the default branch; without it there are no trends.",
    );
    step.continue_on_error = Some(true);
    step
}

fn aggregate(input: Input<'_>, history: bool) -> Step {
    // On a pull request GitHub checks out a merge commit that nobody made: the head is what was tested.
    let commit = if input.pipeline.triggers.pull_request.is_some() {
        "${{ github.event.pull_request.head.sha || github.sha }}"
    } else {
        "${{ github.sha }}"
    };
    let env = [
        ("PIPEWRIGHT_BIN", BIN.into()),
        ("BRANCH", "${{ github.head_ref || github.ref_name }}".into()),
        ("COMMIT", commit.into()),
        ("TRIGGER", "${{ github.event_name }}".into()),
    ];
    run("aggregate", "Aggregate", "aggregate", context! { history }, &env)
}

fn comment(input: Input<'_>) -> Step {
    upload_anew(
        "upload-comment",
        "Upload the data of the comment",
        artifact::COMMENT,
        "aggregate/summary.json\naggregate/trends.json",
        input.pipeline.retention.comments,
    )
    .when("always() && steps.aggregate.outcome != 'skipped' && github.event_name == 'pull_request'")
}
