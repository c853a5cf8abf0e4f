//! The text of a file as an output on one line: a line end in it breaks the format.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "multiline-output",
    instead: "results travel as files; no output holds what a test wrote",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    found.in_shell(
        facts,
        |line| line.contains("GITHUB_OUTPUT") && line.contains("=$(cat "),
        "a file of several lines is no output of one line, and outputs end at 1 MB",
    );
}
