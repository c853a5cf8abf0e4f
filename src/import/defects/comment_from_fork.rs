//! A comment or status on a pull request, where the token of a fork may only read.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "comment-from-fork",
    instead: "a workflow of its own comments, started by `workflow_run`, which checks nothing out",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    const WRITES: [&str; 4] = [
        "issues.createComment",
        "issues.updateComment",
        "gh pr comment",
        "repos.createCommitStatus",
    ];
    if facts.event("pull_request").is_none() {
        return;
    }
    for (_, step) in facts.steps() {
        let nodes = [step.node.get("run"), step.with("script")].into_iter().flatten();
        for node in nodes {
            let text = node.text().unwrap_or_default();
            for write in WRITES.into_iter().filter(|write| text.contains(write)) {
                let message =
                    format!("`{write}` is refused for pull requests from forks: their token may only read");
                found.at(facts.locate(node, write), message);
            }
        }
    }
}
