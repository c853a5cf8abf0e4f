//! An action at a tag or branch, which its owner can move.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "unpinned-action",
    instead: "actions are pinned at full commits, with the version beside them, where bots can bump both",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        let Some(uses) = step
            .uses
            .as_deref()
            .filter(|uses| !uses.starts_with("./") && !uses.starts_with("docker://"))
        else {
            continue;
        };
        let pinned = uses.rsplit_once('@').is_some_and(|(_, commit)| {
            commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        if !pinned {
            let node = step.node.get("uses").unwrap_or(&step.node);
            found.at(
                node.at,
                format!("`{uses}` is whatever its owner moves the name to"),
            );
        }
    }
}
