//! A job may do what its steps need, and nothing else; a workflow may do nothing by itself.

mod need;

use std::collections::BTreeMap;

pub use need::Level;

use super::finding::{Finding, Property};
use crate::simulate::{Document, Job};
use crate::yaml::{At, Data, Node};

/// A permission of a job, and who needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Path of the workflow.
    pub file: String,
    /// Id of the job.
    pub job: String,
    /// GitHub's name of what is permitted.
    pub scope: String,
    /// How much of it.
    pub level: Level,
    /// The ids of the steps, or of the called jobs, that need it.
    pub needed_by: Vec<String>,
}

/// What is needed, by scope: how much, and by whom.
type Needs = BTreeMap<String, (Level, Vec<String>)>;

/// Holds the permissions of every job against what its steps need. `own`: ids of steps of the user's own, which have to do
/// with what the job has. `lock`: path of the workflow that never runs, whose steps need nothing.
pub(super) fn check(documents: &[&Document], lock: &str, own: &[String], findings: &mut Vec<Finding>) {
    for document in documents {
        workflow(document, findings);
        for job in &document.jobs {
            let called = job.calls.as_ref().and_then(|call| call.local());
            let is_known = |path: &str| documents.iter().any(|document| document.path == path);
            if called.is_some_and(|path| !is_known(path)) {
                // What cannot be read is told; what its steps need is not known.
                continue;
            }
            let needs = if document.path == lock {
                Needs::new()
            } else {
                needs(documents, job)
            };
            Checker {
                document,
                job,
                own,
                findings,
            }
            .job(&needs);
        }
    }
}

/// What every job may do, and why.
pub(super) fn grants(documents: &[&Document]) -> Vec<Grant> {
    let jobs = documents
        .iter()
        .flat_map(|document| document.jobs.iter().map(move |job| (document, job)));
    let grants = jobs.flat_map(|(document, job)| {
        needs(documents, job)
            .into_iter()
            .map(|(scope, (level, needed_by))| Grant {
                file: document.path.clone(),
                job: job.id.clone(),
                scope,
                level,
                needed_by,
            })
    });
    grants.collect()
}

/// Where a job says nothing, the workflow's permissions would hold: there are none.
fn workflow(document: &Document, findings: &mut Vec<Finding>) {
    let permissions = document.root.entry("permissions");
    let is_empty = permissions.is_some_and(|entry| entry.value.data == Data::Map(Vec::new()));
    if !is_empty {
        let at = permissions.map_or(At::START, |entry| entry.at);
        let message = "the workflow by itself may do something; it should say `permissions: {}`";
        findings.push(Finding::new(Property::Permissions, &document.path, at, message));
    }
}

/// What the steps of a job need, or the jobs of the workflow that it calls.
fn needs(documents: &[&Document], job: &Job) -> Needs {
    let mut needs = Needs::new();
    let mut add = |who: &str, scope: &str, level: Level| {
        let (most, by) = needs.entry(scope.to_owned()).or_insert((level, Vec::new()));
        *most = level.max(*most);
        by.push(who.to_owned());
    };
    for step in job.node.get("steps").map(Node::items).unwrap_or_default() {
        let id = step.get("id").and_then(Node::scalar).unwrap_or_default();
        need::of(step)
            .into_iter()
            .for_each(|(scope, level)| add(&id, scope, level));
    }
    let called = job.calls.as_ref().and_then(|call| call.local());
    let called = documents
        .iter()
        .find(|document| Some(document.path.as_str()) == called);
    for inner in called.into_iter().flat_map(|document| &document.jobs) {
        // A workflow that calls itself is refused elsewhere; one level is all that there is.
        for step in inner.node.get("steps").map(Node::items).unwrap_or_default() {
            need::of(step)
                .into_iter()
                .for_each(|(scope, level)| add(&inner.id, scope, level));
        }
    }
    needs
}

struct Checker<'c> {
    document: &'c Document,
    job: &'c Job,
    own: &'c [String],
    findings: &'c mut Vec<Finding>,
}

impl Checker<'_> {
    fn found(&mut self, at: At, message: String) {
        let finding = Finding::new(Property::Permissions, &self.document.path, at, message);
        self.findings.push(finding);
    }

    fn job(&mut self, needs: &Needs) {
        let id = &self.job.id;
        let Some(permissions) = self.job.node.entry("permissions") else {
            let message = format!("job `{id}` does not say what it may do");
            return self.found(self.job.at, message);
        };
        if !matches!(permissions.value.data, Data::Map(_)) {
            let message = format!("job `{id}` does not list what it may do");
            return self.found(permissions.at, message);
        }
        for entry in permissions.value.entries() {
            let level = entry.value.text().and_then(Level::parse);
            let needed = needs.get(&entry.key).map(|(level, _)| *level);
            if let (Some(level), true) = (level, level > needed) {
                let message = too_wide(id, &entry.key, level, needs);
                self.found(entry.at, message);
            }
        }
        for (scope, (level, by)) in needs {
            let entry = permissions.value.get(scope);
            let given = entry.and_then(Node::text).and_then(Level::parse);
            let by: Vec<&str> = by
                .iter()
                .map(String::as_str)
                .filter(|step| !self.own.iter().any(|own| own == step))
                .collect();
            if given < Some(*level) && !by.is_empty() {
                let (at, level) = (permissions.at, level.name());
                let message = format!(
                    "{} of job `{id}` needs `{scope}: {level}`, and the job may not",
                    quoted(&by)
                );
                self.found(at, message);
            }
        }
    }
}

fn too_wide(job: &str, scope: &str, level: Level, needs: &Needs) -> String {
    let level = level.name();
    match needs.get(scope) {
        None => format!("job `{job}` has `{scope}: {level}`, and no step needs it"),
        Some((enough, by)) => {
            let by: Vec<&str> = by.iter().map(String::as_str).collect();
            let enough = enough.name();
            format!(
                "job `{job}` has `{scope}: {level}`, and {} needs `{enough}`",
                quoted(&by)
            )
        }
    }
}

fn quoted(ids: &[&str]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    ids.join(", ")
}
