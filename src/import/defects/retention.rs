//! More days than GitHub keeps an artifact.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "retention",
    instead: "retention is 1 to 90 days, which the schema holds",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        let Some(days) = step.with("retention-days") else {
            continue;
        };
        if days
            .scalar()
            .and_then(|text| text.parse::<f64>().ok())
            .is_some_and(|days| !(1.0..=90.0).contains(&days))
        {
            found.at(
                days.at,
                "artifacts of public repositories are kept for 1 to 90 days",
            );
        }
    }
}
