//! The folder of a history. Nothing outside of it is read: symbolic links are not followed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::book::Book;
use super::decode::decode;
use super::fault::Fault;
use super::name::{ENDING, PACKS, RUNS};
use super::record::Record;
use super::seal;

/// Most bytes of a file that is looked into.
const MOST: u64 = 256 << 20;

/// What lies in a folder: the runs of each segment, as they were met.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Texts and tests.
    pub(super) book: Book,
    /// The runs of each segment that could be read, by its path in the folder.
    pub(super) segments: BTreeMap<PathBuf, Vec<Record>>,
    /// What could not be read, each with its file.
    pub(super) problems: Vec<String>,
}

/// Reads a folder. One that is not there is empty. What cannot be read keeps nothing else from being read.
pub(super) fn read(root: &Path) -> Contents {
    let mut contents = Contents::default();
    let paths = list(root, &mut contents.problems);
    for path in paths {
        match segment(&root.join(&path), &mut contents.book) {
            Ok(records) => {
                contents.segments.insert(path, records);
            }
            // Somebody packed it in the meantime: its runs are in another segment.
            Err(Fault::Unreadable(error)) if error.kind() == io::ErrorKind::NotFound => {}
            Err(fault) => contents.problems.push(format!("{}: {fault}", path.display())),
        }
    }
    contents
}

/// The runs of a segment.
fn segment(path: &Path, book: &mut Book) -> Result<Vec<Record>, Fault> {
    let length = std::fs::metadata(path).map_err(Fault::Unreadable)?.len();
    if length > MOST {
        return Err(Fault::Damaged(format!(
            "{length} bytes are more than any segment has"
        )));
    }
    let file = std::fs::read(path).map_err(Fault::Unreadable)?;
    let (format, payload) = seal::open(&file)?;
    drop(file);
    decode(&payload, format, book)
}

/// The segments of a folder, in order, by their paths in it.
pub(super) fn list(root: &Path, problems: &mut Vec<String>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(PACKS), PathBuf::from(RUNS)];
    while let Some(folder) = folders.pop() {
        let entries = match entries(&root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                problems.push(format!("{}: it cannot be looked into: {error}", folder.display()));
                continue;
            }
        };
        for (name, kind) in entries {
            let path = folder.join(name);
            let is_segment = path.extension().is_some_and(|ending| ending == ENDING);
            if is_segment && kind.is_file() {
                found.push(path);
            } else if is_segment {
                problems.push(format!("{}: it is no regular file", path.display()));
            } else if kind.is_dir() && path.components().count() == 2 {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What lies directly in a folder, each with what it is.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<(std::ffi::OsString, std::fs::FileType)>> {
    let entries = std::fs::read_dir(folder)?;
    entries
        .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
        .collect()
}
