//! A cell of the aggregate.

use std::collections::HashMap;

use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;
use pipewright_model::exit::Runtime;
use pipewright_model::plan;

use super::test::{Key, Test};
use crate::results::{CellName, Outcome};

/// What a cell is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// A cell of the pipeline.
    Own(Id),
    /// A folder with files that others wrote.
    Foreign(String),
}

/// A cell of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Id {
    /// The version.
    pub(super) version: String,
    /// The suite.
    pub(super) suite: String,
    /// The scenario.
    pub(super) scenario: String,
}

impl From<CellName> for Id {
    fn from(name: CellName) -> Self {
        Self {
            version: name.version,
            suite: name.suite,
            scenario: name.scenario,
        }
    }
}

impl Name {
    pub(super) fn of(cell: &plan::Cell) -> Self {
        Self::Own(Id {
            version: cell.version.clone(),
            suite: cell.suite.clone(),
            scenario: cell.scenario.clone(),
        })
    }

    /// For people: `3.5.7/baseline`, or the name of the folder.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Own(name) => format!("{}/{}", name.version, name.scenario),
            Self::Foreign(name) => name.clone(),
        }
    }
}

/// One run of a cell, by what its result says of itself.
#[derive(Debug, Clone)]
pub(super) struct Take {
    /// Its folder, relative to the input.
    pub(super) folder: String,
    /// Which run and which attempt of it. Folders that share it are shards of one.
    pub(super) run: (String, u32),
    pub(super) outcome: Option<Outcome>,
    /// Whether what runs before or after its tests did not pass.
    pub(super) has_failed_hook: bool,
    pub(super) started: String,
    pub(super) finished: String,
    pub(super) duration: f64,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// Keys are numbers that this program gave, which nobody can make collide: a quick hash does.
    pub(super) tests: IndexMap<Key, Test, DefaultHashBuilder>,
    /// Its runs, the last one last.
    pub(super) takes: Vec<Take>,
    /// Tests that had to report, by its own word.
    pub(super) expected: Vec<String>,
    /// What is wrong with its files, each with the file.
    pub(super) problems: Vec<String>,
    /// Tests that are said to have passed, and have not run.
    pub(super) hollow: Vec<String>,
    /// How many tests of a source have a name, for names that more than one of them has.
    pub(super) copies: HashMap<(Key, u32), usize>,
    /// How many tests were told by more than one file of a run.
    pub(super) duplicates: usize,
}

impl Cell {
    /// Whether all of it could be read, and it was neither stopped nor is incomplete by its own word.
    pub(super) fn is_whole(&self) -> bool {
        let is_whole = |code: u8| code == Runtime::Passed.code() || code == Runtime::Failed.code();
        let outcomes = self.last().filter_map(|take| take.outcome.as_ref());
        self.problems.is_empty() && outcomes.map(|outcome| outcome.exit_code).all(is_whole)
    }

    /// Runs that count: the last one, with all its shards.
    pub(super) fn last(&self) -> impl Iterator<Item = &Take> {
        let run = self.takes.last().map(|take| &take.run);
        self.takes.iter().filter(move |take| Some(&take.run) == run)
    }
}
