//! Artifacts: names that never meet, produced before they are consumed, kept as long as GitHub can.

use std::collections::{BTreeSet, HashMap};

use super::finding::{Finding, Property};
use crate::expression::{Environment, Object, Status, Template, Value};
use crate::plan::{Cell, Plan};
use crate::simulate::{Document, Job, Pattern};
use crate::yaml::{At, Node};

/// Days for which GitHub keeps an artifact of a public repository.
const DAYS: std::ops::RangeInclusive<f64> = 1.0..=90.0;

/// A step that uploads or downloads.
struct Transfer<'d> {
    job: &'d Job,
    at: At,
    with: &'d Node,
}

/// Artifacts of the main workflow, with the jobs that upload them.
type Producers<'d> = HashMap<String, &'d str>;

pub(super) fn check(plan: &Plan, suite: &Document, cell: &Document, findings: &mut Vec<Finding>) {
    let mut found = |file: &Document, at: At, message: String| {
        findings.push(Finding::new(Property::Artifacts, &file.path, at, message));
    };
    let producers = producers(suite, cell, &mut found);
    let cells = cell_names(plan, cell, &producers, &mut found);
    for (document, download) in both(suite, cell, "actions/download-artifact@") {
        let (name, pattern) = (text(download.with, "name"), text(download.with, "pattern"));
        if !name.is_empty() {
            let callers: Vec<&Job> = if document.path == suite.path {
                vec![download.job]
            } else {
                suite.jobs.iter().filter(|job| job.calls.is_some()).collect()
            };
            let reachable = producers
                .get(&name)
                .is_some_and(|producer| callers.iter().all(|job| before(suite, job).contains(*producer)));
            if !reachable {
                let message = format!("no job before this one uploads the artifact `{name}`");
                found(document, download.at, message);
            }
        } else if let Ok(pattern) = Pattern::parse(&pattern) {
            if let Some(name) = cells.iter().find(|name| !pattern.matches(name)) {
                let message = format!("the pattern does not match the artifact `{name}` of a cell");
                found(document, download.at, message);
            }
            if let Some(name) = producers.keys().find(|name| pattern.matches(name)) {
                let message = format!("the pattern also matches the artifact `{name}`");
                found(document, download.at, message);
            }
        } else {
            let message = "it is not said which artifact is downloaded".to_owned();
            found(document, download.at, message);
        }
    }
}

fn producers<'d>(
    suite: &'d Document,
    cell: &'d Document,
    found: &mut impl FnMut(&Document, At, String),
) -> Producers<'d> {
    let mut producers = Producers::new();
    for (document, upload) in both(suite, cell, "actions/upload-artifact@") {
        let days = upload.with.get("retention-days").and_then(Node::scalar);
        let days: Option<f64> = days.as_deref().and_then(|days| days.parse().ok());
        if !days.is_some_and(|days| DAYS.contains(&days)) {
            let message = "the artifact has no retention of 1 to 90 days".to_owned();
            found(document, upload.at, message);
        }
        if document.path == suite.path {
            let name = text(upload.with, "name");
            if producers.insert(name.clone(), &upload.job.id).is_some() || name.contains("${{") {
                let message = format!("another step uploads the artifact `{name}` too");
                found(document, upload.at, message);
            }
        }
    }
    producers
}

/// The names under which the cells of a run upload: different for each cell and each attempt.
fn cell_names(
    plan: &Plan,
    cell: &Document,
    taken: &Producers<'_>,
    found: &mut impl FnMut(&Document, At, String),
) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for upload in transfers(cell, "actions/upload-artifact@") {
        let Ok(template) = Template::parse_any(&text(upload.with, "name")) else {
            continue;
        };
        for planned in &plan.cells {
            for attempt in [1.0, 2.0] {
                let name = name_of(&template, planned, attempt);
                let unique = name.is_some_and(|name| !taken.contains_key(&name) && names.insert(name));
                if !unique {
                    let message = format!(
                        "the artifact of cell {}/{} can overwrite another",
                        planned.version, planned.scenario
                    );
                    found(cell, upload.at, message);
                    return names;
                }
            }
        }
    }
    names
}

/// The name under which a cell uploads in an attempt of the run.
fn name_of(template: &Template, cell: &Cell, attempt: f64) -> Option<String> {
    let mut github = Object::open("github");
    github.insert("run_attempt", Value::Number(attempt));
    let mut inputs = Object::open("inputs");
    inputs.insert("version", Value::string(&cell.version));
    inputs.insert("scenario", Value::string(&cell.scenario));
    let mut contexts = Object::new();
    contexts.insert("github", github.into());
    contexts.insert("inputs", inputs.into());
    let environment = Environment {
        contexts: &contexts,
        status: Status::SUCCESS,
    };
    let value = template.evaluate(&environment).ok()?;
    value.text().map(std::borrow::Cow::into_owned)
}

fn both<'d>(suite: &'d Document, cell: &'d Document, action: &str) -> Vec<(&'d Document, Transfer<'d>)> {
    let of = |document: &'d Document| {
        transfers(document, action)
            .into_iter()
            .map(move |transfer| (document, transfer))
    };
    of(suite).chain(of(cell)).collect()
}

fn transfers<'d>(document: &'d Document, action: &str) -> Vec<Transfer<'d>> {
    let mut found = Vec::new();
    for job in &document.jobs {
        for step in job.node.get("steps").map(Node::items).unwrap_or_default() {
            let uses = step.get("uses").and_then(Node::text).unwrap_or_default();
            if let (true, Some(with)) = (uses.starts_with(action), step.get("with")) {
                let at = step.at;
                found.push(Transfer { job, at, with });
            }
        }
    }
    found
}

fn text(with: &Node, key: &str) -> String {
    with.get(key).and_then(Node::scalar).unwrap_or_default()
}

/// Every job that has ended when a job starts, and itself.
fn before<'d>(suite: &'d Document, job: &'d Job) -> BTreeSet<&'d str> {
    let mut seen = BTreeSet::from([job.id.as_str()]);
    let mut open = vec![job];
    while let Some(job) = open.pop() {
        for needed in job.needs.iter().filter_map(|(id, _)| suite.job(id)) {
            if seen.insert(&needed.id) {
                open.push(needed);
            }
        }
    }
    seen
}
