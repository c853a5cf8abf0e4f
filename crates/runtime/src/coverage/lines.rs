//! Lines of files, and how often tests ran through them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most lines that are kept: some gigabytes of sources.
const MOST: usize = 20_000_000;
/// The largest number of a line that is believed.
pub(super) const LAST: u32 = 10_000_000;

/// Lines of files, and how often tests ran through them: the union of all that was read. Of two that tell the same line,
/// the larger count stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    files: BTreeMap<String, BTreeMap<u32, u64>>,
    count: usize,
}

/// The lines of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FileCoverage {
    /// The path, as the coverage files tell it.
    pub(crate) path: String,
    /// Lines that are covered.
    pub(crate) covered: u64,
    /// Lines that could be.
    pub(crate) lines: u64,
}

/// Why a line does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Its number is 0, or larger than any file has lines.
    Number,
    /// There are too many already.
    Full,
}

impl Refused {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Number => "a line has a number that is 0, or above 10,000,000; it does not count",
            Self::Full => "there are more than 20,000,000 lines; the others do not count",
        }
    }
}

impl Lines {
    /// Adds a line. Its number counts from 1.
    pub(super) fn add(&mut self, file: &str, number: u32, hits: u64) -> Result<(), Refused> {
        if number == 0 || number > LAST {
            return Err(Refused::Number);
        }
        if !self.files.contains_key(file) {
            self.files.insert(file.to_owned(), BTreeMap::new());
        }
        let Some(lines) = self.files.get_mut(file) else {
            return Ok(());
        };
        if let Some(known) = lines.get_mut(&number) {
            *known = hits.max(*known);
        } else if self.count == MOST {
            return Err(Refused::Full);
        } else {
            self.count += 1;
            lines.insert(number, hits);
        }
        Ok(())
    }

    /// Lines that are covered, and lines that could be.
    pub(crate) fn totals(&self) -> (u64, u64) {
        let files = self.files();
        files.fold((0, 0), |sum, file| (sum.0 + file.covered, sum.1 + file.lines))
    }

    /// The files, by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileCoverage> {
        self.files.iter().map(|(path, lines)| FileCoverage {
            path: path.clone(),
            covered: lines.values().filter(|hits| **hits > 0).count() as u64,
            lines: lines.len() as u64,
        })
    }
}
