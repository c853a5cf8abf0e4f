//! The job that sends messages. Its secrets are in an environment of their own, which can be protected by itself.

use minijinja::context;
use pipewright_model::artifact;
use pipewright_model::policy::AlertOn;

use super::Input;
use super::condition::literal;
use super::report::reporter;
use super::steps::{binaries, download, run};
use crate::pipeline::{Alerts, Email};
use crate::workflow::{Environment, Job, Note, Permissions, Scalar, Step, StepsJob};

/// Whether there can be a report.
const TRIED: &str = "needs.aggregate.result != 'skipped'";
/// The port at which a mail server is encrypted from the first byte.
const SMTPS: u16 = 465;

pub(super) fn job(input: Input<'_>) -> Option<Job> {
    let alerts = &input.pipeline.alerts;
    if alerts.slack.is_none() && alerts.email.is_none() {
        return None;
    }
    let mut steps = vec![
        binaries(),
        download(
            "fetch-aggregate",
            "Fetch the report",
            artifact::AGGREGATE,
            "aggregate",
        ),
        reporter("alerts", "Send alerts", &secrets(alerts)),
    ];
    // A run that never came to a report has failed, and is told by those who want to hear of failures.
    let condition = if alerts.on.contains(&AlertOn::Failure) {
        for step in steps.iter_mut().take(2) {
            step.r#if = Some(TRIED.to_owned());
        }
        steps.push(no_results(alerts));
        format!("${{{{ !cancelled() && {} }}}}", events(alerts))
    } else {
        format!("${{{{ !cancelled() && {TRIED} && {} }}}}", events(alerts))
    };
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
        steps,
    })))
}

/// Tells that there is no report. It needs neither our programs nor a plan, since those may be what is missing.
fn no_results(alerts: &Alerts) -> Step {
    let mut env = secrets(alerts);
    if let Some(email) = &alerts.email {
        let scheme = if email.port == SMTPS { "smtps" } else { "smtp" };
        env.push(("EMAIL_SCHEME", scheme.into()));
        env.push(("EMAIL_PORT", u64::from(email.port).into()));
        env.extend(email.from.as_deref().map(|from| ("EMAIL_FROM", from.into())));
        if email.to_secret.is_none() {
            env.push(("EMAIL_TO", email.to.join(", ").as_str().into()));
        }
    }
    let values = context! { slack => alerts.slack.is_some(), email => alerts.email.is_some() };
    let mut step = run(
        "no-results",
        "Tell that there is no report",
        "no-results",
        values,
        &env,
    )
    .when("${{ !cancelled() }}");
    step.continue_on_error = Some(true);
    step
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
