//! A download of all artifacts takes what was meant for others, too.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "unnamed-download",
    instead: "`aggregate` fetches the results of the cells it expects, by name",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let uploads = facts
        .steps()
        .filter(|(_, step)| step.action().as_deref() == Some("actions/upload-artifact"))
        .count();
    for (_, step) in facts
        .steps()
        .filter(|(_, step)| step.action().as_deref() == Some("actions/download-artifact"))
    {
        if uploads > 1
            && step.with("name").is_none()
            && step.with("pattern").is_none()
            && step.with("artifact-ids").is_none()
        {
            found.at(
                step.at,
                "this fetches every artifact of the run, each into a folder of its own, whatever it holds",
            );
        }
    }
}
