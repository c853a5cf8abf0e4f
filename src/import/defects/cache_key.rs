//! A cache whose key does not change with what is installed.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "cache-key",
    instead: "capabilities are installed by their own script, with versions in the pipeline",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        for step in job
            .steps
            .iter()
            .filter(|step| step.action().as_deref() == Some("actions/cache"))
        {
            let Some(key) = step.with("key") else { continue };
            let text = key.scalar().unwrap_or_default();
            for file in job
                .steps
                .iter()
                .filter_map(|step| step.run.as_deref())
                .flat_map(requirements)
            {
                let name = file.rsplit('/').next().unwrap_or(file);
                if text.contains("hashFiles")
                    && text.contains("requirements")
                    && !text.contains(name)
                    && !text.contains("requirements*")
                {
                    found.at(
                        key.at,
                        format!("the key does not change with `{file}`, which the job installs"),
                    );
                }
            }
        }
    }
}

/// The files that pip installs from.
fn requirements(script: &str) -> Vec<&str> {
    let words: Vec<&str> = script.split_whitespace().collect();
    let pairs = words
        .windows(2)
        .filter(|pair| pair[0] == "-r" || pair[0] == "--requirement");
    pairs.map(|pair| pair[1]).collect()
}
