//! The summary of a step.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::markdown::{Limit, document};
use super::scene::Scene;
use crate::aggregate::Summary;
use crate::analyze::Trends;

/// Largest summary of a step that GitHub shows; of a larger one it shows nothing.
const MOST_BYTES: usize = 1024 * 1024;

/// The text, where `taken` bytes of what GitHub shows are taken already.
pub(crate) fn step_summary(summary: &Summary, trends: &Trends, scene: &Scene, taken: usize) -> String {
    let limit = Limit {
        most: MOST_BYTES.saturating_sub(taken).saturating_sub(2),
        measure: str::len,
    };
    document("", summary, trends, scene, limit)
}

/// Appends the text to the file that GitHub shows.
///
/// # Errors
/// Why it cannot be written.
pub(crate) fn append(path: &Path, summary: &Summary, trends: &Trends, scene: &Scene) -> Result<(), String> {
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        let taken = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let text = step_summary(summary, trends, scene, taken);
        // A line of another's that does not end would join ours.
        let gap = if taken > 0 { "\n\n" } else { "" };
        file.write_all(format!("{gap}{text}").as_bytes())
    };
    write().map_err(|error| format!("cannot write the step summary {}: {error}", path.display()))
}
