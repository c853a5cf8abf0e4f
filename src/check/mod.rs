//! One rule = one file, one id, one section of `docs/rules.md`, one pair of tests.

use crate::diagnostic::Diagnostic;
use crate::pipeline::Pipeline;
use crate::read::Root;

/// What rules look at.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What the user wrote.
    pub pipeline: &'a Pipeline,
    /// The repository it belongs to.
    pub root: &'a Root,
    /// Path of the pipeline file from the root.
    pub source: &'a str,
}

/// Everything that is wrong with a pipeline.
#[must_use]
pub fn check(_input: Input<'_>) -> Vec<Diagnostic> {
    Vec::new()
}
