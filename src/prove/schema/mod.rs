//! Every key and every value is one that GitHub accepts at its place, by GitHub's own schema (see `PROVENANCE.md`).
//!
//! Of generated workflows, what an expression comes to is not looked at here: whether it may stand at its place is, and the
//! rest is the matter of the references. Of the workflows of people, expressions are read, too.

mod context;
mod definition;
mod definitions;
mod reader;
mod refused;

pub use refused::{refused, refused_with_called};

use super::finding::{Finding, Property};
use crate::yaml::Node;

/// Everything in a workflow that GitHub would not accept.
#[must_use]
pub fn accepted(file: &str, workflow: &Node) -> Vec<Finding> {
    let found = reader::Reader::new().read(workflow).into_iter();
    found
        .map(|(at, message)| Finding::new(Property::Schema, file, at, message))
        .collect()
}
