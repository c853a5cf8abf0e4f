//! The run of the base branch that this one is compared with.

use std::collections::{HashMap, HashSet};

use super::cell::Name;
use super::summary::{Base, Change};
use super::test::{Key, Test};
use super::truth::{Names, Truth};
use crate::clock;
use crate::history::{History, Kept, Mark, Record};
use crate::results::Status;

/// The run that this one is compared with.
#[derive(Debug)]
pub(super) struct BaseRun<'h> {
    pub(super) history: &'h History,
    pub(super) run: &'h Record,
    /// What became of its tests, by the numbers of cell and name.
    marks: HashMap<(u32, u32), Mark>,
}

/// What a run has to be like to be compared with this one.
#[derive(Debug)]
pub(super) struct Sought<'a> {
    /// The branch.
    pub(super) branch: &'a str,
    /// The id of this run.
    pub(super) id: &'a str,
    /// When this run started, in milliseconds since 1970.
    pub(super) started: i64,
}

impl<'h> BaseRun<'h> {
    /// Of the complete runs of the branch that started before this one, and in which not most tests failed: the one
    /// with the most cells of this run, then with the fewest other cells, then the newest. A nightly run is thus held
    /// against the nightly run before it, and not against a push with other cells.
    pub(super) fn choose(history: &'h History, truth: &Truth, sought: &Sought<'_>) -> Option<Self> {
        let cells: HashSet<u32> = truth
            .cells
            .keys()
            .filter_map(|name| history.book.find(&name.shown()))
            .collect();
        let is_candidate = |run: &&Record| {
            run.branch == sought.branch
                && run.id != sought.id
                && run.started <= sought.started
                && run.is_complete
                && !run.is_mass_failure()
        };
        let rank = |run: &Record| {
            let shared = run.cells.iter().filter(|(name, _)| cells.contains(name)).count();
            (shared, usize::MAX - (run.cells.len() - shared))
        };
        let candidates = history.runs.iter().filter(is_candidate);
        let (rank, run) = candidates
            .map(|run| (rank(run), run))
            .max_by_key(|(rank, run)| (*rank, run.order()))?;
        (rank.0 > 0).then(|| Self::new(history, run))
    }

    fn new(history: &'h History, run: &'h Record) -> Self {
        let mark = |kept: &Kept| {
            let key = history.book.key(kept.test)?;
            Some(((key.cell, key.name), kept.mark))
        };
        Self {
            history,
            run,
            marks: run.results.iter().filter_map(mark).collect(),
        }
    }

    /// Notes of each test how it compares.
    pub(super) fn compare(&self, truth: &mut Truth) {
        for (name, cell) in &mut truth.cells {
            let Some(cell_number) = self.history.book.find(&name.shown()) else {
                cell.tests
                    .values_mut()
                    .for_each(|test| test.change = change(test, None));
                continue;
            };
            for (key, test) in &mut cell.tests {
                let known = self.mark(cell_number, key, &truth.names);
                test.change = change(test, known);
            }
        }
    }

    fn mark(&self, cell: u32, key: &Key, names: &Names) -> Option<Mark> {
        let name = self.history.book.find(&key.shown(names))?;
        self.marks.get(&(cell, name)).copied()
    }

    /// Tests of this run that the base has, by the numbers of cell and name.
    pub(super) fn shared(&self, truth: &Truth) -> HashSet<(u32, u32)> {
        let book = &self.history.book;
        let number = |name: &Name, key: &Key| {
            let cell = book.find(&name.shown())?;
            Some((cell, book.find(&key.shown(&truth.names))?))
        };
        let cells = truth.cells.iter();
        cells
            .flat_map(|(name, cell)| cell.tests.keys().filter_map(move |key| number(name, key)))
            .collect()
    }

    /// For the summary.
    pub(super) fn told(&self) -> Base {
        Base {
            branch: self.run.branch.clone(),
            run_id: self.run.id.clone(),
            commit: self.run.commit.clone(),
            started: clock::at(self.run.started),
            verdict: self.run.verdict.clone(),
        }
    }
}

/// How a test compares with what became of it on the base.
fn change(test: &Test, base: Option<Mark>) -> Option<Change> {
    let had_failed = base.is_some_and(|mark| mark.status().is_bad());
    let was_flaky = base.is_some_and(Mark::is_flaky);
    match test.status {
        status if status.is_bad() && had_failed => Some(Change::StillFailing),
        status if status.is_bad() => Some(Change::NewFailure),
        Status::Passed if test.flaky && !was_flaky => Some(Change::NewlyFlaky),
        Status::Passed if !test.flaky && had_failed => Some(Change::Fixed),
        _ => None,
    }
}
