use minijinja::context;
use pipewright_model::artifact;

use super::Input;
use super::steps::{BIN, binaries, download, run};
use crate::workflow::{Grant, Job, Note, Permissions, Scalar, StepsJob};

/// The job that adds the run to the history, and removes what is too old: the only one that may write to the
/// repository. It has no checkout, and what it runs was built from the default branch, since it runs there alone. Pull
/// requests read the history and never write it.
pub(super) fn job(input: Input<'_>) -> Job {
    let branch = input.pipeline.history.branch.as_str();
    let env = [
        ("PIPEWRIGHT_BIN", BIN.into()),
        ("BRANCH", branch.into()),
        ("KEEP", input.pipeline.retention.history.into()),
        ("GITHUB_TOKEN", "${{ github.token }}".into()),
    ];
    Job::Steps(Box::new(StepsJob {
        note: Note::new("[history]: runs of the default branch are remembered; those of pull requests only read."),
        name: "History".to_owned(),
        needs: vec!["aggregate".to_owned()],
        r#if: Some(
            "${{ !cancelled() && needs.aggregate.result != 'skipped' \
             && github.ref_name == github.event.repository.default_branch && github.event_name != 'pull_request' }}"
                .to_owned(),
        ),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 10_u64.into(),
        permissions: Permissions::from([("contents", Grant::write("pushes to the branch of the history"))]),
        concurrency: None,
        environment: None,
        steps: vec![
            binaries(),
            download("fetch-aggregate", "Fetch the report", artifact::AGGREGATE, "aggregate"),
            run("push", "Add this run to the history", "history", context! {}, &env),
        ],
    }))
}
