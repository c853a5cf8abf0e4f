//! The only reader of the disk.

mod yaml;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
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

    /// Whether a path is a symbolic link, which may lead out of the repository.
    #[must_use]
    pub fn is_link(&self, path: &str) -> bool {
        self.folder
            .join(path)
            .symlink_metadata()
            .is_ok_and(|found| found.is_symlink())
    }

    /// The beginning of a path that is a symbolic link, if there is one.
    #[must_use]
    pub fn link<'p>(&self, path: &'p str) -> Option<&'p str> {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        ends.map(|end| &path[..end]).find(|part| self.is_link(part))
    }

    /// A YAML file, with the position of each key.
    pub fn yaml(&self, path: &str) -> Rc<Result<Node, YamlFault>> {
        if let Some(known) = self.yaml.borrow().get(path) {
            return Rc::clone(known);
        }
        let node = match text(&self.folder.join(path)) {
            Ok(text) => yaml::parse(&text),
            Err(fault) => Err(YamlFault {
                line: fault.line,
                column: fault.column,
                message: fault.message,
            }),
        };
        let node = Rc::new(node);
        self.yaml.borrow_mut().insert(path.to_owned(), Rc::clone(&node));
        node
    }

    /// A line of a text file, from 1, if there is one.
    #[must_use]
    pub fn line(&self, path: &str, number: usize) -> Option<String> {
        let text = text(&self.folder.join(path)).ok()?;
        text.lines().nth(number.checked_sub(1)?).map(str::to_owned)
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

/// Largest text that is read, in bytes. The largest real one has a thousandth of it.
pub const MAX_BYTES: u64 = 4 << 20;

/// Why a file cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFault {
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl TextFault {
    fn whole(message: String, help: &'static str) -> Self {
        Self {
            line: 0,
            column: 1,
            message,
            help,
        }
    }
}

impl fmt::Display for TextFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for TextFault {}

/// Text of a file.
///
/// # Errors
/// What is no regular file, is larger than [`MAX_BYTES`], or is not UTF-8; and the errors of the file system.
pub fn text(path: &Path) -> Result<String, TextFault> {
    let system = |error: io::Error| {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "name an existing file, from the root of the repository",
            io::ErrorKind::PermissionDenied => "give yourself the right to read it",
            _ => "name a file that can be read",
        };
        TextFault::whole(error.to_string(), help)
    };
    let found = path.metadata().map_err(system)?;
    if !found.is_file() {
        let what = if found.is_dir() {
            "it is a folder"
        } else {
            "it is no regular file"
        };
        return Err(TextFault::whole(what.to_owned(), "name a file"));
    }
    if found.len() > MAX_BYTES {
        let message = format!("it has {} bytes, and at most {MAX_BYTES} are read", found.len());
        return Err(TextFault::whole(
            message,
            "is it the right file? a real one has a thousandth of that",
        ));
    }
    let bytes = bytes(path).map_err(system)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        TextFault {
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
            message: format!(
                "not UTF-8 text: the byte {:#04x} begins no character",
                error.as_bytes()[at]
            ),
            help: "save the file as UTF-8",
        }
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
