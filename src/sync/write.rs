//! All files or none: every text is on disk under another name before the first one takes its place.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{Desired, Outcome, State};
use crate::read;

/// A change that has been made, and what was there before.
struct Done {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

pub(super) fn apply(root: &Path, desired: &[Desired], outcomes: &[Outcome]) -> io::Result<()> {
    let mut staged = Vec::new();
    for outcome in outcomes {
        let path = root.join(&outcome.path);
        let file = match outcome.state {
            State::UpToDate => continue,
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

fn named(error: &io::Error, path: &str) -> io::Error {
    io::Error::new(error.kind(), format!("{path}: {error}"))
}

fn stage(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".pipewright-")
        .permissions(permissions())
        .tempfile_in(folder)?;
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
