//! `\\\\n` in a script is a backslash and an n, not the end of a line.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "doubled-escape",
    instead: "texts are made by the runtime, which escapes them where they are written",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    found.in_javascript(
        facts,
        |line| line.contains("\\\\n") || line.contains("\\\\u"),
        "a doubled backslash is shown as it is: people read `\\n` in the text",
    );
}
