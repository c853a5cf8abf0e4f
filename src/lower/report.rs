//! The job that tells people. Its steps do not depend on each other, and it never decides about green or red.

use minijinja::context;
use pipewright_model::artifact;

use super::Input;
use super::steps::{BIN, binaries, download, run};
use crate::workflow::{Grant, Job, Note, Permissions, Scalar, Step, StepsJob};

pub(super) fn job(input: Input<'_>) -> Job {
    let report = &input.pipeline.report;
    let mut permissions = Permissions::new();
    let mut steps = vec![
        binaries(),
        download(
            "fetch-aggregate",
            "Fetch the report",
            artifact::AGGREGATE,
            "aggregate",
        ),
    ];
    steps.push(reporter("summary", "Write the summary", &[]));
    if report.comment.enabled && input.pipeline.triggers.pull_request.is_some() {
        permissions.insert("pull-requests", Grant::write("comments on the pull request"));
        // The token of a fork's pull request cannot write.
        let own = "github.event.pull_request.head.repo.full_name == github.repository";
        steps.push(reporter("comment", "Comment on the pull request", &[token()]).also(own));
    }
    if report.status.enabled {
        permissions.insert("statuses", Grant::write("sets the commit status"));
        let own = "(github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)";
        let step = reporter("status", "Set the commit status", &[token()]);
        let from_forks = input.pipeline.triggers.pull_request.is_some();
        steps.push(if from_forks { step.also(own) } else { step });
    }
    Job::Steps(Box::new(StepsJob {
        note: Note::new("[report]: one step each, so that one that fails keeps no other from running."),
        name: "Report".to_owned(),
        needs: vec!["aggregate".to_owned()],
        r#if: Some("${{ !cancelled() && needs.aggregate.result != 'skipped' }}".to_owned()),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 10_u64.into(),
        permissions,
        concurrency: None,
        environment: None,
        steps,
    }))
}

fn token() -> (&'static str, Scalar) {
    ("GITHUB_TOKEN", "${{ github.token }}".into())
}

pub(super) fn reporter(reporter: &str, name: &str, env: &[(&str, Scalar)]) -> Step {
    let mut all = vec![("PIPEWRIGHT_BIN", Scalar::from(BIN))];
    all.extend_from_slice(env);
    let ready = "!cancelled() && steps.fetch-aggregate.outcome == 'success'";
    run(reporter, name, "report", context! { reporter }, &all).when(format!("${{{{ {ready} }}}}"))
}

impl Step {
    /// With a further condition.
    fn also(mut self, further: &str) -> Self {
        let condition = self.r#if.take().unwrap_or_default();
        let condition = condition.trim_end_matches(" }}").to_owned();
        self.r#if = Some(format!("{condition} && {further} }}}}"));
        self
    }
}
