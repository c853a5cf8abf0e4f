//! Which jobs an event runs, by simulating the workflow.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::facts::Facts;
use crate::simulate::{Outcome, Question, simulate};

/// The jobs that an event surely does not run. Nothing is sure where GitHub would refuse the workflow.
pub(super) fn idle(facts: &Facts<'_>, event: &str, cron: Option<&str>) -> BTreeSet<String> {
    if facts.document.is_err() {
        return BTreeSet::new();
    }
    let payload: Option<Json> = cron.map(|cron| json!({ "schedule": cron }));
    let question = Question {
        event: event.to_owned(),
        payload,
        ..Question::default()
    };
    let Ok(report) = simulate(facts.source, &facts.path, &question) else {
        return BTreeSet::new();
    };
    let idle = report
        .jobs
        .into_iter()
        .filter(|job| job.outcome == Outcome::Skipped);
    idle.map(|job| job.id.to_lowercase()).collect()
}
