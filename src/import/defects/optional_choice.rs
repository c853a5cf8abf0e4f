//! A choice that may be left out and has no default is an empty argument.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "optional-choice",
    instead: "every input of a run by hand has a default, and what it chooses from is checked",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let Some(inputs) = facts
        .event("workflow_dispatch")
        .and_then(|event| event.get("inputs"))
    else {
        return;
    };
    for entry in inputs.entries() {
        let flag = |key: &str| {
            entry
                .value
                .get(key)
                .and_then(crate::yaml::Node::scalar)
                .unwrap_or_default()
        };
        if flag("type") == "choice" && flag("required") != "true" && entry.value.get("default").is_none() {
            found.at(
                entry.at,
                format!(
                    "`{}` is empty where a run is started through the API without it",
                    entry.key
                ),
            );
        }
    }
}
