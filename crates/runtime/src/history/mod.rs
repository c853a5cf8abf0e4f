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

use std::path::Path;

use anyhow::Result;

pub(crate) use absorb::absorb;
pub(crate) use book::{Book, TestKey};
pub(crate) use export::{Format, export};
pub(crate) use index::{index, refresh};
pub(crate) use mark::Mark;
pub(crate) use prune::{Limits, Pruned, prune};
pub(crate) use record::{Covered, Kept, Measure, Note, Record};
use settle::settle;
pub(crate) use show::{Shown, View, show};
pub(crate) use table::Table;
use write::Draft;

/// What is known of earlier runs.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Texts and tests of the runs.
    pub(crate) book: Book,
    /// The runs, each once, oldest first.
    pub(crate) runs: Vec<Record>,
    /// What could not be read, each with its file.
    pub(crate) problems: Vec<String>,
}

/// Reads a history. One that is not there is empty.
pub(crate) fn read(root: &Path) -> History {
    let contents = folder::read(root);
    let records = contents.segments.into_values().flatten().collect();
    History {
        runs: settle(records, &contents.book),
        book: contents.book,
        problems: contents.problems,
    }
}

/// Adds a run to a folder. Whether it was not there.
pub(crate) fn add(root: &Path, book: &Book, record: &Record) -> Result<bool> {
    Draft::of_run(book, record).write(root)
}

/// What a run is known by, where nobody gave it an id: SHA-256 of it, in hexadecimal digits.
pub(crate) fn digest(book: &Book, record: &Record) -> String {
    seal::digest(&encode::encode(book, &[record]))
}
