//! A failure that nobody sees.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "continue-on-error",
    instead: "a failure that is known is quarantined, with an owner, an issue and a date",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        let steps = job.steps.iter().map(|step| &step.node);
        for node in [&job.node].into_iter().chain(steps) {
            let Some(flag) = node.get("continue-on-error") else {
                continue;
            };
            if flag.scalar().is_some_and(|text| text == "true") {
                found.at(
                    flag.at,
                    "a failure here is green, and stays so when it was not meant",
                );
            }
        }
    }
}
