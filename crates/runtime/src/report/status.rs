//! The commit status.

use serde_json::json;

use super::markdown::{Mood, counts};
use super::scene::Scene;
use crate::aggregate::Summary;
use crate::github::{Call, Client, Error};

/// Longest description that GitHub takes, in characters.
const DESCRIPTION: usize = 140;

/// A commit status to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) context: String,
    pub(crate) state: &'static str,
    pub(crate) description: String,
    pub(crate) target: Option<String>,
}

impl Status {
    pub(crate) fn of(summary: &Summary, scene: &Scene, context: &str) -> Self {
        let (state, lead) = match Mood::of(summary) {
            Mood::Passed => ("success", ""),
            Mood::Failed => ("failure", ""),
            Mood::Unsure => ("error", "incomplete: "),
        };
        Self {
            context: context.to_owned(),
            state,
            description: format!("{lead}{}", counts(summary))
                .chars()
                .take(DESCRIPTION)
                .collect(),
            target: scene.url(),
        }
    }

    /// Sets it. Set twice, it says the same.
    pub(crate) fn set(&self, client: &Client, commit: &str) -> Result<(), Error> {
        let mut body = json!({
            "state": self.state,
            "context": self.context,
            "description": self.description,
        });
        if let Some(target) = &self.target {
            body["target_url"] = target.as_str().into();
        }
        client.send(&Call::post(client.path(&format!("/statuses/{commit}")), body))?;
        Ok(())
    }
}
