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
    if report.status.enabled {
        permissions.insert("statuses", Grant::write("sets the commit status"));
        steps.push(may_write(
            input,
            reporter("status", "Set the commit status", &[token()]),
        ));
    }
    if report.check.enabled {
        permissions.insert("checks", Grant::write("makes the check run"));
        steps.push(may_write(
            input,
            reporter("check", "Make the check run", &[token()]),
        ));
    }
    Job::Steps(Box::new(StepsJob {
        note: Note::new(
            "[report]: one step each. One that fails leaves an error, keeps no other from running, and turns no run red.",
        ),
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

/// The token of a pull request from a fork cannot write, nor that of one from Dependabot.
fn may_write(input: Input<'_>, step: Step) -> Step {
    if input.pipeline.triggers.pull_request.is_none() {
        return step;
    }
    step.also(
        "(github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository \
         && github.event.pull_request.user.login != 'dependabot[bot]')",
    )
}

fn token() -> (&'static str, Scalar) {
    ("GITHUB_TOKEN", "${{ github.token }}".into())
}

pub(super) fn reporter(reporter: &str, name: &str, env: &[(&str, Scalar)]) -> Step {
    let mut all = vec![("PIPEWRIGHT_BIN", Scalar::from(BIN))];
    all.extend_from_slice(env);
    let ready = "!cancelled() && steps.fetch-aggregate.outcome == 'success'";
    let mut step =
        run(reporter, name, "report", context! { reporter }, &all).when(format!("${{{{ {ready} }}}}"));
    // A messenger that is down leaves an error in the run, and the run as it was.
    step.continue_on_error = Some(true);
    step
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
