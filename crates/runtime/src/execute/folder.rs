//! The output folder: whose it is, and what is where in it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::journal::{self, Record};
use crate::results::CellName;

/// A folder that belongs to this run until it is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// What a run puts into its folder, and removes from it when the same cell runs again.
const OURS: [&str; 10] = [
    "logs",
    "tests",
    "result.json",
    "junit.xml",
    "ctrf.json",
    "journal.jsonl",
    "datasets",
    "values",
    "diagnostics",
    ".reserve",
];
/// How many of these stay when a run goes on from them: the results are replaced when there are new ones.
const KEPT: usize = 5;
const LOCK: &str = ".lock";
/// How long a lock is waited for.
const LOCK_PATIENCE: Duration = Duration::from_millis(500);

impl Folder {
    /// Takes a folder for a new run of a cell. What an earlier run of the same cell left there is removed, unless this
    /// run goes on from it.
    pub(super) fn claim(path: &Path, cell: &CellName, keeps: bool) -> Result<Self> {
        let folder = Self::lock(path)?;
        let strangers = folder.strangers()?;
        match folder.owner()? {
            Some(Owner { cell: owner, .. }) if owner != *cell => bail!(
                "{} holds the results of {}/{}, not of {}/{}: choose another --output",
                path.display(),
                owner.version,
                owner.scenario,
                cell.version,
                cell.scenario
            ),
            Some(Owner { is_closed: false, .. }) => bail!(
                "{0} holds a run that was cut off; keep its results with\n  pipewright-runtime execute --from-journal \
                 --output {0}\nor remove the folder",
                path.display()
            ),
            Some(_) => {}
            None => {
                if let Some(stranger) = strangers.first() {
                    bail!(
                        "{} is not empty ({stranger}), and holds no earlier run: choose another --output",
                        path.display()
                    );
                }
            }
        }
        folder.clear(if keeps { &OURS[KEPT..] } else { &OURS })?;
        Ok(folder)
    }

    /// Takes a folder as it is.
    pub(super) fn lock(path: &Path) -> Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        let path = path
            .canonicalize()
            .with_context(|| format!("cannot find {}", path.display()))?;
        let lock = path.join(LOCK);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock);
        let file = file.with_context(|| format!("cannot write into {}", path.display()))?;
        let end = Instant::now() + LOCK_PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { path, _lock: file }),
                // A child that was just starting when its runtime was killed holds the lock for a moment longer.
                Err(fs::TryLockError::WouldBlock) if Instant::now() < end => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(fs::TryLockError::WouldBlock) => bail!("another run is writing into {}", path.display()),
                Err(fs::TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("cannot lock {}", lock.display()));
                }
            }
        }
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The journal.
    pub(super) fn journal(&self) -> PathBuf {
        self.path.join("journal.jsonl")
    }

    /// The log of something, and its path as results name it.
    pub(super) fn log(&self, name: &str) -> (PathBuf, String) {
        let relative = format!("logs/{name}.log");
        (self.path.join(&relative), relative)
    }

    /// A folder in it, made if it is not there.
    pub(super) fn make(&self, relative: &str) -> std::io::Result<PathBuf> {
        let path = self.path.join(relative);
        match fs::create_dir(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => fs::create_dir_all(&path)?,
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        Ok(path)
    }

    fn strangers(&self) -> Result<Vec<String>> {
        let entries =
            fs::read_dir(&self.path).with_context(|| format!("cannot list {}", self.path.display()))?;
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
        Ok(names.filter(|name| name != LOCK).collect())
    }

    fn owner(&self) -> Result<Option<Owner>> {
        let journal = self.journal();
        if !journal.exists() {
            return Ok(None);
        }
        let records = journal::read(&journal)?.records;
        let is_closed = records.iter().any(|record| matches!(record, Record::Closed(_)));
        let owner = records.into_iter().find_map(|record| match record {
            Record::Opened(opened) => Some(Owner {
                cell: opened.cell,
                is_closed,
            }),
            _ => None,
        });
        Ok(owner)
    }

    fn clear(&self, names: &[&str]) -> Result<()> {
        for name in names {
            let path = self.path.join(name);
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            match removed {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("cannot remove {}", path.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

struct Owner {
    cell: CellName,
    is_closed: bool,
}

/// A name as a file name: what is not a plain character becomes `_`, and then a checksum keeps it unique.
pub(super) fn file_name(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !name.is_empty() && name.len() <= 80 && name.chars().all(is_plain) && !name.starts_with('.') {
        return name.to_owned();
    }
    let plain: String = name
        .chars()
        .take(60)
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect();
    format!("_{plain}-{:08x}", crc32fast::hash(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn no_name_leaves_its_folder_and_no_two_share_one() {
        assert_eq!(file_name("chart-lint"), "chart-lint");
        for name in ["../up", "a/b", "", ".", "..", ".hidden", "tab\there", "ünïcode"] {
            let file = file_name(name);
            assert!(!file.contains('/') && !file.starts_with('.'), "{name} -> {file}");
        }
        assert_ne!(file_name("a/b"), file_name("a_b"));
        assert_ne!(file_name("a/b"), file_name("a:b"));
    }
}
