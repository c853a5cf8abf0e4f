//! The only reader of the disk.

mod yaml;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub use yaml::{Entry, Node, YamlFault};

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Missing,
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// The repository that a pipeline belongs to. Files are read once.
#[derive(Debug)]
pub struct Root {
    folder: PathBuf,
    yaml: RefCell<HashMap<String, Rc<Result<Node, YamlFault>>>>,
}

impl Root {
    /// The repository in a folder.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            yaml: RefCell::default(),
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is at a path from the root.
    #[must_use]
    pub fn kind(&self, path: &str) -> Kind {
        match self.folder.join(path).metadata() {
            Ok(found) if found.is_dir() => Kind::Folder,
            Ok(_) => Kind::File,
            Err(_) => Kind::Missing,
        }
    }

    /// A YAML file, with the position of each key.
    pub fn yaml(&self, path: &str) -> Rc<Result<Node, YamlFault>> {
        if let Some(known) = self.yaml.borrow().get(path) {
            return Rc::clone(known);
        }
        let node = match text(&self.folder.join(path)) {
            Ok(text) => yaml::parse(&text),
            Err(error) => Err(YamlFault {
                line: 0,
                column: 1,
                message: error.to_string(),
            }),
        };
        let node = Rc::new(node);
        self.yaml.borrow_mut().insert(path.to_owned(), Rc::clone(&node));
        node
    }

    /// Names of the entries of a folder that can be named in UTF-8, sorted; none if there is no such folder.
    #[must_use]
    pub fn names(&self, path: &str) -> Vec<String> {
        let Ok(entries) = self.folder.join(path).read_dir() else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort_unstable();
        names
    }
}

/// Text of a file.
///
/// # Errors
/// That of the file system; [`io::ErrorKind::InvalidData`] when it is not UTF-8, saying at which byte.
pub fn text(path: &Path) -> io::Result<String> {
    let bytes = bytes(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("not UTF-8 text: byte {at} begins no character"),
        )
    })
}

/// Bytes of a file.
///
/// # Errors
/// That of the file system.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the reader that the lint sends everyone to"
)]
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Size of a file in bytes.
///
/// # Errors
/// That of the file system.
pub fn size(path: &Path) -> io::Result<u64> {
    Ok(path.metadata()?.len())
}
