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

pub use finding::{Finding, Property};
pub use permissions::{Grant, Level};
pub use question::Trigger;
pub use schema::{accepted, refused, refused_with_called};

use std::collections::HashMap;
use std::rc::Rc;

use crate::lower::{Content, Generated, lock_path, own_steps};
use crate::plan::Plan;
use crate::simulate::{Document, Source, Workflows};

/// Longest text that is read back.
const MAX_BYTES: usize = 64 * 1024 * 1024;

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

/// Everything that is not as the pipeline says; nothing if the proof holds.
#[must_use]
pub fn prove(input: Input<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in input.expected {
        readers::file(
            file,
            input.texts.get(&file.path).map(String::as_str),
            &mut findings,
        );
    }
    let source = Texts(input.texts);
    let workflows = Workflows::bounded(&source, MAX_BYTES);
    let documents = documents(input, &workflows, &mut findings);
    let documents: Vec<&Document> = documents.iter().map(Rc::as_ref).collect();
    for document in &documents {
        references::document(document, &mut findings);
    }
    let own: Vec<String> = input.expected.iter().flat_map(own_steps).collect();
    let lock = input.expected.first().map(|suite| lock_path(&suite.path));
    let lock = lock.unwrap_or_default();
    permissions::check(&documents, &lock, &own, &mut findings);
    safeguards::check(&documents, &lock, &own, &mut findings);
    // Told by the path: one that cannot be read leaves its place empty, and no other stands in it.
    let at = |index: usize| {
        let file = input.expected.get(index)?;
        documents
            .iter()
            .copied()
            .find(|document| document.path == file.path)
    };
    if let (Some(suite), Some(cell)) = (at(0), at(1)) {
        let runs = routing::check(input.plan, suite, cell, &mut findings);
        choices::check(input.plan, suite, &mut findings);
        gate::check(suite, &runs, &mut findings);
        artifacts::check(input.plan, suite, cell, &mut findings);
        let (locks, others): (Vec<&Document>, Vec<&Document>) =
            documents.iter().partition(|document| document.path == lock);
        for lock in locks {
            lock::check(&source, lock, &others, &own, &mut findings);
        }
    }
    findings.sort_by(|one, other| {
        (one.property, &one.file, one.line).cmp(&(other.property, &other.file, other.line))
    });
    findings.dedup();
    findings
}

/// What every job of some files may do, and which of its steps need it. A file that cannot be read has none.
#[must_use]
pub fn grants(input: Input<'_>) -> Vec<Grant> {
    let source = Texts(input.texts);
    let workflows = Workflows::bounded(&source, MAX_BYTES);
    let documents = documents(input, &workflows, &mut Vec::new());
    let lock = input.expected.first().map(|suite| lock_path(&suite.path));
    let documents: Vec<&Document> = documents
        .iter()
        .map(Rc::as_ref)
        .filter(|document| Some(&document.path) != lock.as_ref())
        .collect();
    permissions::grants(&documents)
}

/// The workflows that can be read, in order.
fn documents(input: Input<'_>, workflows: &Workflows<'_>, findings: &mut Vec<Finding>) -> Vec<Rc<Document>> {
    let mut documents = Vec::new();
    for file in input.expected {
        if !matches!(file.content, Content::Workflow(_)) || !input.texts.contains_key(&file.path) {
            continue;
        }
        match workflows.get(&file.path) {
            Ok(document) => documents.push(document),
            Err(faults) => findings.extend(faults.into_iter().map(|fault| {
                let line = fault.at.map_or(1, |at| at.line);
                Finding::new(Property::References, &fault.file, line, fault.message)
            })),
        }
    }
    documents
}
