//! A run by hand offers exactly the planned choices. That what is chosen runs is proved elsewhere; here, that it can be chosen.

use super::finding::{Finding, Property};
use crate::plan::{Choice, Plan};
use crate::simulate::Document;
use crate::yaml::{At, Node};

pub(super) fn check(plan: &Plan, suite: &Document, findings: &mut Vec<Finding>) {
    let Some(by_hand) = &plan.by_hand else { return };
    for choice in [&by_hand.suite, &by_hand.version] {
        offered(choice, suite, findings);
    }
}

fn offered(choice: &Choice, suite: &Document, findings: &mut Vec<Finding>) {
    let input = suite
        .event("workflow_dispatch")
        .and_then(|dispatch| dispatch.get("inputs"))
        .and_then(|inputs| inputs.get(&choice.input));
    let mut wrong = |at: At, message: String| {
        findings.push(Finding::new(Property::Routing, &suite.path, at, message));
    };
    let Some(input) = input else {
        wrong(
            At::START,
            format!("a run by hand cannot choose `{}`", choice.input),
        );
        return;
    };
    let at = input.at;
    let options = input.get("options").map(Node::items).unwrap_or_default();
    let options: Vec<String> = options.iter().filter_map(Node::scalar).collect();
    for planned in &choice.options {
        if !options.contains(planned) {
            wrong(at, format!("`{planned}` cannot be chosen as `{}`", choice.input));
        }
    }
    for option in &options {
        if !choice.options.contains(option) {
            wrong(
                at,
                format!(
                    "`{option}` can be chosen as `{}`, and is not planned",
                    choice.input
                ),
            );
        }
    }
    let default = input.get("default").and_then(Node::scalar);
    if default.as_ref() != Some(&choice.default) {
        let message = format!("the default of `{}` is not `{}`", choice.input, choice.default);
        wrong(at, message);
    }
}
