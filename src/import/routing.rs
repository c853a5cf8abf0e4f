//! Which jobs an event runs, by simulating the workflow.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::facts::{Facts, Job};
use super::follow::BORDER;
use crate::simulate::{JobReport, Outcome, Question, simulate};

/// What an event does with a job. Where the call of a workflow does not run, nothing is said of the jobs there.
pub(super) fn outcome(outcomes: &BTreeMap<String, Outcome>, job: &Job) -> Option<Outcome> {
    let id = job.id.to_lowercase();
    if let Some(own) = outcomes.get(&id) {
        return Some(*own);
    }
    let mut callers = id.match_indices(BORDER).map(|(at, _)| &id[..at]).rev();
    let caller = callers.find_map(|id| outcomes.get(id).copied())?;
    // That the call runs says nothing of the conditions behind it.
    Some(within(caller, Outcome::Unknown))
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
        for (id, outcome) in report.jobs.iter().flat_map(flatten) {
            let known = outcomes.entry(id).or_insert(outcome);
            if *known != outcome {
                *known = Outcome::Unknown;
            }
        }
    }
    outcomes
}

/// A job and those of the workflow that it calls, under the ids that `follow` gives them: the only one has that of the call.
fn flatten(job: &JobReport) -> Vec<(String, Outcome)> {
    let id = job.id.to_lowercase();
    let mut found: Vec<(String, Outcome)> = Vec::new();
    for row in &job.rows {
        let jobs = row.calls.iter().flat_map(|(_, _, jobs)| jobs);
        for (inner, outcome) in jobs.flat_map(flatten) {
            let outcome = within(job.outcome, within(row.outcome, outcome));
            match found.iter_mut().find(|(known, _)| *known == inner) {
                Some((_, known)) if *known != outcome => *known = Outcome::Unknown,
                Some(_) => {}
                None => found.push((inner, outcome)),
            }
        }
    }
    match found.as_slice() {
        [] => vec![(id, job.outcome)],
        [(_, outcome)] => vec![(id, *outcome)],
        _ => found
            .into_iter()
            .map(|(inner, outcome)| (format!("{id}{BORDER}{inner}"), outcome))
            .collect(),
    }
}

/// What becomes of a job where what calls it may not run.
const fn within(outer: Outcome, inner: Outcome) -> Outcome {
    match (outer, inner) {
        (Outcome::Skipped, _) | (_, Outcome::Skipped) => Outcome::Skipped,
        (Outcome::Runs, Outcome::Runs) => Outcome::Runs,
        _ => Outcome::Unknown,
    }
}
