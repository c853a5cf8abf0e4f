//! What stands around the jobs, and what they may do.

use super::facts::Facts;
use super::report::Import;
use crate::yaml::{Entry, Node};

/// What stands around the jobs.
pub(super) fn around(facts: &Facts<'_>, import: &mut Import) {
    if facts.is_cut {
        let what = format!("the jobs behind the first {}", facts.jobs.len());
        import.leave(
            facts.root.at,
            what,
            "at most 256 jobs with 4096 steps are looked at",
        );
    }
    for entry in facts.root.entries() {
        let what = format!("`{}`", entry.key);
        match entry.key.as_str() {
            "permissions" => permissions(entry, &what, import),
            "concurrency" => concurrency(entry, &what, import),
            "run-name" => import.leave(entry.at, what, "runs have the name of the workflow"),
            _ => {}
        }
    }
}

/// Reading is enough for tests; what may write is a job's that does something else.
pub(super) fn permissions(entry: &Entry, what: &str, import: &mut Import) {
    let named = entry.value.entries().iter();
    let mut writes: Vec<&str> = named
        .filter(|scope| scope.value.text() == Some("write"))
        .map(|scope| scope.key.as_str())
        .collect();
    writes.extend(entry.value.text().filter(|text| *text == "write-all"));
    if writes.is_empty() {
        let why = "nothing to say: each generated job has the permissions its steps need";
        import.carry(entry.at, what, why);
    } else {
        let why = "no test gets a token that may write: what needs one is a step of your own in [[steps]], or stays in a workflow of its own";
        import.leave(entry.at, format!("{what}, to write: {}", writes.join(", ")), why);
    }
}

/// A newer run replaces an older one, or does not.
fn concurrency(entry: &Entry, what: &str, import: &mut Import) {
    let replaces = entry.value.get("cancel-in-progress").and_then(Node::scalar);
    if replaces.as_deref() == Some("true") {
        let why = "nothing to say: a newer run of a pull request replaces an older one";
        import.carry(entry.at, what, why);
    } else {
        let why = "the generated workflow has its own: a newer run of a pull request replaces an older one, and all others run side by side";
        import.leave(entry.at, what, why);
    }
}
