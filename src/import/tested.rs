//! The jobs that become scenarios.

use super::around::permissions;
use super::cells::{Cell, cells};
use super::facts::{Facts, Job};
use super::report::Import;
use super::script::{Meaning, Script, script};
use super::settings::timeout;
use super::steps::serves;
use crate::draft::Names;

/// Keys of jobs that no scenario has, and why.
const KEYS: [(&str, &str); 6] = [
    (
        "services",
        "a cell starts no services: start them in a scenario's `setup`, or give it a capability",
    ),
    (
        "container",
        "a cell runs on the machine itself: run the container in the command, with the need `docker`",
    ),
    (
        "environment",
        "secrets of tests come from the environment `tests`",
    ),
    (
        "outputs",
        "results reach other jobs as artifacts, never as outputs",
    ),
    (
        "continue-on-error",
        "a failure that is expected is a quarantine, with an owner and a date",
    ),
    ("concurrency", "the generated workflow has its own"),
];

/// A job that becomes scenarios.
pub(super) struct Tested<'f> {
    pub(super) job: &'f Job,
    pub(super) cells: Vec<Cell>,
    /// The key of its matrix that is the version.
    pub(super) key: Option<String>,
    pub(super) script: Script,
    pub(super) minutes: u32,
}

/// The jobs that become scenarios, with names for their versions: pairs of value and name.
pub(super) fn tested<'f>(
    facts: &'f Facts<'_>,
    import: &mut Import,
    named: &mut Vec<(String, String)>,
) -> Vec<Tested<'f>> {
    let mut versions = Names::without(&["all"]);
    let mut tested = Vec::new();
    for job in &facts.jobs {
        if let Some(why) = serves(facts, job) {
            import.leave(job.at, format!("job `{}`", job.id), why);
            continue;
        }
        let (cells, key) = cells(facts, job, import);
        for cell in &cells {
            if !named.iter().any(|(value, _)| *value == cell.version) {
                named.push((cell.version.clone(), versions.new_for(&cell.version)));
            }
        }
        let as_named = cells.iter().all(|cell| {
            named
                .iter()
                .any(|(value, name)| value == name && *value == cell.version)
        });
        let meaning = Meaning {
            facts,
            job,
            version: key.as_deref().filter(|_| as_named),
        };
        let script = script(&meaning, import);
        if cells.is_empty() || script.text.is_empty() {
            import.leave(
                job.at,
                format!("job `{}`", job.id),
                "nothing of it can run in a cell",
            );
            named.retain(|(value, _)| tested_in(&tested, value));
            continue;
        }
        import.carry(job.at, format!("job `{}`", job.id), "suites, scenarios and tests");
        if let Some(entry) = job.node.entry("permissions") {
            permissions(entry, &format!("`permissions` of job `{}`", job.id), import);
        }
        for (name, why) in KEYS {
            if let Some(entry) = job.node.entry(name) {
                import.leave(entry.at, format!("`{name}` of job `{}`", job.id), why);
            }
        }
        tested.push(Tested {
            minutes: timeout(job, import),
            job,
            cells,
            key,
            script,
        });
    }
    waits(&tested, import);
    tested
}

/// Says which of them waited for others.
fn waits(tested: &[Tested<'_>], import: &mut Import) {
    for one in tested {
        let after = one.job.needs.iter();
        let after = after.filter(|id| tested.iter().any(|other| other.job.id.eq_ignore_ascii_case(id)));
        let after: Vec<&str> = after.map(String::as_str).collect();
        if let (false, Some(entry)) = (after.is_empty(), one.job.node.entry("needs")) {
            let what = format!("job `{}` waits for {}", one.job.id, after.join(", "));
            import.leave(
                entry.at,
                what,
                "cells run side by side, and none waits for another",
            );
        }
    }
}

fn tested_in(tested: &[Tested<'_>], version: &str) -> bool {
    tested
        .iter()
        .any(|one| one.cells.iter().any(|cell| cell.version == version))
}
