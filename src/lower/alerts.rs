//! The job that sends messages. Its secrets are in an environment of their own, which can be protected by itself.

use pipewright_model::artifact;

use super::Input;
use super::condition::literal;
use super::report::reporter;
use super::steps::{binaries, download};
use crate::pipeline::{Alerts, Email};
use crate::workflow::{Environment, Job, Note, Permissions, Scalar, StepsJob};

pub(super) fn job(input: Input<'_>) -> Option<Job> {
    let alerts = &input.pipeline.alerts;
    if alerts.slack.is_none() && alerts.email.is_none() {
        return None;
    }
    let condition = format!(
        "${{{{ !cancelled() && needs.aggregate.result != 'skipped' && {} }}}}",
        events(alerts)
    );
    Some(Job::Steps(Box::new(StepsJob {
        note: Note::new("[alerts]: a messenger that is down never changes the verdict."),
        name: "Alerts".to_owned(),
        needs: vec!["aggregate".to_owned()],
        r#if: Some(condition),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 10_u64.into(),
        permissions: Permissions::new(),
        concurrency: None,
        environment: Some(Environment {
            name: alerts.environment.clone(),
            url: None,
            deployment: Some(false),
        }),
        steps: vec![
            binaries(),
            download(
                "fetch-aggregate",
                "Fetch the report",
                artifact::AGGREGATE,
                "aggregate",
            ),
            reporter("alerts", "Send alerts", &secrets(alerts)),
        ],
    })))
}

fn events(alerts: &Alerts) -> String {
    let each = alerts
        .events
        .iter()
        .map(|event| format!("github.event_name == {}", literal(event.name())));
    let each: Vec<String> = each.collect();
    if let [only] = each.as_slice() {
        only.clone()
    } else {
        format!("({})", each.join(" || "))
    }
}

fn secrets(alerts: &Alerts) -> Vec<(&'static str, Scalar)> {
    let secret = |name: &str| Scalar::from(format!("${{{{ secrets.{name} }}}}"));
    let mut env = Vec::new();
    if let Some(slack) = &alerts.slack {
        env.push(("SLACK_WEBHOOK", secret(&slack.webhook_secret)));
    }
    if let Some(Email {
        server_secret,
        user_secret,
        password_secret,
        to_secret,
        ..
    }) = &alerts.email
    {
        env.push(("EMAIL_SMTP", secret(server_secret)));
        env.push(("EMAIL_USER", secret(user_secret)));
        env.push(("EMAIL_PASSWORD", secret(password_secret)));
        env.extend(to_secret.as_deref().map(|to| ("EMAIL_TO", secret(to))));
    }
    env
}
