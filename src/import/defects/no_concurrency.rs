//! Nothing ends the runs of a pull request that newer pushes have overtaken.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "no-concurrency",
    instead: "a newer run of the same pull request replaces the older one",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let event = facts
        .events
        .iter()
        .find(|(name, ..)| name.starts_with("pull_request"));
    if let Some((name, at, _)) = event.filter(|_| facts.root.get("concurrency").is_none()) {
        let jobs = facts.jobs.iter().any(|job| job.node.get("concurrency").is_some());
        if !jobs {
            found.at(*at, format!("every push to a `{name}` starts a run, and none of them is ended by the next: there is no `concurrency`"));
        }
    }
}
