//! `\\\\n` in a script is a backslash and an n, not the end of a line.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "doubled-escape",
    instead: "texts are made by the runtime, which escapes them where they are written",
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
        for line in script
            .text()
            .unwrap_or_default()
            .lines()
            .filter(|line| line.contains("\\\\n") || line.contains("\\\\u"))
        {
            found.at(
                facts.locate(script, line),
                "a doubled backslash is shown as it is: people read `\\n` in the text",
            );
        }
    }
}
