//! Desired text against what is on disk. The only writer.

mod cause;
mod diff;
mod record;
mod write;

use std::io;
use std::path::Path;

use crate::emit::banner;
use crate::read;

pub use cause::{Bump, Cause};
pub use record::seal;

use cause::Evidence;
use record::{Record, without_record};

/// What `gen` is to do with a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Mend it.
    Write,
    /// Report it, as an error.
    Check,
    /// Show what would be mended.
    DryRun,
}

/// The command that mends every difference.
pub const MEND: &str = "pipewright gen";

/// A file as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desired {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Path from the root.
    pub path: String,
    /// How the disk compares.
    pub state: State,
}

/// How the disk compares with a desired file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The same, but perhaps for the ends of lines.
    UpToDate,
    /// There is no such file.
    Missing,
    /// It has another text.
    Stale {
        /// A unified diff from what is there to what should be.
        diff: String,
        /// The first line that differs, from 1.
        line: usize,
        /// Why.
        cause: Cause,
    },
    /// The lock, in which nothing but the record is another: the pipeline has changed in what no file shows. That is no
    /// drift, and `gen` mends it.
    Unsealed,
    /// It was generated from this pipeline once, as a record says, and is not any more.
    Orphan,
    /// It says that it was generated from this pipeline, and no record knows of it: somebody's copy of a generated file,
    /// or what a merge has left. Whose it is cannot be told, so it is never removed.
    Stray,
}

impl State {
    /// Whether `gen --check` is content with it.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        matches!(self, Self::UpToDate | Self::Unsealed)
    }
}

/// Compares every desired file with the disk, and finds generated ones that are not desired any more. `lock` is the
/// path of the one that has the record.
///
/// # Errors
/// That of the file system, with the path.
pub fn compare(root: &Path, desired: &[Desired], source: &str, lock: &str) -> io::Result<Vec<Outcome>> {
    let recorded = found(root, lock)?.unwrap_or_default();
    let sealed = desired.iter().find(|file| file.path == lock);
    let evidence = Evidence {
        source,
        lock,
        recorded: Record::read(&recorded),
        desired: Record::read(sealed.map(|file| file.text.as_str()).unwrap_or_default()),
    };
    let mut outcomes = Vec::new();
    for file in desired {
        outcomes.push(Outcome {
            path: file.path.clone(),
            state: state(root, file, &evidence)?,
        });
    }
    outcomes.extend(surplus(root, desired, source));
    Ok(outcomes)
}

fn state(root: &Path, file: &Desired, evidence: &Evidence<'_>) -> io::Result<State> {
    let Some(found) = found(root, &file.path)? else {
        return Ok(State::Missing);
    };
    if found == file.text {
        return Ok(State::UpToDate);
    }
    if file.path == evidence.lock && without_record(&found) == without_record(&file.text) {
        return Ok(State::Unsealed);
    }
    Ok(State::Stale {
        diff: diff::unified(&file.path, &found, &file.text),
        line: diff::first_line(&found, &file.text),
        cause: evidence.cause(&found, file),
    })
}

/// The text of a file, if there is one. A checkout may have turned LF into CRLF. A file that somebody spoilt with other
/// bytes than UTF-8 is stale, not an error.
fn found(root: &Path, path: &str) -> io::Result<Option<String>> {
    let file = root.join(path);
    let disk = read::Root::new(root);
    let link = disk.link(path).filter(|_| path.starts_with(".github/"));
    let odd = match file.metadata() {
        _ if link.is_some() => Some(format!(
            "`{}` is a symbolic link, and GitHub follows none; put a file or a folder in its place",
            link.unwrap_or_default()
        )),
        Ok(found) if found.is_file() && found.len() > read::MAX_BYTES => Some(format!(
            "it has {} bytes, and is not what `gen` wrote; move it",
            found.len()
        )),
        Ok(found) if !found.is_file() && !found.is_dir() => {
            Some("what is no regular file is in the way of the file; move it".to_owned())
        }
        _ => None,
    };
    if let Some(why) = odd {
        return Err(io::Error::other(format!("{path}: {why}")));
    }
    match read::bytes(&file) {
        Ok(found) => Ok(Some(String::from_utf8_lossy(&found).replace("\r\n", "\n"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let why = match error.kind() {
                io::ErrorKind::IsADirectory => "a folder is in the way of the file; move it".to_owned(),
                io::ErrorKind::NotADirectory => {
                    "a file is in the way of the folder it belongs to; move it".to_owned()
                }
                _ => error.to_string(),
            };
            Err(io::Error::new(error.kind(), format!("{path}: {why}")))
        }
    }
}

/// YAML files under `.github` that carry the banner of this source and are not desired. The locks among them record
/// what else was generated beside them: where the workflow has another name now, the old lock is one of them.
fn surplus(root: &Path, desired: &[Desired], source: &str) -> Vec<Outcome> {
    let banner = banner(source);
    let first_line = banner.lines().next();
    let disk = read::Root::new(root);
    let mut bannered = Vec::new();
    for folder in [".github/workflows", ".github"] {
        for name in disk.names(folder) {
            let yaml = name.ends_with(".yml") || name.ends_with(".yaml");
            let path = format!("{folder}/{name}");
            if let Some(text) = yaml.then(|| read::text(&root.join(&path)).ok()).flatten()
                && text.lines().next() == first_line
            {
                bannered.push((path, text));
            }
        }
    }
    let records: Vec<Record<'_>> = bannered.iter().map(|(_, text)| Record::read(text)).collect();
    let surplus = bannered
        .iter()
        .filter(|(path, _)| desired.iter().all(|file| file.path != *path));
    let outcomes = surplus.map(|(path, _)| Outcome {
        path: path.clone(),
        state: if records.iter().any(|record| record.knows(path)) {
            State::Orphan
        } else {
            State::Stray
        },
    });
    outcomes.collect()
}

/// Makes the disk as desired: all files, or none.
///
/// # Errors
/// That of the file system, with the path. Whatever had been written by then is as it was before.
pub fn apply(root: &Path, desired: &[Desired], outcomes: &[Outcome]) -> io::Result<()> {
    write::apply(root, desired, outcomes)
}
