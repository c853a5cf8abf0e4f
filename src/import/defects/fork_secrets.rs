//! Secrets are empty on pull requests from forks.

use super::{Found, Rule};
use crate::import::facts::Facts;
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "fork-secrets",
    instead: "a test that lacks a secret is skipped and says so; alerts run in a job and an environment of their own",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    if facts.event("pull_request").is_none() {
        return;
    }
    for (_, step) in facts.steps() {
        for entry in step.node.get("env").map(Node::entries).unwrap_or_default() {
            let text = entry.value.scalar().unwrap_or_default();
            if text.contains("secrets.") && !text.contains("secrets.GITHUB_TOKEN") {
                found.at(
                    entry.at,
                    format!(
                        "`{}` is empty on pull requests from forks, and nothing looks whether it is",
                        entry.key
                    ),
                );
            }
        }
    }
}
