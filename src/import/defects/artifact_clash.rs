//! Two uploads of one run with one name: the second fails, or replaces the first.

use std::collections::HashMap;

use super::{Found, Rule};
use crate::import::facts::Facts;
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "artifact-clash",
    instead: "every cell and attempt has an artifact of its own name",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    let mut names: HashMap<String, &str> = HashMap::new();
    for (job, step) in facts.steps() {
        if step.action().as_deref() != Some("actions/upload-artifact") {
            continue;
        }
        let node = step.with("name");
        let at = node.map_or(step.at, |node| node.at);
        let name = node
            .and_then(Node::scalar)
            .unwrap_or_else(|| "artifact".to_owned());
        if job.matrix().is_some() && !name.contains("matrix.") && !name.contains("strategy.") {
            found.at(
                at,
                format!(
                    "every row of job `{}` uploads an artifact called `{name}`",
                    job.id
                ),
            );
        } else if let Some(other) = names.insert(name.clone(), &job.id) {
            found.at(
                at,
                format!("an artifact called `{name}` is uploaded by job `{other}` too"),
            );
        }
    }
}
