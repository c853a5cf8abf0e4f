//! Which jobs an event runs, by simulating the workflow.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::facts::{Facts, Job};
use crate::simulate::{JobReport, Outcome, Question, simulate};

/// What an event does with a job. Where the call of a workflow does not run, nothing is said of the jobs there.
pub(super) fn outcome(outcomes: &BTreeMap<String, Outcome>, job: &Job) -> Option<Outcome> {
    let id = job.id.to_lowercase();
    let borders = id.match_indices('-').map(|(at, _)| &id[..at]);
    let callers = borders.filter(|_| job.is_called).rev();
    let mut known = std::iter::once(id.as_str()).chain(callers);
    known.find_map(|id| outcomes.get(id).copied())
}

/// What an event does with the jobs, by their ids in lower case; nothing is known where GitHub would refuse the workflow.
/// `branches`: the only branches that it can be of, where they are known; over all of them, a job runs if it surely runs
/// on each.
pub(super) fn outcomes(
    facts: &Facts<'_>,
    event: &str,
    cron: Option<&str>,
    branches: &[String],
) -> BTreeMap<String, Outcome> {
    if facts.document.is_err() {
        return BTreeMap::new();
    }
    let payload: Option<Json> = cron.map(|cron| json!({ "schedule": cron }));
    let references = branches.iter().map(|branch| Some(format!("refs/heads/{branch}")));
    let references: Vec<Option<String>> = match branches {
        [] => vec![None],
        _ => references.collect(),
    };
    let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
    for reference in references {
        let question = Question {
            event: event.to_owned(),
            reference,
            payload: payload.clone(),
            ..Question::default()
        };
        let Ok(report) = simulate(facts.source, &facts.path, &question) else {
            return BTreeMap::new();
        };
        let mut found = Vec::new();
        report.jobs.iter().for_each(|job| flatten(job, "", &mut found));
        for (id, outcome) in found {
            let known = outcomes.entry(id).or_insert(outcome);
            if *known != outcome {
                *known = Outcome::Unknown;
            }
        }
    }
    outcomes
}

/// A job and those of the workflow that it calls, under the ids that they have in an import.
fn flatten(job: &JobReport, before: &str, found: &mut Vec<(String, Outcome)>) {
    let id = format!("{before}{}", job.id.to_lowercase());
    let called: Vec<&JobReport> = job
        .rows
        .iter()
        .filter_map(|row| row.calls.as_ref())
        .flat_map(|(_, _, jobs)| jobs)
        .collect();
    match called.as_slice() {
        [] => found.push((id, job.outcome)),
        [one] if one.rows.iter().all(|row| row.calls.is_none()) => found.push((id, one.outcome)),
        several => several
            .iter()
            .for_each(|inner| flatten(inner, &format!("{id}-"), found)),
    }
}
