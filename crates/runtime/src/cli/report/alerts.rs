//! Who is told, with what the environment knows of them.

use pipewright_model::policy::Email;

use super::here::Here;
use super::{Delivery, Source, Trouble, results, say, trends_or_none};
use crate::aggregate::Summary;
use crate::cli::{complain, variable};
use crate::console::{annotation, many};
use crate::github::Patience;
use crate::report::alerts::{Mail, Message, Occasion, Secret, Server, Webhook, payload, plain_text};

/// Tells whoever is to be told. A messenger that fails keeps no other from trying.
pub(super) fn send(source: &Source, delivery: &Delivery) -> Result<(), Trouble> {
    let here = Here::look()?;
    let summary = results(&source.input)?;
    let trends = trends_or_none(&source.input);
    let alerts = match Occasion::of(&summary, &trends) {
        Occasion::Tell(alerts) => alerts,
        Occasion::Quiet(why) => {
            say(&format!("nobody is told: {why}"));
            return Ok(());
        }
    };
    let message = Message::of(&summary, &trends, &alerts, &here.scene);
    if delivery.dry_run {
        show(&summary, &message);
        return Ok(());
    }
    let patience = Patience::with_budget(std::time::Duration::from_secs(delivery.patience));
    concluded(&told(&summary, &message, patience))
}

/// What each messenger came to.
fn told(
    summary: &Summary,
    message: &Message,
    patience: Patience,
) -> Vec<(&'static str, Result<String, Trouble>)> {
    let policy = &summary.policy.alerts;
    let slack = policy.slack.then(|| ("Slack", slack(message, patience)));
    let email = policy
        .email
        .as_ref()
        .map(|email| ("email", mail(message, email, patience)));
    slack.into_iter().chain(email).collect()
}

fn slack(message: &Message, patience: Patience) -> Result<String, Trouble> {
    let webhook = Webhook::new(secret("SLACK_WEBHOOK")?).map_err(Trouble::Usage)?;
    let posted = webhook.post(&payload(message), patience);
    posted.map_err(Trouble::Undelivered)?;
    Ok("Slack has it".to_owned())
}

fn mail(message: &Message, email: &Email, patience: Patience) -> Result<String, Trouble> {
    let server = Server {
        host: secret("EMAIL_SMTP")?,
        port: email.port,
        user: secret("EMAIL_USER")?,
        password: secret("EMAIL_PASSWORD")?,
        silence: patience.answer,
    };
    let user = variable("EMAIL_USER").unwrap_or_default();
    let from = email.from.as_ref().unwrap_or(&user);
    let mail = Mail::new(message, from, &recipients(email)).map_err(Trouble::Usage)?;
    let count = server.send(&mail).map_err(Trouble::Undelivered)?;
    Ok(format!(
        "the mail server took it for {}",
        many(count, "recipient")
    ))
}

/// Those of the secret, if it is set, else those of the policy.
fn recipients(email: &Email) -> Vec<String> {
    let Some(secret) = variable("EMAIL_TO") else {
        return email.to.clone();
    };
    let each = secret.split([',', '\n']).map(str::trim);
    each.filter(|one| !one.is_empty()).map(str::to_owned).collect()
}

fn secret(name: &str) -> Result<Secret, Trouble> {
    let value = variable(name).and_then(|value| Secret::new(&value));
    value.ok_or_else(|| {
        Trouble::Usage(format!(
            "{name} is not set: add the secret that [alerts] names to the environment of the job"
        ))
    })
}

/// One line for each messenger; then the worst of it.
fn concluded(told: &[(&'static str, Result<String, Trouble>)]) -> Result<(), Trouble> {
    let is_in_job = variable("GITHUB_ACTIONS").is_some();
    let mut wrong = Vec::new();
    for (name, came) in told {
        match came {
            Ok(line) => say(&format!("{name}: {line}")),
            Err(trouble) => wrong.push((*name, trouble)),
        }
    }
    let Some(((last_name, last), others)) = wrong.split_last() else {
        return Ok(());
    };
    for (name, trouble) in others {
        let text = format!("{name}: {}", trouble.text());
        complain(&format!("report alerts: {text}"));
        if is_in_job {
            say(&annotation("error", "report alerts", &text));
        }
    }
    let text = format!("{last_name}: {}", last.text());
    let is_usage = wrong
        .iter()
        .all(|(_, trouble)| matches!(trouble, Trouble::Usage(_)));
    if is_usage && wrong.len() == told.len() {
        Err(Trouble::Usage(text))
    } else {
        Err(Trouble::Undelivered(text))
    }
}

/// What would be sent, without who would get it.
fn show(summary: &Summary, message: &Message) {
    let policy = &summary.policy.alerts;
    if policy.slack {
        say(&format!("Slack:\n{:#}", payload(message)));
    }
    if policy.email.is_some() {
        say(&format!("email: {}\n{}", message.subject, plain_text(message)));
    }
}
