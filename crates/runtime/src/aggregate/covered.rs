//! Coverage files of cells -> covered lines by version.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::coverage::{FileCoverage, Kind, Lines, read_file, tell};

/// Most files of a version that are told one by one.
const MOST: usize = 5_000;

/// The lines of a version that tests ran through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct VersionCoverage {
    /// The version, or empty for files outside of a cell.
    pub(crate) version: String,
    /// Lines that are covered.
    pub(crate) covered: u64,
    /// Lines that could be.
    pub(crate) lines: u64,
    /// The source files, by path, at most 5,000.
    pub(crate) files: Vec<FileCoverage>,
}

/// Files that are coverage, by their path in the input.
#[derive(Debug, Default)]
pub(super) struct Covered(Vec<(PathBuf, Kind)>);

impl Covered {
    /// Takes the coverage files out of what was found: they hold no results.
    pub(super) fn take_out(root: &Path, folders: &mut BTreeMap<PathBuf, Vec<PathBuf>>) -> Self {
        let mut covered = Self::default();
        for files in folders.values_mut() {
            files.retain(|file| match tell(&root.join(file)) {
                Ok(Some(kind)) => {
                    covered.0.push((file.clone(), kind));
                    false
                }
                // What cannot be read is told where it is read for its results; a tracefile never has any.
                Ok(None) | Err(_) => !is_tracefile(file),
            });
        }
        covered
    }

    /// Merges them by version. Gives what is wrong with them, which is no reason to doubt the tests.
    pub(super) fn merge(
        self,
        root: &Path,
        version: impl Fn(&Path) -> String,
    ) -> (Vec<VersionCoverage>, Vec<String>) {
        let mut versions: BTreeMap<String, Lines> = BTreeMap::new();
        let mut problems = Vec::new();
        for (file, kind) in self.0 {
            let lines = versions.entry(version(&file)).or_default();
            let told = match read_file(&root.join(&file), kind, lines) {
                Ok(found) => found.told(),
                Err(error) => vec![format!("cannot be read: {error}")],
            };
            let shown = file.display();
            problems.extend(
                told.into_iter()
                    .map(|problem| format!("{shown}: coverage: {problem}")),
            );
        }
        (versions.into_iter().map(of_version).collect(), problems)
    }
}

/// Whether a file has a name that LCOV's tracefiles have.
pub(super) fn is_tracefile(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("info") || extension.eq_ignore_ascii_case("lcov")
    })
}

fn of_version((version, lines): (String, Lines)) -> VersionCoverage {
    let (covered, all) = lines.totals();
    VersionCoverage {
        version,
        covered,
        lines: all,
        files: lines.files().take(MOST).collect(),
    }
}
