//! A version of an action that GitHub refuses to run.

use super::{Found, Rule};
use crate::import::facts::Facts;
use crate::lower::is_retired;

pub(super) const RULE: Rule = Rule {
    id: "retired-action",
    instead: "actions are pinned at a commit of a version that works",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        let Some((_, version)) = step.uses.as_deref().and_then(|uses| uses.split_once('@')) else {
            continue;
        };
        let action = step.action().unwrap_or_default();
        if is_retired(&action, version) {
            found.at(
                facts.locate(&step.node, &format!("@{version}")),
                format!("GitHub refuses `{action}@{version}`: every run fails"),
            );
        }
    }
}
