//! The run of the base branch that this one is compared with.

use std::collections::{HashMap, HashSet};

use super::cell::Name;
use super::summary::{Base, Change};
use super::test::{Key, Test};
use super::truth::Truth;
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
    /// Tests that were flaky on the branch before this run.
    flaky: HashSet<(u32, u32)>,
}

/// Most earlier runs of the branch that are asked whether a test was flaky: as many as the statistics look at.
const MOST: usize = 500;

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
        (rank.0 > 0).then(|| Self::new(history, run, sought))
    }

    fn new(history: &'h History, run: &'h Record, sought: &Sought<'_>) -> Self {
        let mark = |kept: &Kept| {
            let key = history.book.key(kept.test)?;
            Some(((key.cell, key.name), kept.mark))
        };
        Self {
            history,
            run,
            marks: run.results.iter().filter_map(mark).collect(),
            flaky: flaky(history, sought),
        }
    }

    /// Notes of each test how it compares.
    pub(super) fn compare(&self, truth: &mut Truth) {
        for (name, cell) in &mut truth.cells {
            let Some(cell_number) = self.history.book.find(&name.shown()) else {
                cell.tests
                    .values_mut()
                    .for_each(|test| test.change = change(test, None, false));
                continue;
            };
            for (key, test) in &mut cell.tests {
                let number = self.history.book.find(&key.shown(&truth.names));
                let number = number.map(|name| (cell_number, name));
                let known = number.and_then(|number| self.marks.get(&number).copied());
                let was_flaky = number.is_some_and(|number| self.flaky.contains(&number));
                test.change = change(test, known, was_flaky);
            }
        }
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

/// Tests that were flaky in an earlier run of the branch, or that failed in one run of a commit and passed in another.
/// A flaky test passes at once most of the time, so that the base alone does not tell.
fn flaky(history: &History, sought: &Sought<'_>) -> HashSet<(u32, u32)> {
    let is_earlier =
        |run: &&Record| run.branch == sought.branch && run.id != sought.id && run.started <= sought.started;
    let runs = history.runs.iter().rev().filter(is_earlier).take(MOST);
    let mut found = HashSet::new();
    let mut ends: HashMap<(&str, u32), Status> = HashMap::new();
    let commits = repeated(runs.clone());
    for run in runs {
        let is_repeated = commits.contains(run.commit.as_str());
        for kept in &run.results {
            let is_bad = kept.mark.status().is_bad();
            let has_run = is_bad || kept.mark.status() == Status::Passed;
            let is_contrary = is_repeated && has_run && {
                let end = if is_bad { Status::Failed } else { Status::Passed };
                *ends.entry((&run.commit, kept.test)).or_insert(end) != end
            };
            if kept.mark.is_flaky() || is_contrary {
                found.insert(kept.test);
            }
        }
    }
    let keys = found.into_iter().filter_map(|test| history.book.key(test));
    keys.map(|key| (key.cell, key.name)).collect()
}

/// Commits that more than one of the runs is of.
fn repeated<'h>(runs: impl Iterator<Item = &'h Record>) -> HashSet<&'h str> {
    let mut seen = HashSet::new();
    let commits = runs.map(|run| run.commit.as_str());
    commits
        .filter(|commit| !commit.is_empty() && !seen.insert(*commit))
        .collect()
}

/// How a test compares with what became of it on the base.
fn change(test: &Test, base: Option<Mark>, was_flaky: bool) -> Option<Change> {
    let had_failed = base.is_some_and(|mark| mark.status().is_bad());
    match test.status {
        status if status.is_bad() && had_failed => Some(Change::StillFailing),
        status if status.is_bad() => Some(Change::NewFailure),
        Status::Passed if test.flaky && !was_flaky => Some(Change::NewlyFlaky),
        Status::Passed if !test.flaky && had_failed => Some(Change::Fixed),
        _ => None,
    }
}
