//! A download from an address that is only an example.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "placeholder-url",
    instead: "data have a URL with a checksum and a size, or a command that makes a sample",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    const EXAMPLES: [&str; 3] = ["://example.com", "://example.org", "://example.net"];
    for (_, step) in facts.steps() {
        let script = step.run.as_deref().unwrap_or_default();
        for line in script
            .lines()
            .filter(|line| EXAMPLES.iter().any(|host| line.contains(host)))
        {
            found.at(
                facts.locate(step.script(), line),
                "this host is an example and has no such file",
            );
        }
    }
}
