//! A script that asks the clock which schedule started it: GitHub starts them late.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "clock-routing",
    instead: "each schedule is a job of its own, chosen by `github.event.schedule`; a cron that no schedule owns is red",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    if facts.event("schedule").is_some() {
        found.in_shell(
            facts,
            asks_the_clock,
            "the clock does not tell which cron fired: runs start late, and then this chooses wrongly or nothing",
        );
    }
}

/// Whether it takes hour, day, month or weekday of now by themselves; a whole date is for names.
fn asks_the_clock(line: &str) -> bool {
    const PARTS: [&str; 6] = ["%H", "%d", "%u", "%w", "%m", "%a"];
    let Some((_, call)) = line.split_once("date ") else {
        return false;
    };
    call.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| "'\"`)".contains(c));
        word.strip_prefix('+')
            .is_some_and(|format| PARTS.contains(&format.trim_matches(['\'', '"'])))
    })
}
