//! The proof: the text of the workflows does what the pipeline says, under every trigger.
//!
//! Nothing here trusts `lower` or `emit`: the text is read back by two readers, routed under every event, cron and
//! choice, and held against the plan. What the plan says nothing of is compared with the typed workflow by meaning.

mod artifacts;
mod finding;
mod gate;
mod meaning;
mod question;
mod readers;
mod references;
mod routing;
mod schema;

pub use finding::{Finding, Property};
pub use question::Trigger;
pub use schema::accepted;

use std::collections::HashMap;

use crate::lower::{Content, Generated};
use crate::plan::Plan;
use crate::simulate::{Source, Workflows};

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
    for document in &documents {
        references::document(document, &mut findings);
    }
    if let [suite, cell, ..] = documents.as_slice() {
        let runs = routing::check(input.plan, suite, cell, &mut findings);
        gate::check(suite, &runs, &mut findings);
        artifacts::check(input.plan, suite, cell, &mut findings);
    }
    findings.sort_by(|one, other| {
        (one.property, &one.file, one.line).cmp(&(other.property, &other.file, other.line))
    });
    findings.dedup();
    findings
}
