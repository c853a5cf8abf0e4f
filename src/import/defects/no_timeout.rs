//! A job that hangs holds its runner for six hours.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "no-timeout",
    instead: "cells, tests and jobs have timeouts",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        if job.node.get("timeout-minutes").is_none() && job.node.get("uses").is_none() {
            found.at(
                job.at,
                format!(
                    "job `{}` may hang for six hours: it has no timeout-minutes",
                    job.id
                ),
            );
        }
    }
}
