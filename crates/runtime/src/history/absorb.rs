use std::path::Path;

use anyhow::Result;

use super::folder;
use super::write::Draft;

/// What was taken over.
#[derive(Debug, Default)]
pub(crate) struct Absorbed {
    /// Runs that are new.
    pub(crate) added: usize,
    /// Runs that were there.
    pub(crate) known: usize,
    /// What could not be read, and is therefore not taken over.
    pub(crate) problems: Vec<String>,
}

/// Adds the runs of another folder. Each is read and written anew, so that nothing unreadable comes in, and a run has one
/// name wherever it comes from. Nothing that is there is read: the work does not grow with the history.
pub(crate) fn absorb(root: &Path, from: &Path) -> Result<Absorbed> {
    let contents = folder::read(from);
    let mut absorbed = Absorbed {
        problems: contents.problems,
        ..Absorbed::default()
    };
    for record in contents.segments.values().flatten() {
        if Draft::of_run(&contents.book, record).write(root)? {
            absorbed.added += 1;
        } else {
            absorbed.known += 1;
        }
    }
    Ok(absorbed)
}
