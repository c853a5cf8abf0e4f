//! What lies in the input. Nothing outside of it is ever read: symbolic links are not followed.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::covered::is_tracefile;

/// Most folders inside of each other.
const DEPTH: usize = 16;
/// Most files.
const FILES: usize = 200_000;

/// What lies in the input.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Result files by their folder, each relative to the input, in order.
    pub(super) folders: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// What could not be looked at, with the reason.
    pub(super) problems: Vec<String>,
    files: usize,
}

/// Looks through the input.
pub(super) fn walk(root: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    found.enter(root, Path::new(""), 0)?;
    Ok(found)
}

impl Found {
    fn enter(&mut self, root: &Path, folder: &Path, depth: usize) -> io::Result<()> {
        let mut entries = std::fs::read_dir(root.join(folder))?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        // A folder that a run left exists, even if nothing is in it.
        if depth == 1 {
            self.folders.entry(folder.to_owned()).or_default();
        }
        for entry in entries {
            let path = folder.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_symlink() {
                self.complain(&path, "a symbolic link, which is not followed");
            } else if kind.is_dir() && depth == DEPTH {
                self.complain(&path, "too many folders inside of each other");
            } else if kind.is_dir() {
                if let Err(error) = self.enter(root, &path, depth + 1) {
                    self.complain(&path, &format!("cannot be read: {error}"));
                }
            } else if is_candidate(&path) {
                self.file(folder, path, kind.is_file());
            }
        }
        Ok(())
    }

    fn file(&mut self, folder: &Path, path: PathBuf, is_regular: bool) {
        self.files += 1;
        if !is_regular {
            self.complain(&path, "no regular file");
        } else if self.files == FILES {
            self.complain(&path, "too many files: this one and all after it are not read");
        } else if self.files < FILES {
            self.folders.entry(folder.to_owned()).or_default().push(path);
        }
    }

    fn complain(&mut self, path: &Path, text: &str) {
        self.problems.push(format!("{}: {text}", path.display()));
    }
}

fn is_candidate(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("xml") || extension.eq_ignore_ascii_case("json")
    }) || is_tracefile(path)
}
