//! The token has whatever the repository gives by default.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "no-permissions",
    instead: "every job has the permissions of its steps, and no others",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    if facts.root.get("permissions").is_some() {
        return;
    }
    for job in facts
        .jobs
        .iter()
        .filter(|job| job.node.get("permissions").is_none())
    {
        let message = format!(
            "job `{}` has the token's default permissions: too many, or too few to comment and to set a status",
            job.id
        );
        found.at(job.at, message);
    }
}
