//! `$?` asked where it tells nothing: bash -e has ended the step, or another command came between.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "stale-exit-code",
    instead: "the runtime decides passed, flaky or failed, and a step reads its exit code alone",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts.steps() {
        let script = step.run.as_deref().unwrap_or_default();
        if script.contains("set +e") {
            continue;
        }
        let mut before = "";
        for line in script
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let asked = line.contains("$?") && !line.contains("||") && !line.starts_with("trap");
            if asked {
                let message = if before.starts_with("echo") {
                    "`$?` is the exit code of `echo`, so this is always the same"
                } else {
                    "under `bash -e`, which GitHub uses, a command that fails ends the step before this"
                };
                found.at(facts.locate(step.script(), line), message);
            }
            before = line;
        }
    }
}
