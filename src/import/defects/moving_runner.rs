//! A label that changes its meaning without a commit.

use super::{Found, Rule};
use crate::import::facts::{Facts, texts};

pub(super) const RULE: Rule = Rule {
    id: "moving-runner",
    instead: "runner labels name an image",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        let Some(node) = job.node.get("runs-on") else {
            continue;
        };
        for label in texts(node).into_iter().filter(|label| label.ends_with("-latest")) {
            found.at(node.at, format!("`{label}` moves to a new image now and then"));
        }
    }
}
