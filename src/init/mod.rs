//! A repository -> the first `pipeline.toml` for it: its charts, its test commands, the branches of its workflows.
//!
//! Nothing is asked that can be seen, and nothing is invented: what cannot be seen is left out, and a comment says what
//! to fill in. The same repository gives the same text.

mod chart;
mod command;
mod finding;
mod folder;
mod pipeline;
mod runtime;
mod survey;
mod workflow;

pub use chart::Chart;
pub use finding::Finding;
pub use pipeline::{Wish, draft};
pub use runtime::{Release, UNFILLED_HOST, runtime};
pub use survey::{Survey, survey};
pub use workflow::Workflows;
