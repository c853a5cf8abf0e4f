//! An upload behind the tests that only happens when they pass.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "upload-only-when-green",
    instead: "results are uploaded whatever they are; green is only what the ledger expects",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        let first = job
            .steps
            .iter()
            .position(|step| step.run.as_deref().is_some_and(tests));
        for step in job
            .steps
            .iter()
            .skip(first.map_or(usize::MAX, |first| first.saturating_add(1)))
        {
            let green = step.condition.as_deref().is_none_or(|text| !text.contains("()"));
            if green && step.action().as_deref() == Some("actions/upload-artifact") {
                found.at(
                    step.at,
                    "this is skipped when a step before it fails, which is when it is needed",
                );
            }
        }
    }
}

/// Whether a script looks as if it ran tests.
fn tests(script: &str) -> bool {
    ["test", "pytest", "executor", "spec", "aggregat"]
        .iter()
        .any(|word| script.contains(word))
}
