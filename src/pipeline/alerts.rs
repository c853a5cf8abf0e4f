use pipewright_model::policy::AlertOn;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Duration;

/// Who is told, when, and how. Secrets are named here and kept in GitHub, never written in this file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Alerts {
    /// What is told.
    #[schemars(length(min = 1))]
    pub on: Vec<AlertOn>,
    /// The events whose runs may alert. Runs of pull requests have no secrets when they come from a fork.
    #[schemars(length(min = 1))]
    pub events: Vec<Event>,
    /// Environment of the repository that keeps the secrets.
    #[schemars(regex(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"))]
    #[schemars(extend("x-expected" = "the name of an environment, such as alerts"))]
    pub environment: String,
    /// Time in which the same alert is not repeated.
    pub cool_down: Duration,
    /// Messages to Slack.
    pub slack: Option<Slack>,
    /// Messages by email.
    pub email: Option<Email>,
}

impl Default for Alerts {
    fn default() -> Self {
        Self {
            on: vec![AlertOn::Failure, AlertOn::Regression],
            events: vec![Event::Schedule, Event::Push],
            environment: "alerts".to_owned(),
            cool_down: Duration::from_seconds(4 * 3_600),
            slack: None,
            email: None,
        }
    }
}

/// An event that starts a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A push to a branch.
    Push,
    /// A pull request was opened or changed.
    PullRequest,
    /// The merge queue tests a group.
    MergeGroup,
    /// A cron expression matched.
    Schedule,
    /// Somebody started the run by hand.
    WorkflowDispatch,
}

impl Event {
    /// The name GitHub gives the event.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::PullRequest => "pull_request",
            Self::MergeGroup => "merge_group",
            Self::Schedule => "schedule",
            Self::WorkflowDispatch => "workflow_dispatch",
        }
    }
}

/// Slack, through an incoming webhook.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slack {
    /// Name of the secret that holds the webhook's URL.
    #[schemars(regex(pattern = "^[A-Z_][A-Z0-9_]*$"), example = &"SLACK_WEBHOOK")]
    #[schemars(extend("x-expected" = "the name of a secret, in capitals, such as SLACK_WEBHOOK"))]
    pub webhook_secret: String,
}

/// Email, through SMTP with STARTTLS.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Email {
    /// Name of the secret that holds the server's host name.
    #[schemars(regex(pattern = "^[A-Z_][A-Z0-9_]*$"), example = &"EMAIL_SMTP")]
    #[schemars(extend("x-expected" = "the name of a secret, in capitals, such as EMAIL_SMTP"))]
    pub server_secret: String,
    /// Port of the server.
    #[serde(default = "submission")]
    #[schemars(range(min = 1))]
    pub port: u16,
    /// Name of the secret that holds the user.
    #[schemars(regex(pattern = "^[A-Z_][A-Z0-9_]*$"), example = &"EMAIL_USER")]
    #[schemars(extend("x-expected" = "the name of a secret, in capitals, such as EMAIL_USER"))]
    pub user_secret: String,
    /// Name of the secret that holds the password.
    #[schemars(regex(pattern = "^[A-Z_][A-Z0-9_]*$"), example = &"EMAIL_PASSWORD")]
    #[schemars(extend("x-expected" = "the name of a secret, in capitals, such as EMAIL_PASSWORD"))]
    pub password_secret: String,
    /// Name of the secret that holds the recipients, separated by commas. This or `to`.
    #[schemars(regex(pattern = "^[A-Z_][A-Z0-9_]*$"), example = &"EMAIL_TO")]
    #[schemars(extend("x-expected" = "the name of a secret, in capitals, such as EMAIL_TO"))]
    pub to_secret: Option<String>,
    /// The recipients. This or `to_secret`.
    #[serde(default)]
    pub to: Vec<String>,
    /// The sender. Default: the user.
    pub from: Option<String>,
}

fn submission() -> u16 {
    587
}
