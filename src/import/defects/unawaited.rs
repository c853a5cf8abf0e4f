//! A call of the API that nobody waits for: the step ends first, and its failure is lost.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "unawaited",
    instead: "the runtime waits for every answer, and says what was refused",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    found.in_javascript(
        facts,
        is_call,
        "the answer is not awaited: if it is refused, nobody learns of it",
    );
}

fn is_call(line: &str) -> bool {
    let bare = line.trim_start();
    bare.starts_with("github.rest.") || bare.starts_with("github.request(")
}
