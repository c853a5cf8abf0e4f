//! The job that tells people. Its steps do not depend on each other, and it never decides about green or red.

use minijinja::context;
use pipewright_model::artifact;

use super::condition::literal;
use super::steps::{BIN, binaries, download, run};
use super::Input;
use crate::pipeline::{Alerts, Email};
use crate::workflow::{Job, Note, Permissions, Scalar, Step, StepsJob};

pub(super) fn job(input: Input<'_>) -> Job {
    let report = &input.pipeline.report;
    let mut permissions = Permissions::new();
    let mut steps = vec![binaries(), download("fetch-aggregate", "Fetch the report", artifact::AGGREGATE, "aggregate")];
    steps.push(reporter("summary", "Write the summary", &[]));
    if report.comment.enabled && input.pipeline.triggers.pull_request.is_some() {
        permissions.insert("pull-requests", "write");
        // The token of a fork's pull request cannot write.
        let own = "github.event.pull_request.head.repo.full_name == github.repository";
        steps.push(reporter("comment", "Comment on the pull request", &[token()]).also(own));
    }
    if report.status.enabled {
        permissions.insert("statuses", "write");
        let own = "(github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)";
        steps.push(reporter("status", "Set the commit status", &[token()]).also(own));
    }
    let alerts = &input.pipeline.alerts;
    if alerts.slack.is_some() || alerts.email.is_some() {
        steps.push(reporter("alerts", "Send alerts", &secrets(alerts)).also(&events(alerts)));
    }
    Job::Steps(Box::new(StepsJob {
        note: Note::new("[report] and [alerts]: a messenger that is down never changes the verdict."),
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

fn reporter(reporter: &str, name: &str, env: &[(&str, Scalar)]) -> Step {
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

fn events(alerts: &Alerts) -> String {
    let each = alerts.events.iter().map(|event| format!("github.event_name == {}", literal(event.name())));
    let each: Vec<String> = each.collect();
    if let [only] = each.as_slice() { only.clone() } else { format!("({})", each.join(" || ")) }
}

fn secrets(alerts: &Alerts) -> Vec<(&'static str, Scalar)> {
    let secret = |name: &str| Scalar::from(format!("${{{{ secrets.{name} }}}}"));
    let mut env = Vec::new();
    if let Some(slack) = &alerts.slack {
        env.push(("SLACK_WEBHOOK", secret(&slack.webhook_secret)));
    }
    if let Some(Email { server_secret, user_secret, password_secret, to_secret, .. }) = &alerts.email {
        env.push(("EMAIL_SMTP", secret(server_secret)));
        env.push(("EMAIL_USER", secret(user_secret)));
        env.push(("EMAIL_PASSWORD", secret(password_secret)));
        env.extend(to_secret.as_deref().map(|to| ("EMAIL_TO", secret(to))));
    }
    env
}
