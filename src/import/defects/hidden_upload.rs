//! Hidden files are not uploaded unless that is asked for.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "hidden-upload",
    instead: "what a cell uploads are its results, of fixed names",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for (_, step) in facts
        .steps()
        .filter(|(_, step)| step.action().as_deref() == Some("actions/upload-artifact"))
    {
        let Some(path) = step.with("path") else { continue };
        let asked = step
            .with("include-hidden-files")
            .and_then(crate::yaml::Node::scalar)
            .is_some_and(|text| text == "true");
        for line in path.scalar().unwrap_or_default().lines().map(str::trim) {
            let hidden = line
                .split('/')
                .any(|part| part.starts_with('.') && !part.trim_matches('.').is_empty());
            if hidden && !asked {
                found.at(
                    facts.locate(path, line),
                    format!("`{line}` is hidden, and hidden files are not uploaded"),
                );
            }
        }
    }
}
