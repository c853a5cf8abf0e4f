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
            State::Missing | State::Stale { .. } => {
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
