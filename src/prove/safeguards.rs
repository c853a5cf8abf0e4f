//! What has to hold whatever the stage that made the files thought: nothing softens the end of a job that decides, scripts
//! run in the shell that they are written for, and nobody is handed more than what is named.

use super::finding::{Finding, Property};
use crate::simulate::{Document, Job};
use crate::yaml::{At, Entry, Node};

/// What starts the workflow of a cell, and what starts those that follow a run.
const CALLED: &str = "workflow_call";
const AFTER: &str = "workflow_run";

/// Keys of a job that change where its steps run.
const ELSEWHERE: [&str; 2] = ["container", "services"];

/// The shell of every script: GitHub runs it with `-e` and `pipefail`.
const SHELL: &str = "bash";

/// `own`: ids of steps of the user's own. `lock`: the workflow that never runs. `paths`: every file, the main workflow
/// first and then that of a cell; one that cannot be read is in no `documents`, and no other stands in its place.
pub(super) fn check(
    documents: &[&Document],
    lock: &str,
    own: &[String],
    paths: &[&str],
    findings: &mut Vec<Finding>,
) {
    for document in documents.iter().filter(|document| document.path != lock) {
        let at = paths
            .iter()
            .position(|path| *path == document.path)
            .unwrap_or(paths.len());
        let mut guard = Guard {
            document,
            own,
            findings,
        };
        guard.events(at);
        guard.shell(&document.root);
        for job in &document.jobs {
            guard.job(job);
        }
    }
}

struct Guard<'g> {
    document: &'g Document,
    own: &'g [String],
    findings: &'g mut Vec<Finding>,
}

impl Guard<'_> {
    fn found(&mut self, property: Property, at: At, message: String) {
        let finding = Finding::new(property, &self.document.path, at, message);
        self.findings.push(finding);
    }

    /// The first file is that of the events, the second is called by it, and any other runs after it.
    fn events(&mut self, at: usize) {
        let only = match at {
            0 => return,
            1 => CALLED,
            _ => AFTER,
        };
        let others: Vec<(String, At)> = self
            .document
            .events
            .iter()
            .filter(|(name, _)| name != only)
            .map(|(name, node)| (name.clone(), node.at))
            .collect();
        for (name, at) in others {
            let message = format!("the event `{name}` starts it, and only `{only}` should");
            self.found(Property::Routing, at, message);
        }
    }

    /// The default shell is the one that the scripts are written for.
    fn shell(&mut self, node: &Node) {
        let run = node.get("defaults").and_then(|defaults| defaults.get("run"));
        let shell = run.and_then(|run| run.entry("shell"));
        if shell.and_then(|entry| entry.value.text()) != Some(SHELL) {
            let at = shell.map_or(At::START, |entry| entry.at);
            let message = format!("scripts are written for `{SHELL}`, and `defaults.run.shell` is another");
            self.found(Property::Scripts, at, message);
        }
        if let Some(folder) = run.and_then(|run| run.entry("working-directory")) {
            self.elsewhere(folder);
        }
    }

    fn elsewhere(&mut self, entry: &Entry) {
        let message = format!("`{}` makes scripts run elsewhere", entry.key);
        self.found(Property::Scripts, entry.at, message);
    }

    fn job(&mut self, job: &Job) {
        for entry in job.node.entries() {
            let key = entry.key.as_str();
            match key {
                "continue-on-error" => {
                    let message = format!("a failure of job `{}` would be seen as a success", job.id);
                    self.found(Property::Gate, entry.at, message);
                }
                "secrets" if entry.value.text().is_some() => {
                    let message = format!("job `{}` is handed every secret", job.id);
                    self.found(Property::Permissions, entry.at, message);
                }
                "defaults" => self.elsewhere(entry),
                _ if ELSEWHERE.contains(&key) => self.elsewhere(entry),
                _ => {}
            }
        }
        let decides = job.id == crate::lower::GATE || self.document.event(CALLED).is_some();
        for step in job.node.get("steps").map(Node::items).unwrap_or_default() {
            let id = step.get("id").and_then(Node::scalar).unwrap_or_default();
            if !self.own.contains(&id) {
                self.step(step, &id, decides);
            }
        }
    }

    fn step(&mut self, step: &Node, id: &str, decides: bool) {
        for entry in step.entries() {
            match entry.key.as_str() {
                "shell" if entry.value.text() != Some(SHELL) => {
                    let message = format!("the script of step `{id}` is written for `{SHELL}`");
                    self.found(Property::Scripts, entry.at, message);
                }
                "working-directory" => self.elsewhere(entry),
                "continue-on-error" if decides => {
                    let message = format!("a failure of step `{id}` would be seen as a success");
                    self.found(Property::Gate, entry.at, message);
                }
                _ => {}
            }
        }
        let uses = step.get("uses").and_then(Node::text).unwrap_or_default();
        if uses.starts_with("actions/checkout@") {
            self.checkout(step, id);
        } else if uses.starts_with("actions/upload-artifact@") {
            let missing = with(step, "if-no-files-found");
            if missing.and_then(|entry| entry.value.text()) != Some("error") {
                let at = missing.map_or(step.at, |entry| entry.at);
                let message = format!("step `{id}` uploads nothing without saying so");
                self.found(Property::Artifacts, at, message);
            }
        }
    }

    fn checkout(&mut self, step: &Node, id: &str) {
        let kept = with(step, "persist-credentials");
        let scalar = kept.and_then(|entry| entry.value.scalar());
        if scalar.as_deref() != Some("false") {
            let at = kept.map_or(step.at, |entry| entry.at);
            let message = format!("step `{id}` leaves the token where any later step can read it");
            self.found(Property::Permissions, at, message);
        }
        for key in ["ref", "repository", "token", "ssh-key"] {
            // A branch of data has a fixed name.
            let fixed =
                |entry: &&Entry| key == "ref" && !entry.value.text().is_some_and(|text| text.contains("${{"));
            if let Some(entry) = with(step, key).filter(|entry| !fixed(entry)) {
                let message =
                    format!("step `{id}` checks out what its `{key}` says, not what the event names");
                self.found(Property::Permissions, entry.at, message);
            }
        }
    }
}

fn with<'s>(step: &'s Node, key: &str) -> Option<&'s Entry> {
    step.get("with")?.entry(key)
}
