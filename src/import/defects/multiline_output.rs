//! The text of a file as an output on one line: a line end in it breaks the format.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "multiline-output",
    instead: "results travel as files; no output holds what a test wrote",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        let writes = |line: &&str| line.contains("GITHUB_OUTPUT") && line.contains("=$(cat ");
        for line in step.run.as_deref().unwrap_or_default().lines().filter(writes) {
            found.at(
                facts.locate(step.script(), line),
                "a file of several lines is no output of one line, and outputs end at 1 MB",
            );
        }
    }
}
