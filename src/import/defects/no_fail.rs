//! A download that keeps the page of an error as if it were the file.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "no-fail",
    instead: "tools come by version and checksum",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    found.in_shell(
        facts,
        keeps_errors,
        "without `--fail`, curl ends well on a 404 and saves the page of the error",
    );
}

/// A call of curl that writes a file, without `-f`.
fn keeps_errors(line: &str) -> bool {
    let Some((_, call)) = line.split_once("curl ") else {
        return false;
    };
    let words = || call.split_whitespace().take_while(|word| *word != "|");
    let short = |letter: char| {
        words().any(|word| word.starts_with('-') && !word.starts_with("--") && word.contains(letter))
    };
    let long = |name: &str| words().any(|word| word.starts_with(name));
    (short('o') || short('O') || long("--output") || long("--remote-name")) && !short('f') && !long("--fail")
}
