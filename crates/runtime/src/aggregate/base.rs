//! The run of the base branch that this one is compared with.

use std::collections::{HashMap, HashSet};

use super::since;
use super::summary::{Base, Change};
use super::test::Test;
use super::truth::Truth;
use crate::clock;
use crate::history::{Book, Mark, Record, ShownName as Shown};
use crate::results::Status;

/// The run that this one is compared with.
#[derive(Debug)]
pub(super) struct BaseRun<'h> {
    pub(super) run: &'h Record,
    /// This run.
    this: &'h Record,
    /// Earlier runs of the branch, from the newest.
    earlier: Vec<&'h Record>,
    /// What became on the base of each test of this run, in its order.
    marks: Vec<Option<Mark>>,
    /// Tests of the base that this run lacks, by their numbers in the book.
    gone: HashSet<u32>,
    /// Tests that were flaky on the branch before this run, by their cells and names.
    flaky: HashSet<(u32, Shown)>,
}

/// Most earlier runs of the branch that are asked whether a test was flaky: as many as the statistics look at.
const MOST: usize = 500;

/// What a run has to be like to be compared with this one.
#[derive(Debug)]
pub(super) struct Sought<'a> {
    /// The branch.
    pub(super) branch: &'a str,
    /// This run.
    pub(super) this: &'a Record,
}

impl Sought<'_> {
    /// Whether a run is of the branch and started before this one.
    fn is_earlier(&self, run: &Record) -> bool {
        run.branch == self.branch && run.id != self.this.id && run.started <= self.this.started
    }
}

impl<'h> BaseRun<'h> {
    /// Of the complete runs of the branch that started before this one, and in which not most tests failed: the one
    /// with the most cells of this run, then with the fewest other cells, then the newest. A nightly run is thus held
    /// against the nightly run before it, and not against a push with other cells.
    pub(super) fn choose(runs: &'h [Record], truth: &Truth, sought: &Sought<'h>) -> Option<Self> {
        let (book, this) = (&truth.names.book, sought.this);
        let cells: HashSet<u32> = truth
            .cells
            .keys()
            .filter_map(|name| book.find(&name.shown()))
            .collect();
        let is_candidate =
            |run: &&Record| sought.is_earlier(run) && run.is_complete && !run.is_mass_failure();
        let rank = |run: &Record| {
            let shared = run.cells.iter().filter(|(name, _)| cells.contains(name)).count();
            (shared, usize::MAX - (run.cells.len() - shared))
        };
        let candidates = runs.iter().filter(is_candidate);
        let (rank, run) = candidates
            .map(|run| (rank(run), run))
            .max_by_key(|(rank, run)| (*rank, run.order()))?;
        let earlier = runs.iter().rev().filter(|run| sought.is_earlier(run)).take(MOST);
        (rank.0 > 0).then(|| Self::new(run, this, book, earlier.collect()))
    }

    fn new(run: &'h Record, this: &'h Record, book: &Book, earlier: Vec<&'h Record>) -> Self {
        let mut known: Vec<Option<Mark>> = vec![None; book.keys().len()];
        for kept in &run.results {
            known[kept.test as usize] = Some(kept.mark);
        }
        let mut marks: Vec<Option<Mark>> = this
            .results
            .iter()
            .map(|kept| known[kept.test as usize])
            .collect();
        for kept in &this.results {
            known[kept.test as usize] = None;
        }
        // What has another suite or file now is known by its cell and its name.
        let mut others: HashMap<_, Vec<(u32, Mark)>> = HashMap::new();
        for (number, mark) in (0..)
            .zip(known)
            .filter_map(|(number, mark)| Some((number, mark?)))
        {
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
            this,
            marks,
            gone: others.into_values().flatten().map(|(number, _)| number).collect(),
            flaky: flaky(&earlier, book),
            earlier,
        }
    }

    /// Notes of each test how it compares.
    pub(super) fn compare(&self, truth: &mut Truth) {
        let book = &truth.names.book;
        let mut known = self.this.results.iter().zip(&self.marks);
        let mut failing = Vec::new();
        for (name, cell) in &mut truth.cells {
            let number = book.find(&name.shown());
            for ((key, test), (kept, mark)) in cell.tests.iter_mut().zip(&mut known) {
                let was_flaky = number.is_some_and(|cell| self.flaky.contains(&(cell, key.shown)));
                test.change = change(test, *mark, was_flaky);
                if test.change == Some(Change::StillFailing) {
                    failing.push(kept.test);
                }
            }
        }
        let since = since::of(&self.earlier, &failing, book);
        let tests = truth.cells.values_mut().flat_map(|cell| cell.tests.values_mut());
        let still = tests.filter(|test| test.change == Some(Change::StillFailing));
        for (test, number) in still.zip(failing) {
            test.detail().since = since.get(&number).cloned();
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

/// Tests that were flaky in an earlier run of the branch, or that failed in one run of a commit and passed in another.
/// A flaky test passes at once most of the time, so that the base alone does not tell.
fn flaky(runs: &[&Record], book: &Book) -> HashSet<(u32, Shown)> {
    let mut found = HashSet::new();
    let mut ends: HashMap<(&str, u32), Status> = HashMap::new();
    let commits = repeated(runs);
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
    let keys = found.into_iter().filter_map(|test| book.key(test));
    keys.map(|key| (key.cell, key.name)).collect()
}

/// Commits that more than one of the runs is of.
fn repeated<'h>(runs: &[&'h Record]) -> HashSet<&'h str> {
    let mut seen = HashSet::new();
    let commits = runs.iter().map(|run| run.commit.as_str());
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
