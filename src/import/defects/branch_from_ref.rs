//! `${GITHUB_REF#refs/heads/}` is no branch on a pull request.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "branch-from-ref",
    instead: "the runtime takes the head branch of a pull request from the event",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    if facts.event("pull_request").is_some() {
        found.in_shell(
            facts,
            |line| line.contains("GITHUB_REF#refs/heads/"),
            "on a pull request GITHUB_REF is refs/pull/N/merge, so this is no branch",
        );
    }
}
