//! A tool used before the step that sets its version up.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "tool-before-setup",
    instead: "a capability is there before the first test that needs it",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    const TOOLS: [(&str, &[&str]); 4] = [
        ("actions/setup-python", &["python ", "python3 ", "pip "]),
        ("actions/setup-node", &["node ", "npm ", "npx "]),
        ("actions/setup-go", &["go "]),
        ("azure/setup-helm", &["helm "]),
    ];
    for job in &facts.jobs {
        for (action, words) in TOOLS {
            let Some(setup) = job
                .steps
                .iter()
                .position(|step| step.action().as_deref() == Some(action))
            else {
                continue;
            };
            for step in &job.steps[..setup] {
                let uses = |line: &&str| words.iter().any(|word| line.trim_start().starts_with(word));
                for line in step.run.as_deref().unwrap_or_default().lines().filter(uses) {
                    found.at(
                        facts.locate(step.script(), line),
                        format!("this runs before `{action}` has set the version up"),
                    );
                }
            }
        }
    }
}
