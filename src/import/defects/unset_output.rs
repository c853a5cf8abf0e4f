//! An output of a step that is not there, comes later, or never writes it.

use super::{Found, Rule};
use crate::import::facts::{Facts, Step};
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "unset-output",
    instead: "every reference is proved to resolve, and only to earlier steps",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        if let Some(outputs) = job.node.get("outputs") {
            texts(outputs, &mut |node, text| {
                look(facts, &job.steps, node, text, found)
            });
        }
        for (index, step) in job.steps.iter().enumerate() {
            texts(&step.node, &mut |node, text| {
                look(facts, &job.steps[..index], node, text, found)
            });
        }
    }
}

fn look(facts: &Facts<'_>, steps: &[Step], node: &Node, text: &str, found: &mut Found<'_>) {
    for (id, output) in reads(text) {
        let at = facts.locate(node, &format!("steps.{id}.outputs"));
        let Some(step) = steps.iter().find(|step| {
            step.id
                .as_deref()
                .is_some_and(|known| known.eq_ignore_ascii_case(id))
        }) else {
            found.at(
                at,
                format!("no step called `{id}` comes before this, so `steps.{id}.outputs.{output}` is empty"),
            );
            continue;
        };
        // Actions and programs may write any; a script that names no file of outputs writes none.
        if step.run.as_deref().is_some_and(|run| !run.contains(output)) {
            found.at(
                at,
                format!("the script of step `{id}` never mentions `{output}`, which this reads from it"),
            );
        }
    }
}

fn texts(node: &Node, look: &mut impl FnMut(&Node, &str)) {
    if let Some(text) = node.text() {
        look(node, text);
    }
    node.items().iter().for_each(|item| texts(item, look));
    node.entries().iter().for_each(|entry| texts(&entry.value, look));
}

/// Steps and outputs that a text reads as `steps.ID.outputs.NAME`.
fn reads(text: &str) -> Vec<(&str, &str)> {
    let word = |text: &'_ str| {
        text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
            .unwrap_or(text.len())
    };
    let mut found = Vec::new();
    for (at, start) in text.match_indices("steps.") {
        let rest = &text[at + start.len()..];
        let (id, rest) = rest.split_at(word(rest));
        let Some(rest) = rest.strip_prefix(".outputs.") else {
            continue;
        };
        let output = &rest[..word(rest)];
        if !id.is_empty() && !output.is_empty() {
            found.push((id, output));
        }
    }
    found
}
