//! A step that waits for a failure, behind an implied `success()`.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "unreachable-step",
    instead: "retries are made by the runtime, inside of the step that ran the tests",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    const STATUS: [&str; 4] = ["failure()", "always()", "cancelled()", "success()"];
    for (_, step) in facts.steps() {
        let Some(condition) = step.condition.as_deref() else {
            continue;
        };
        let asks = condition.contains("steps.")
            && ["'failure'", "'failed'", "'fail'", "'error'"]
                .iter()
                .any(|word| condition.contains(word));
        if asks && condition.contains("==") && !STATUS.iter().any(|status| condition.contains(status)) {
            let at = step.node.get("if").map_or(step.at, |node| node.at);
            found.at(
                at,
                "a step that failed ends the job here: without `failure()` this condition is never looked at",
            );
        }
    }
}
