//! What earlier runs came to: a folder of segments that are compressed, checksummed and never changed.
//!
//! The segments are the truth. `docs/results.md`, section "History", has the layout and the rules.

mod absorb;
#[cfg(test)]
mod bench;
mod book;
mod bytes;
mod decode;
mod encode;
mod evidence;
mod export;
mod fault;
mod field;
mod folder;
mod index;
mod leftovers;
mod mark;
mod name;
mod prune;
mod record;
mod seal;
mod settle;
mod show;
mod table;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};

pub(crate) use absorb::absorb;
pub(crate) use book::{Book, Shown as ShownName, TestKey};
pub(crate) use evidence::evidence;
pub(crate) use export::{Format, export};
pub(crate) use index::{Update, index, refresh};
pub(crate) use mark::Mark;
pub(crate) use prune::{Limits, Pruned, prune};
pub(crate) use record::{Covered, Kept, Measure, Note, Record};
use settle::settle;
pub(crate) use show::{Shown, View, show};
pub(crate) use table::Table;
pub(crate) use write::Draft;

/// What is known of earlier runs.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Texts and tests of the runs.
    pub(crate) book: Book,
    /// The runs, each once, oldest first.
    pub(crate) runs: Vec<Record>,
    /// What could not be read, each with its file.
    pub(crate) problems: Vec<String>,
    /// The segments that were there, by their paths in the folder.
    segments: Vec<PathBuf>,
}

/// Reads a history. One that is not there is empty.
pub(crate) fn read(root: &Path) -> History {
    let contents = folder::read(root);
    let (segments, records): (Vec<_>, Vec<_>) = contents.segments.into_iter().unzip();
    History {
        runs: settle(records.into_iter().flatten().collect(), &contents.book),
        book: contents.book,
        problems: contents.problems,
        segments,
    }
}

/// What a run is known by, where nobody gave it an id: SHA-256 of it, in hexadecimal digits.
pub(crate) fn digest(book: &Book, record: &Record) -> String {
    let encode = |sink: &mut dyn std::io::Write| encode::encode(book, &[record], sink);
    seal::Imprint::of(encode).digest
}
