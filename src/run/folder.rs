//! The folder that runs on this machine leave their results in. It is the only place where this room writes.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use pipewright_model::artifact;
use pipewright_model::plan::{Cell, Profile};

use crate::read;

/// Tells a folder of ours, and keeps it out of the repository.
const MARK: &str = "# Made by `pipewright run`, which replaces what is here.\n*\n";

/// A folder of results that is ours until it is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes a folder: a new or empty one, or one that an earlier run made.
    ///
    /// # Errors
    /// When it is somebody else's, or another run has it, or it cannot be written.
    pub fn claim(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let failed = |error: io::Error| format!("cannot write into {shown}: {error}");
        fs::create_dir_all(path).map_err(failed)?;
        let mark = path.join(".gitignore");
        let is_empty = path.read_dir().map_err(failed)?.next().is_none();
        if !is_empty && read::text(&mark).ok().as_deref() != Some(MARK) {
            return Err(format!(
                "{shown} is there, and `pipewright run` did not make it\nname another folder with --output, or remove it"
            ));
        }
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(".lock"))
            .map_err(failed)?;
        lock.try_lock().map_err(|_| {
            format!("another run is writing into {shown}\nwait for it, or name another folder with --output")
        })?;
        let path = path.canonicalize().map_err(failed)?;
        let folder = Self { path, _lock: lock };
        folder.write(".gitignore", MARK)?;
        for inside in [folder.cells(), folder.path.join("logs")] {
            fs::create_dir_all(inside).map_err(failed)?;
        }
        Ok(folder)
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the results of cells are, each in a folder that is called like its artifact.
    pub(super) fn cells(&self) -> PathBuf {
        self.path.join("cells")
    }

    /// Where everything comes together.
    #[must_use]
    pub fn aggregate(&self) -> PathBuf {
        self.path.join("aggregate")
    }

    /// Where the results of a cell are.
    #[must_use]
    pub fn cell(&self, cell: &Cell) -> PathBuf {
        self.cells()
            .join(artifact::cell(&cell.version, &cell.scenario, "1"))
    }

    /// What the runtime prints about a cell.
    #[must_use]
    pub fn log(&self, cell: &Cell) -> PathBuf {
        self.path
            .join("logs")
            .join(format!("{}-{}.log", cell.version, cell.scenario))
    }

    /// Writes a file of ours.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.path.join(name);
        #[expect(
            clippy::disallowed_methods,
            reason = "no generated file, and nothing depends on it being whole"
        )]
        fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    /// Removes results of cells that are not asked for: they would be counted as too many.
    pub(super) fn keep(&self, profiles: &[Profile]) -> Result<(), String> {
        let wanted: Vec<PathBuf> = profiles
            .iter()
            .flat_map(|profile| &profile.cells)
            .map(|cell| self.cell(cell))
            .collect();
        let failed = |error: io::Error| format!("cannot tidy {}: {error}", self.cells().display());
        for entry in self.cells().read_dir().map_err(failed)?.flatten() {
            if !wanted.contains(&entry.path()) {
                fs::remove_dir_all(entry.path()).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// The last result of a cell. What a run that was cut off left of it is removed.
    pub(super) fn last(&self, cell: &Cell) -> Result<Option<PathBuf>, String> {
        let folder = self.cell(cell);
        let result = folder.join("result.json");
        if result.is_file() {
            return Ok(Some(result));
        }
        self.forget(cell)?;
        Ok(None)
    }

    /// Removes the summary of an earlier run: a runtime that writes none has none.
    #[expect(
        clippy::disallowed_methods,
        reason = "this room writes into a folder of its own"
    )]
    pub(super) fn forget_summary(&self) -> Result<(), String> {
        let path = self.aggregate().join("summary.json");
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(format!("cannot remove {}: {error}", path.display()))
            }
            _ => Ok(()),
        }
    }

    /// Removes what is there of a cell.
    pub(super) fn forget(&self, cell: &Cell) -> Result<(), String> {
        let folder = self.cell(cell);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
        }
        Ok(())
    }
}
