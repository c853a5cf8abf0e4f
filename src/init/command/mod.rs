//! What tests a folder, by the files in it. One ecosystem a file.

mod cargo;
mod go;
mod java;
mod make;
mod node;
mod python;
mod script;

use super::finding::Finding;
use super::folder::Folder;
use crate::read::{self, Root};

/// Most commands that are taken up: a first pipeline is read by a person.
const MOST: usize = 40;

/// What an ecosystem looks at.
#[derive(Clone, Copy)]
struct Look<'a> {
    root: &'a Root,
    folder: &'a Folder,
    /// All folders, for what an outer one covers.
    all: &'a [Folder],
}

impl Look<'_> {
    /// The text of a file of the folder; nothing where it cannot be read.
    fn text(&self, name: &str) -> Option<String> {
        if !self.folder.has(name) {
            return None;
        }
        read::text(&self.root.folder().join(self.folder.join(name))).ok()
    }

    /// Whether an outer folder has a file of this name.
    fn is_below(&self, name: &str) -> bool {
        self.all
            .iter()
            .any(|other| other.has(name) && self.folder.is_in(&other.path))
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name)
    }
}

/// The commands that test the folders of a repository, and how many more there are than are taken up.
pub(super) fn commands(root: &Root, folders: &[Folder]) -> (Vec<Finding>, usize) {
    let ecosystems: [fn(Look<'_>) -> Option<Finding>; 5] =
        [cargo::find, node::find, go::find, java::find, python::find];
    let mut found = Vec::new();
    for folder in folders {
        let look = Look {
            root,
            folder,
            all: folders,
        };
        let before = found.len();
        found.extend(ecosystems.iter().filter_map(|find| find(look)));
        found.extend(script::find(look));
        // A Makefile mostly calls what was found by itself.
        if found.len() == before {
            found.extend(make::find(look));
        }
    }
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    (found, more)
}
