//! Which findings of rules only repeat what was already said about the form of the file.
//!
//! A value that could not be used is taken out or replaced before the rules look, so a rule may miss it, or find the
//! stand-in. Whatever it says then is true of the stand-in, and not of the file.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place, Segment};

/// Rules that look at a table and ask for a key that may have been taken out of it.
const OF_THE_TABLE: [&str; 6] = [
    "dataset",
    "email",
    "extra-step",
    "no-trigger",
    "output-pattern",
    "runtime-source",
];

/// The values that were replaced, by path.
pub(super) type Replaced = HashSet<Vec<Segment>>;

/// Whether a finding is about a value that was replaced, or follows from one.
pub(super) fn is_echo(diagnostic: &Diagnostic, replaced: &Replaced) -> bool {
    if replaced.is_empty() {
        return false;
    }
    let (Place::Key(path) | Place::Value(path) | Place::Within(path, _)) = &diagnostic.place else {
        return false;
    };
    let within = (1..=path.0.len()).any(|length| replaced.contains(&path.0[..length]));
    let around = || {
        OF_THE_TABLE.contains(&diagnostic.rule)
            && replaced.iter().any(|replaced| replaced.starts_with(&path.0))
    };
    within || around() || replaced.iter().any(|replaced| follows(diagnostic.rule, replaced))
}

/// Whether a rule would miss a value elsewhere.
fn follows(rule: &str, replaced: &[Segment]) -> bool {
    let key = |index: usize| match replaced.get(index) {
        Some(Segment::Key(key)) => key.as_str(),
        Some(Segment::Index(_)) | None => "",
    };
    let whole = replaced.len() == 1;
    match rule {
        "unused" => true,
        "tool-version" => key(0) == "tools",
        "unknown-name" => whole,
        "values-file" => key(0) == "versions",
        "threshold" => matches!(key(0), "report" | "flaky"),
        "timeout" => replaced
            .last()
            .is_some_and(|last| matches!(last, Segment::Key(key) if key.ends_with("timeout"))),
        "artifact-clash" | "dispatch" | "empty-selection" | "job-name" | "quarantine" => match key(0) {
            "versions" | "suites" => replaced.len() <= 2,
            "scenarios" => replaced.len() <= 2 || matches!(key(2), "suite" | "versions" | "tests"),
            _ => false,
        },
        _ => false,
    }
}
