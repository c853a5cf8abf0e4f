//! `pull_request_target` with the code of the pull request: that code gets the secrets.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "dangerous-trigger",
    instead: "tests of pull requests run without secrets and with a token that may only read",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let Some((_, at, _)) = facts
        .events
        .iter()
        .find(|(name, ..)| name == "pull_request_target")
    else {
        return;
    };
    for (_, step) in facts
        .steps()
        .filter(|(_, step)| step.action().as_deref() == Some("actions/checkout"))
    {
        let checked_out = step
            .with("ref")
            .and_then(crate::yaml::Node::scalar)
            .unwrap_or_default();
        if checked_out.contains("head") || checked_out.contains("refs/pull") {
            found.at(
                *at,
                "pull_request_target runs with secrets, and a step checks out the code of the pull request",
            );
        }
    }
}
