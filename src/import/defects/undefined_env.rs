//! A variable of the context `env` that nothing sets is an empty text.

use super::{Found, Rule};
use crate::diagnostic::closest;
use crate::expression::{Piece, pieces};
use crate::import::facts::Facts;
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "undefined-env",
    instead: "names are checked, with a suggestion for what was most likely meant",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let written: String = facts
        .steps()
        .filter_map(|(_, step)| step.run.as_deref())
        .filter(|run| run.contains("GITHUB_ENV"))
        .collect();
    for (job, step) in facts.steps() {
        let owners = [&facts.root, &job.node, &step.node].map(|node| node.get("env"));
        let known: Vec<&str> = owners
            .into_iter()
            .flatten()
            .flat_map(|env| env.entries())
            .map(|entry| entry.key.as_str())
            .collect();
        let mut seen = Vec::new();
        texts(&step.node, &mut seen);
        for (node, text) in seen {
            for name in names(text)
                .into_iter()
                .filter(|name| !known.contains(name) && !written.contains(*name))
            {
                let meant =
                    closest(name, known.iter().copied()).map(|best| format!("; did you mean `{best}`?"));
                found.at(
                    facts.locate(node, &format!("env.{name}")),
                    format!(
                        "nothing sets `env.{name}`, so it is empty{}",
                        meant.unwrap_or_default()
                    ),
                );
            }
        }
    }
}

fn texts<'n>(node: &'n Node, seen: &mut Vec<(&'n Node, &'n str)>) {
    seen.extend(node.text().map(|text| (node, text)));
    node.items().iter().for_each(|item| texts(item, seen));
    node.entries().iter().for_each(|entry| texts(&entry.value, seen));
}

/// The names that the expressions of a text read from `env`.
fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for piece in pieces(text).unwrap_or_default() {
        let Piece::Expression { text, .. } = piece else {
            continue;
        };
        let starts = text
            .match_indices("env.")
            .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || "_.'-".contains(c)));
        names.extend(starts.map(|(at, _)| {
            let rest = &text[at + "env.".len()..];
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            &rest[..end]
        }));
    }
    names.retain(|name| !name.is_empty());
    names
}
