//! A call of the API that nobody waits for: the step ends first, and its failure is lost.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "unawaited",
    instead: "the runtime waits for every answer, and says what was refused",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts
        .steps()
        .filter(|(_, step)| step.action().as_deref() == Some("actions/github-script"))
    {
        let Some(script) = step.with("script") else {
            continue;
        };
        for line in script.text().unwrap_or_default().lines() {
            let bare = line.trim_start();
            if bare.starts_with("github.rest.") || bare.starts_with("github.request(") {
                found.at(
                    facts.locate(script, line),
                    "the answer is not awaited: if it is refused, nobody learns of it",
                );
            }
        }
    }
}
