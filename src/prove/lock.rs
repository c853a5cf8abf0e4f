//! The lock never runs, and every action is where the lock has it.

use std::collections::HashMap;

use super::finding::{Finding, Property};
use crate::simulate::{Document, EVENTS, Question, Source, Starts, simulate};
use crate::yaml::{At, Node};

/// Refs of each kind, near and far.
const REFS: [&str; 5] = [
    "refs/heads/main",
    "refs/heads/a/b.c",
    "refs/tags/v1",
    "refs/tags/a/b",
    "refs/pull/1/merge",
];

/// `own`: ids of steps of the user's own, which are pinned in the pipeline.
pub(super) fn check(
    source: &dyn Source,
    lock: &Document,
    others: &[&Document],
    own: &[String],
    findings: &mut Vec<Finding>,
) {
    never_starts(source, lock, findings);
    let pins: HashMap<&str, &str> = actions(lock)
        .map(|(_, _, action, commit)| (action, commit))
        .collect();
    for document in others {
        for (at, step, action, commit) in actions(document) {
            let locked = pins.get(action).copied();
            if locked == Some(commit) || own.contains(&step) {
                continue;
            }
            let message = match locked {
                Some(locked) => format!("`{action}` is at {commit}, and the lock has it at {locked}"),
                None => format!("`{action}` is not in the lock"),
            };
            findings.push(Finding::new(Property::Pins, &document.path, at, message));
        }
    }
}

/// Under no event of GitHub, on no branch and on no tag.
fn never_starts(source: &dyn Source, lock: &Document, findings: &mut Vec<Finding>) {
    let at = lock.root.entry("on").map_or(At::START, |on| on.at);
    for event in EVENTS.into_iter().chain([""]) {
        let refs: &[&str] = if lock.event(event).is_some() {
            &REFS
        } else {
            &REFS[..1]
        };
        for reference in refs {
            let question = Question {
                event: event.to_owned(),
                reference: Some((*reference).to_owned()),
                ..Question::default()
            };
            // An event that GitHub has not, or whose payload is wrong, starts nothing.
            let starts = simulate(source, &lock.path, &question).map(|report| report.starts);
            if let Ok(Starts::Yes | Starts::Unknown(_)) = starts {
                let message = format!("the lock can be started, by `{event}` on {reference}");
                findings.push(Finding::new(Property::Pins, &lock.path, at, message));
                return;
            }
        }
    }
}

/// Every step that runs an action of another repository: its place and id, the action and the commit.
fn actions(document: &Document) -> impl Iterator<Item = (At, String, &str, &str)> {
    let steps = document
        .jobs
        .iter()
        .flat_map(|job| job.node.get("steps").map(Node::items).unwrap_or_default());
    steps.filter_map(|step| {
        let uses = step.get("uses")?;
        let (action, commit) = uses.text()?.split_once('@')?;
        let id = step.get("id").and_then(Node::scalar).unwrap_or_default();
        Some((uses.at, id, action, commit))
    })
}
