//! Outputs of a job with a matrix: the last row to end wins.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "matrix-outputs",
    instead: "results of cells travel as artifacts, each under a name of its own",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in facts.jobs.iter().filter(|job| job.matrix().is_some()) {
        if let Some(entry) = job.node.entry("outputs") {
            found.at(
                entry.at,
                format!(
                    "all rows of job `{}` share these outputs: the last one to end wins",
                    job.id
                ),
            );
        }
    }
}
