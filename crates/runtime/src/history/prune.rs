//! What a folder is to hold, and the way there. It follows from the set of runs alone, so that whoever prunes, and in
//! whatever order runs came in, the same files remain: each run of the newest month in a segment of its own, and all
//! runs of each earlier month in one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::book::Book;
use super::folder;
use super::leftovers;
use super::name;
use super::record::Record;
use super::settle::settle;
use super::write::Draft;

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Which runs go: those that both limits let go, of the limits that are given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// As many of the newest stay. 0: no limit.
    pub(crate) keep: usize,
    /// Those that started in the last so many days stay.
    pub(crate) older_than: Option<u32>,
    /// Now, in milliseconds since 1970.
    pub(crate) now: i64,
}

/// What was done, or would be.
#[derive(Debug, Default)]
pub(crate) struct Pruned {
    /// Runs that go, oldest first: id, attempt and start.
    pub(crate) removed: Vec<(String, u32, i64)>,
    /// How many runs stay.
    pub(crate) kept: usize,
    /// Segments that are new.
    pub(crate) written: Vec<PathBuf>,
    /// Segments that are no longer needed.
    pub(crate) deleted: Vec<PathBuf>,
    /// What could not be read, and therefore stays as it is.
    pub(crate) problems: Vec<String>,
}

impl Limits {
    /// How many of the runs, oldest first, go.
    fn doomed(self, runs: &[Record]) -> usize {
        let by_count = match (self.keep, self.older_than) {
            (0, None) => 0,
            (keep, _) => runs.len().saturating_sub(keep),
        };
        let by_age = self.older_than.map_or(runs.len(), |days| {
            let first = self.now.saturating_sub(i64::from(days).saturating_mul(DAY));
            runs.partition_point(|run| run.started < first)
        });
        by_count.min(by_age)
    }
}

/// Removes runs beyond the limits, and packs months that are over.
pub(crate) fn prune(root: &Path, limits: Limits, is_dry: bool) -> Result<Pruned> {
    let contents = folder::read(root);
    let (book, problems) = (contents.book, contents.problems);
    let present: BTreeSet<PathBuf> = contents.segments.keys().cloned().collect();
    let mut runs = settle(contents.segments.into_values().flatten().collect(), &book);
    let removed: Vec<Record> = runs.drain(..limits.doomed(&runs)).collect();
    let wanted = drafts(&book, &runs);
    let paths: BTreeSet<&Path> = wanted.iter().map(|draft| draft.path.as_path()).collect();
    let mut pruned = Pruned {
        removed: removed
            .into_iter()
            .map(|run| (run.id, run.attempt, run.started))
            .collect(),
        kept: runs.len(),
        deleted: present
            .iter()
            .filter(|path| !paths.contains(path.as_path()))
            .cloned()
            .collect(),
        problems,
        ..Pruned::default()
    };
    let new = wanted.iter().filter(|draft| !present.contains(&draft.path));
    for draft in new {
        if !is_dry {
            draft.write(root)?;
        }
        pruned.written.push(draft.path.clone());
    }
    // Only now that every run that stays is in a segment that stays.
    if !is_dry {
        delete(root, &pruned.deleted)?;
        leftovers::clear(root, limits.now);
    }
    Ok(pruned)
}

/// The segments of runs.
fn drafts<'a>(book: &'a Book, runs: &'a [Record]) -> Vec<Draft<'a>> {
    let mut months: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    for run in runs {
        months.entry(name::month(run)).or_default().push(run);
    }
    let newest = months.pop_last().map(|(_, runs)| runs).unwrap_or_default();
    let packs = months
        .into_iter()
        .map(|(month, runs)| Draft::of_pack(book, &month, runs));
    packs
        .chain(newest.into_iter().map(|run| Draft::of_run(book, run)))
        .collect()
}

fn delete(root: &Path, paths: &[PathBuf]) -> Result<()> {
    for path in paths {
        let path = root.join(path);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot delete {}", path.display()));
            }
            _ => {}
        }
        // The folder of a month goes with the last of its runs; one that is not empty stays.
        let _ = path.parent().map(std::fs::remove_dir);
    }
    Ok(())
}
