//! No check has one name and sees every row, so none can be required.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "no-gate",
    instead: "`test-suite` is one check, which holds every job's end against what the trigger calls for",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in facts.jobs.iter().filter(|job| job.matrix().is_some()) {
        let is_seen = facts.jobs.iter().any(|other| {
            let needs = other.needs.iter().any(|id| id.eq_ignore_ascii_case(&job.id));
            needs && {
                let text = other.node.to_json().to_string();
                text.contains("needs.*.result") || text.contains(&format!("needs.{}.result", job.id))
            }
        });
        if !is_seen {
            let message = format!(
                "each row of job `{}` is a check of its own name, and no job looks at how they all ended: nothing constant can be required",
                job.id
            );
            found.at(job.at, message);
        }
    }
}
