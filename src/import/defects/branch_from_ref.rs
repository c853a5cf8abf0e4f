//! `${GITHUB_REF#refs/heads/}` is no branch on a pull request.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "branch-from-ref",
    instead: "the runtime takes the head branch of a pull request from the event",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    if facts.event("pull_request").is_none() {
        return;
    }
    for (_, step) in facts.steps() {
        for line in step
            .run
            .as_deref()
            .unwrap_or_default()
            .lines()
            .filter(|line| line.contains("GITHUB_REF#refs/heads/"))
        {
            let message = "on a pull request GITHUB_REF is refs/pull/N/merge, so this is no branch";
            found.at(facts.locate(step.script(), line), message);
        }
    }
}
