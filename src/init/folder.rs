//! The folders of a repository that may hold something to test.

use crate::draft::harmless;
use crate::read::{Kind, Root};

/// Folders that hold what was installed or built, not what is tested.
const SKIPPED: [&str; 10] = [
    "node_modules",
    "target",
    "vendor",
    "dist",
    "build",
    "out",
    "venv",
    "__pycache__",
    "testdata",
    "fixtures",
];

/// How deep it is looked, and at how many folders: a repository is not searched for minutes.
const DEPTH: usize = 6;
const MOST: usize = 2_000;

/// A folder, and the names in it.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// Path from the root; empty for the root.
    pub(super) path: String,
    /// The names in it, sorted.
    pub(super) names: Vec<String>,
}

impl Folder {
    /// The path of a name in it.
    pub(super) fn join(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.path)
        }
    }

    /// The path as an argument of a command: `.` for the root, and never an option.
    pub(super) fn argument(&self) -> String {
        match self.path.as_str() {
            "" => ".".to_owned(),
            path if path.starts_with('-') => format!("./{path}"),
            path => path.to_owned(),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Whether it is inside of another folder.
    pub(super) fn is_in(&self, other: &str) -> bool {
        other.is_empty() && !self.path.is_empty()
            || self
                .path
                .strip_prefix(other)
                .is_some_and(|rest| rest.starts_with('/'))
    }
}

/// The folders, parents first, in the order of their names; and the paths that cannot be written down.
pub(super) fn folders(root: &Root) -> (Vec<Folder>, Vec<String>) {
    let mut found = Vec::new();
    let mut refused = Vec::new();
    let mut waiting = vec![(String::new(), 0)];
    while let Some((path, depth)) = waiting.pop() {
        let (names, hostile): (Vec<String>, Vec<String>) = root
            .names(if path.is_empty() { "." } else { &path })
            .into_iter()
            .partition(|name| is_plain(name));
        let folder = Folder { path, names };
        refused.extend(hostile.iter().map(|name| folder.join(name)));
        if depth < DEPTH {
            let inner = folder
                .names
                .iter()
                .rev()
                .filter(|name| !name.starts_with('.') && !SKIPPED.contains(&name.as_str()));
            let inner = inner
                .map(|name| folder.join(name))
                .filter(|path| root.kind(path) == Kind::Folder && !root.is_link(path));
            waiting.extend(inner.map(|path| (path, depth + 1)));
        }
        found.push(folder);
        if found.len() == MOST {
            break;
        }
    }
    (found, refused)
}

/// Whether a name can be written into a workflow and a command: nothing in it is hidden, an expression, or a `\`.
fn is_plain(name: &str) -> bool {
    harmless(name) == name && !name.contains("${{") && !name.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_be_code_are_refused() {
        assert!(is_plain("Chart of accounts.yaml") && is_plain("日本"));
        for name in ["a\nb", "a\u{202e}b", "${{ github.token }}", "a\\b", "\u{1b}[2J"] {
            assert!(!is_plain(name), "{name:?}");
        }
        let folder = Folder {
            path: "-rf".to_owned(),
            names: Vec::new(),
        };
        assert_eq!(folder.argument(), "./-rf");
        assert!(folder.is_in("") && !folder.is_in("-r"));
    }
}
