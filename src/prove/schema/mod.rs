//! Every key and every value is one that GitHub accepts at its place, by GitHub's own schema (see `PROVENANCE.md`).
//!
//! What an expression comes to is not looked at here: whether it may stand at its place is, and the rest is the matter of
//! the references.

mod definition;
mod definitions;
mod reader;

use super::finding::Finding;
use crate::yaml::Node;

/// Everything in a workflow that GitHub would not accept.
#[must_use]
pub fn accepted(file: &str, workflow: &Node) -> Vec<Finding> {
    reader::Reader::new(file).read(workflow)
}
