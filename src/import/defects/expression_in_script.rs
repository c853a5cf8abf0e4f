//! A value pasted into a script is code there.

use super::{Found, Rule};
use crate::expression::{Piece, pieces};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "expression-in-script",
    instead: "values reach scripts as variables, and no expression stands in a script",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        for node in [step.node.get("run"), step.with("script")].into_iter().flatten() {
            for piece in pieces(node.text().unwrap_or_default()).unwrap_or_default() {
                let Piece::Expression { text, .. } = piece else {
                    continue;
                };
                let from_outside = [
                    "inputs.",
                    "github.event.",
                    "github.head_ref",
                    "github.ref_name",
                    "github.base_ref",
                ];
                let whose = if from_outside.iter().any(|source| text.contains(source)) {
                    ", and whoever starts the run chooses it"
                } else {
                    ""
                };
                found.at(
                    facts.locate(node, text),
                    format!("`{text}` becomes a part of the script's code{whose}"),
                );
            }
        }
    }
}
