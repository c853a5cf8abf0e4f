//! Secrets that one workflow hands another: their names, of which GitHub refuses a wrong one.

use super::document::{Call, Document, Job};
use super::inputs::required;
use super::source::Fault;
use crate::yaml::Node;

/// Holds the secrets of a call against those that the called workflow declares.
pub(super) fn check(caller: &str, job: &Job, call: &Call, called: &Document) -> Result<(), Fault> {
    let given = job.node.get("secrets");
    if given.and_then(Node::text) == Some("inherit") {
        return Ok(());
    }
    let given = given.map(Node::entries).unwrap_or_default();
    let declared = called
        .event("workflow_call")
        .and_then(|event| event.get("secrets"))
        .map(Node::entries)
        .unwrap_or_default();
    if let Some(unknown) = given.iter().find(|entry| {
        !declared
            .iter()
            .any(|known| known.key.eq_ignore_ascii_case(&entry.key))
    }) {
        let message = format!("`{}` declares no secret `{}`", called.path, unknown.key);
        return Err(Fault::new(caller, unknown.at, message));
    }
    let lacking = declared.iter().find(|entry| {
        let is_given = given
            .iter()
            .any(|given| given.key.eq_ignore_ascii_case(&entry.key));
        required(&entry.value) && !is_given
    });
    match lacking {
        Some(entry) => {
            let message = format!("`{}` requires the secret `{}`", called.path, entry.key);
            Err(Fault::new(caller, call.at, message))
        }
        None => Ok(()),
    }
}
