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
    found.in_shell(
        facts,
        |line| EXAMPLES.iter().any(|host| line.contains(host)),
        "this host is an example and has no such file",
    );
}
