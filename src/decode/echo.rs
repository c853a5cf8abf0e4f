//! Which findings of rules only repeat what was already said about the form of the file.
//!
//! A value that could not be used is taken out or replaced before the rules look, so a rule may miss it, or find the
//! stand-in. Whatever it says then is true of the stand-in, and not of the file.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place, Segment};

/// The values that were replaced, by path.
pub(super) type Replaced = HashSet<Vec<Segment>>;

/// Whether a finding is about a value that was replaced, or follows from one.
pub(super) fn is_echo(diagnostic: &Diagnostic, replaced: &Replaced) -> bool {
    let (Place::Key(path) | Place::Value(path) | Place::Within(path, _)) = &diagnostic.place else {
        return false;
    };
    let within = (1..=path.0.len()).any(|length| replaced.contains(&path.0[..length]));
    within
        || replaced.iter().any(|replaced| {
            misses(diagnostic.rule, &path.0, replaced) || follows(diagnostic.rule, &path.0, replaced)
        })
}

/// Whether a rule looked at a table and asked for a key that was taken out of it.
fn misses(rule: &str, table: &[Segment], replaced: &[Segment]) -> bool {
    let Some(below) = replaced.strip_prefix(table) else {
        return false;
    };
    let key = name(below, 0);
    match rule {
        "dataset" => matches!(key, "url" | "sample"),
        "email" => matches!(key, "to" | "to_secret"),
        "extra-step" => matches!(key, "run" | "uses"),
        "no-trigger" => true,
        "runtime-source" => matches!(key, "release" | "build"),
        _ => false,
    }
}

/// Whether what a rule says of a value depends on another one that was replaced.
fn follows(rule: &str, path: &[Segment], replaced: &[Segment]) -> bool {
    let (table, last) = (name(replaced, 0), name(path, path.len().wrapping_sub(1)));
    let whole = replaced.len() == 1;
    let cells = match table {
        "versions" | "suites" => replaced.len() <= 2,
        "scenarios" => replaced.len() <= 2 || matches!(name(replaced, 2), "suite" | "versions"),
        _ => false,
    };
    match rule {
        "unused" => true,
        "tool-version" => table == "tools",
        "unknown-name" => whole,
        "values-file" => table == "versions",
        "threshold" => matches!(table, "report" | "flaky"),
        "timeout" => name(replaced, replaced.len() - 1).ends_with("timeout"),
        "artifact-clash" => cells,
        "dispatch" => cells && matches!(last, "default" | "workflow_dispatch"),
        // A pattern is held against names, and these are kept; only a whole selection is held against cells.
        "empty-selection" if matches!(path.last(), Some(Segment::Index(_))) && !is_exclusion(path) => whole,
        "empty-selection" => cells,
        "quarantine" => last == "test" && (cells || (table == "scenarios" && name(replaced, 2) == "tests")),
        "output-pattern" => last == "on" && replaced.iter().any(|part| *part == Segment::from("output")),
        _ => false,
    }
}

fn is_exclusion(path: &[Segment]) -> bool {
    path.len() >= 2 && name(path, path.len() - 2) == "exclude"
}

/// The key at a position of a path; nothing for an index.
fn name(path: &[Segment], index: usize) -> &str {
    match path.get(index) {
        Some(Segment::Key(key)) => key,
        Some(Segment::Index(_)) | None => "",
    }
}
