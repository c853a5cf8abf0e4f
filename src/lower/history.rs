use minijinja::context;
use pipewright_model::artifact;

use super::Input;
use super::steps::{download, run};
use crate::workflow::{Grant, Job, Note, Permissions, Scalar, StepsJob};

/// The job that adds the run to the history: the only one that may write to the repository, and it runs no code of
/// it. Pull requests read the history and never write it.
pub(super) fn job(input: Input<'_>) -> Job {
    let branch = input.pipeline.history.branch.as_str();
    let env = [
        ("BRANCH", branch.into()),
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
            download("fetch-aggregate", "Fetch the report", artifact::AGGREGATE, "aggregate"),
            run("push", "Add this run to the history", "history", context! {}, &env),
        ],
    }))
}
