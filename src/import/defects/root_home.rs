//! The home of root, where the user is another one.

use super::{Found, Rule};
use crate::import::facts::Facts;
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "root-home",
    instead: "the runtime hands a test its own KUBECONFIG",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (job, step) in facts
        .steps()
        .filter(|(job, _)| job.node.get("container").is_none())
    {
        for entry in step.node.get("env").map(Node::entries).unwrap_or_default() {
            if entry
                .value
                .scalar()
                .is_some_and(|text| text.starts_with("/root/"))
            {
                found.at(
                    entry.value.at,
                    format!(
                        "job `{}` runs as the user `runner`, which cannot read /root",
                        job.id
                    ),
                );
            }
        }
    }
}
