//! A version of an action that GitHub refuses to run.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "retired-action",
    instead: "actions are pinned at a commit of a version that works",
    check,
};

/// Majors that are refused: artifacts v1 to v3 since 2025-01-30.
const RETIRED: [(&str, &[&str]); 2] = [
    ("actions/upload-artifact", &["v1", "v2", "v3"]),
    ("actions/download-artifact", &["v1", "v2", "v3"]),
];

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        let Some((_, version)) = step.uses.as_deref().and_then(|uses| uses.split_once('@')) else {
            continue;
        };
        let major = version.split('.').next().unwrap_or(version);
        let action = step.action().unwrap_or_default();
        if RETIRED
            .iter()
            .any(|(name, majors)| *name == action && majors.contains(&major))
        {
            found.at(
                facts.locate(&step.node, &format!("@{version}")),
                format!("GitHub refuses `{action}@{version}`: every run fails"),
            );
        }
    }
}
