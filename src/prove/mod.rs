//! The proof: the text of the workflows does what the pipeline says, under every trigger.
//!
//! Nothing here trusts `lower` or `emit`: the text is read back by two readers, routed under every event, cron and
//! choice, and held against the plan. What the plan says nothing of is compared with the typed workflow by meaning.

mod artifacts;
mod choices;
mod finding;
mod gate;
mod lock;
mod meaning;
mod permissions;
mod question;
mod readers;
mod references;
mod routing;
mod safeguards;
mod schema;

pub use crate::yaml::At;
pub use finding::{Finding, Property};
pub use permissions::{Grant, Level};
pub use question::Trigger;
pub use schema::{accepted, refused, refused_with_called};

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::thread;

use crate::lower::{Content, Generated, lock_path, own_steps};
use crate::plan::Plan;
use crate::simulate::{Document, Source};
use crate::yaml::{self, Node};

/// Longest text that is read back and is no workflow; of a workflow, GitHub reads no more than `yaml::MAX_BYTES`.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Most findings that are told.
const MOST: usize = 1_000;

/// What is proved.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What was planned.
    pub plan: &'a Plan,
    /// What the files should be, the main workflow first and then that of a cell.
    pub expected: &'a [Generated],
    /// What they are: texts by path from the root.
    pub texts: &'a HashMap<String, String>,
}

struct Texts<'a>(&'a HashMap<String, String>);

impl Source for Texts<'_> {
    fn text(&self, path: &str) -> Result<String, String> {
        let text = self.0.get(path).cloned();
        text.ok_or_else(|| "there is no such file".to_owned())
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Proof {
    /// Everything that is not as the pipeline says; nothing if the proof holds.
    pub findings: Vec<Finding>,
    /// What every job may do, and which of its steps need it. A file that cannot be read has none.
    pub grants: Vec<Grant>,
}

/// Holds texts against the plan, by meaning.
#[must_use]
pub fn prove(input: Input<'_>) -> Proof {
    let nodes: Vec<Read> = input
        .expected
        .iter()
        .map(|file| {
            let text = input.texts.get(&file.path)?;
            let is_yaml = !matches!(file.content, Content::Json(_));
            let most = match file.content {
                Content::Workflow(_) => yaml::MAX_BYTES,
                _ => MAX_BYTES,
            };
            is_yaml.then(|| yaml::parse_bounded(text, most))
        })
        .collect();
    // What the texts say and what they do are questions of their own.
    let mut proof = thread::scope(|scope| {
        let meaning = scope.spawn(|| readers::check(input, &nodes));
        let mut proof = behaviour(input, &nodes);
        let meaning = meaning.join();
        proof
            .findings
            .extend(meaning.unwrap_or_else(|panic| resume_unwind(panic)));
        proof
    });
    proof.findings.sort_by(|one, other| {
        (one.property, &one.file, one.at).cmp(&(other.property, &other.file, other.at))
    });
    proof.findings.dedup();
    let more = proof.findings.len().saturating_sub(MOST);
    if more > 0 {
        proof.findings.truncate(MOST);
        if let Some(mut last) = proof.findings.last().cloned() {
            last.message = format!("and {more} more like these");
            (last.trigger, last.cell) = (None, None);
            proof.findings.push(last);
        }
    }
    proof
}

/// A text as YAML; nothing where there is no text, or it is no YAML.
type Read = Option<Result<Node, yaml::Fault>>;

/// What the workflows do.
fn behaviour(input: Input<'_>, nodes: &[Read]) -> Proof {
    let mut findings = Vec::new();
    let documents = documents(input, nodes, &mut findings);
    let documents: Vec<&Document> = documents.iter().collect();
    for document in &documents {
        references::document(document, &mut findings);
    }
    let own: Vec<String> = input.expected.iter().flat_map(own_steps).collect();
    let lock = input.expected.first().map(|suite| lock_path(&suite.path));
    let lock = lock.unwrap_or_default();
    permissions::check(&documents, &lock, &own, &mut findings);
    let paths: Vec<&str> = input.expected.iter().map(|file| file.path.as_str()).collect();
    safeguards::check(&documents, &lock, &own, &paths, &mut findings);
    // Told by the path: one that cannot be read leaves its place empty, and no other stands in it.
    let at = |index: usize| {
        let file = input.expected.get(index)?;
        documents
            .iter()
            .copied()
            .find(|document| document.path == file.path)
    };
    let (locks, others): (Vec<&Document>, Vec<&Document>) =
        documents.iter().partition(|document| document.path == lock);
    if let (Some(suite), Some(cell)) = (at(0), at(1)) {
        let runs = routing::check(input.plan, suite, cell, &mut findings);
        choices::check(input.plan, suite, &mut findings);
        gate::check(suite, &runs, &mut findings);
        artifacts::check(input.plan, suite, cell, &mut findings);
        for lock in locks {
            lock::check(&Texts(input.texts), lock, &others, &own, &mut findings);
        }
    }
    Proof {
        findings,
        grants: permissions::grants(&others),
    }
}

/// The workflows that can be read, in order.
fn documents(input: Input<'_>, nodes: &[Read], findings: &mut Vec<Finding>) -> Vec<Document> {
    let mut documents = Vec::new();
    for (file, node) in input.expected.iter().zip(nodes) {
        let (Content::Workflow(_), Some(Ok(node))) = (&file.content, node) else {
            continue;
        };
        match Document::read(&file.path, node.clone()) {
            Ok(document) => documents.push(document),
            Err(faults) => findings.extend(faults.into_iter().map(|fault| {
                let at = fault.at.unwrap_or(At::START);
                Finding::new(Property::References, &fault.file, at, fault.message)
            })),
        }
    }
    documents
}
