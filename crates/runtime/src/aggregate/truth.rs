//! All that is known, each thing once.

use indexmap::{IndexMap, IndexSet};

use super::cell::{Cell, Name};
use super::covered::VersionCoverage;

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Truth {
    pub(super) cells: IndexMap<Name, Cell>,
    pub(super) names: Names,
    /// What is wrong with the input, apart from the files of cells.
    pub(super) problems: Vec<String>,
    /// Files that hold no results.
    pub(super) ignored: Vec<String>,
    /// Lines that tests ran through, by version.
    pub(super) coverage: Vec<VersionCoverage>,
}

impl Truth {
    /// Whether all that is there could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.problems.is_empty() && self.cells.values().all(Cell::is_whole)
    }
}

/// Names that many tests share.
#[derive(Debug, Default)]
pub(super) struct Names(IndexSet<Box<str>>);

impl Names {
    pub(super) fn number(&mut self, name: &str) -> u32 {
        let index = self
            .0
            .get_index_of(name)
            .unwrap_or_else(|| self.0.insert_full(name.into()).0);
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    pub(super) fn name(&self, number: u32) -> &str {
        self.0.get_index(number as usize).map_or("", |name| name)
    }
}
