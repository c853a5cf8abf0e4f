//! All files or none: every text is on disk under another name before the first one takes its place.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::{Desired, Outcome, State};
use crate::read;

/// What the name of a file begins with that is not in its place yet.
const STAGED: &str = ".pipewright-";
/// How old such a file is that nobody is about to put into its place.
const LEFT: Duration = Duration::from_secs(60);

/// A change that has been made, and what was there before.
struct Done {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

pub(super) fn apply(root: &Path, desired: &[Desired], outcomes: &[Outcome]) -> io::Result<()> {
    let mut staged = Vec::new();
    tidy(root, desired);
    for outcome in outcomes {
        let path = root.join(&outcome.path);
        let file = match outcome.state {
            State::UpToDate | State::Stray => continue,
            State::Orphan => None,
            State::Missing | State::Unsealed | State::Stale { .. } => {
                let Some(file) = desired.iter().find(|file| file.path == outcome.path) else {
                    continue;
                };
                Some(stage(&path, &file.text).map_err(|error| named(&error, &outcome.path))?)
            }
        };
        staged.push((path, file));
    }
    let mut done: Vec<Done> = Vec::new();
    for (path, file) in staged {
        let before = read::bytes(&path).ok();
        match replace(&path, file) {
            Ok(()) => done.push(Done { path, before }),
            Err(error) => {
                undo(done);
                return Err(named(&error, &path.display().to_string()));
            }
        }
    }
    Ok(())
}

/// Removes what runs left behind that were killed: files that are staged live for less than a second.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the writer that the lint sends everyone to"
)]
fn tidy(root: &Path, desired: &[Desired]) {
    let folders = desired.iter().filter_map(|file| Path::new(&file.path).parent());
    let folders: BTreeSet<&Path> = folders.collect();
    for folder in folders {
        let folder = root.join(folder);
        for name in read::Root::new(&folder).names("") {
            let staged = name.strip_prefix(STAGED).unwrap_or_default();
            let is_staged = staged.len() == 6 && staged.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let path = folder.join(name);
            let is_left = || -> io::Result<bool> {
                let found = path.symlink_metadata()?;
                let age = found.modified()?.elapsed().unwrap_or_default();
                Ok(found.is_file() && age > LEFT)
            };
            if is_staged && is_left().unwrap_or_default() {
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

fn named(error: &io::Error, path: &str) -> io::Error {
    io::Error::new(error.kind(), format!("{path}: {error}"))
}

fn stage(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(STAGED)
        .permissions(permissions())
        .tempfile_in(folder)?;
    // What is there keeps its permissions.
    if let Ok(found) = std::fs::metadata(path) {
        file.as_file().set_permissions(found.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Those of an ordinary file; the process's mask still applies.
#[cfg(unix)]
fn permissions() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::Permissions::from_mode(0o666)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the writer that the lint sends everyone to"
)]
fn replace(path: &Path, file: Option<NamedTempFile>) -> io::Result<()> {
    match file {
        Some(file) => file.persist(path).map(drop).map_err(|error| error.error),
        None => std::fs::remove_file(path),
    }
}

/// Puts back what was there. A failure here has nowhere to go: the first error is the one that is reported.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the writer that the lint sends everyone to"
)]
fn undo(done: Vec<Done>) {
    for Done { path, before } in done.into_iter().rev() {
        match before {
            Some(bytes) => drop(std::fs::write(path, bytes)),
            None => drop(std::fs::remove_file(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder stands where the second file goes: by then the first one has been replaced, and one was new.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
    fn what_was_written_before_a_failure_is_put_back() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a"), "old").unwrap();
        std::fs::create_dir_all(root.path().join("c/in the way")).unwrap();
        let desired = ["a", "b", "c"].map(|path| Desired {
            path: path.to_owned(),
            text: "new".to_owned(),
        });
        let stale = State::Stale {
            diff: String::new(),
            line: 1,
            cause: crate::sync::Cause::Generator,
        };
        let states = [stale, State::Missing, State::Missing];
        let outcomes = desired.iter().zip(states).map(|(file, state)| Outcome {
            path: file.path.clone(),
            state,
        });
        let error = apply(root.path(), &desired, &outcomes.collect::<Vec<_>>()).unwrap_err();
        assert!(error.to_string().contains("/c: "), "{error}");
        assert_eq!(read::text(&root.path().join("a")).unwrap(), "old");
        assert!(!root.path().join("b").exists());
        let left = read::Root::new(root.path()).names(".");
        assert_eq!(left, ["a", "c"], "no temporary file is left");
    }
}
