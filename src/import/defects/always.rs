//! `always()` runs through a cancellation and after a set-up that failed.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "always",
    instead: "jobs that must see failures run on `!cancelled()`, and know what they expect",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let message = "`always()` also runs when the run is cancelled, and when what it needs never started; write `!cancelled()`";
    for job in &facts.jobs {
        let nodes = [Some(&job.node)]
            .into_iter()
            .chain(job.steps.iter().map(|step| Some(&step.node)))
            .flatten();
        for node in nodes {
            let condition = node.get("if");
            if condition
                .and_then(crate::yaml::Node::text)
                .is_some_and(|text| text.contains("always()"))
            {
                found.at(condition.map_or(job.at, |node| node.at), message);
            }
        }
    }
}
