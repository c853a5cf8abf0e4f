//! The run of the base branch that this one is compared with.

use std::collections::{HashMap, HashSet};

use super::summary::{Base, Change};
use super::test::Test;
use super::truth::Truth;
use crate::clock;
use crate::history::{Book, Mark, Record};
use crate::results::Status;

/// The run that this one is compared with.
#[derive(Debug)]
pub(super) struct BaseRun<'h> {
    pub(super) run: &'h Record,
    /// What became on the base of each test of this run, in its order.
    marks: Vec<Option<Mark>>,
    /// Tests of the base that this run lacks, by their numbers in the book.
    gone: HashSet<u32>,
}

/// What a run has to be like to be compared with this one.
#[derive(Debug)]
pub(super) struct Sought<'a> {
    /// The branch.
    pub(super) branch: &'a str,
    /// This run.
    pub(super) this: &'a Record,
}

impl<'h> BaseRun<'h> {
    /// Of the complete runs of the branch that started before this one, and in which not most tests failed: the one
    /// with the most cells of this run, then with the fewest other cells, then the newest. A nightly run is thus held
    /// against the nightly run before it, and not against a push with other cells.
    pub(super) fn choose(runs: &'h [Record], truth: &Truth, sought: &Sought<'_>) -> Option<Self> {
        let (book, this) = (&truth.names.book, sought.this);
        let cells: HashSet<u32> = truth
            .cells
            .keys()
            .filter_map(|name| book.find(&name.shown()))
            .collect();
        let is_candidate = |run: &&Record| {
            run.branch == sought.branch
                && run.id != this.id
                && run.started <= this.started
                && run.is_complete
                && !run.is_mass_failure()
        };
        let rank = |run: &Record| {
            let shared = run.cells.iter().filter(|(name, _)| cells.contains(name)).count();
            (shared, usize::MAX - (run.cells.len() - shared))
        };
        let candidates = runs.iter().filter(is_candidate);
        let (rank, run) = candidates
            .map(|run| (rank(run), run))
            .max_by_key(|(rank, run)| (*rank, run.order()))?;
        (rank.0 > 0).then(|| Self::new(run, this, book))
    }

    fn new(run: &'h Record, this: &Record, book: &Book) -> Self {
        let mut known: Vec<Option<Mark>> = vec![None; book.keys().len()];
        for kept in &run.results {
            known[kept.test as usize] = Some(kept.mark);
        }
        let mut marks: Vec<Option<Mark>> =
            this.results.iter().map(|kept| known[kept.test as usize]).collect();
        for kept in &this.results {
            known[kept.test as usize] = None;
        }
        // What has another suite or file now is known by its cell and its name.
        let mut others: HashMap<_, Vec<(u32, Mark)>> = HashMap::new();
        for (number, mark) in (0..).zip(known).filter_map(|(number, mark)| Some((number, mark?))) {
            let key = book.key(number).map(|key| (key.cell, key.name));
            others.entry(key).or_default().push((number, mark));
        }
        if !others.is_empty() {
            for (kept, mark) in this.results.iter().zip(&mut marks) {
                let key = book.key(kept.test).map(|key| (key.cell, key.name));
                if let Some(same) = others.remove(&key) {
                    *mark = mark.or(same.last().map(|(_, mark)| *mark));
                }
            }
        }
        Self {
            run,
            marks,
            gone: others.into_values().flatten().map(|(number, _)| number).collect(),
        }
    }

    /// Notes of each test how it compares.
    pub(super) fn compare(&self, truth: &mut Truth) {
        let tests = truth.cells.values_mut().flat_map(|cell| cell.tests.values_mut());
        for (test, mark) in tests.zip(&self.marks) {
            test.change = change(test, *mark);
        }
    }

    /// Whether this run lacks a test of the base.
    pub(super) fn lacks(&self, test: u32) -> bool {
        self.gone.contains(&test)
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
