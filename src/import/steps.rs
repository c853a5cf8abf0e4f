//! Which jobs test something, and which only serve those that do.

use super::facts::{Facts, Job, any_text};
use crate::yaml::Node;

/// Why a job becomes no scenario; nothing if it does.
pub(super) fn serves(facts: &Facts<'_>, job: &Job) -> Option<String> {
    if job.node.get("uses").is_some() {
        return Some("it calls a workflow that is not followed: import that file, too".to_owned());
    }
    if let Some(planned) = facts.jobs.iter().find(|other| plans(job, other)) {
        return Some(format!(
            "it computes the matrix of `{}`; a pipeline names its cells",
            planned.id
        ));
    }
    let collects = job
        .steps
        .iter()
        .any(|step| step.action().as_deref() == Some("actions/download-artifact"));
    if collects && !job.needs.is_empty() {
        return Some(
            "it brings the results of other jobs together; the generated jobs `aggregate` and `report` do"
                .to_owned(),
        );
    }
    if mentions(&job.node, ".result") {
        return Some("it looks at how other jobs ended; the generated job `test-suite` does".to_owned());
    }
    if !job.steps.iter().any(|step| step.run.is_some()) {
        return Some("none of its steps runs a command".to_owned());
    }
    None
}

/// Whether a job's outputs are the matrix of another.
fn plans(job: &Job, other: &Job) -> bool {
    let output = format!("needs.{}.outputs", job.id);
    other.matrix().is_some_and(|matrix| mentions(matrix, &output))
}

/// Whether a text of a value holds `needs.` and this.
fn mentions(node: &Node, what: &str) -> bool {
    let ends = |text: &str| {
        let mut found = text.match_indices(what);
        found.any(|(at, _)| {
            !text[at + what.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        })
    };
    any_text(node, &|text| text.contains("needs.") && ends(text))
}
