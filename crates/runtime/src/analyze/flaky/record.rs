//! What a test did, commit by commit.

use indexmap::{IndexMap, IndexSet};
use pipewright_model::policy::Flaky;

use crate::analyze::columns::Entry;
use crate::analyze::evidence::Run;
use crate::analyze::outcome::Outcome;

/// Which runs are of which commit, and which of the branch.
#[derive(Debug)]
pub(super) struct Ground {
    /// The number of the commit of each run. A run whose commit nobody knows has one of its own.
    commits: Vec<u32>,
    /// Where the run stands for the count of places: commits of the branch, and other branches as a whole.
    places: Vec<u32>,
    is_of_branch: Vec<bool>,
}

impl Ground {
    /// The runs of all branches; the last one counts as one of the branch.
    pub(super) fn new(runs: &[&Run], branch: &str) -> Self {
        let mut commits: IndexSet<(&str, usize)> = IndexSet::new();
        let mut places: IndexSet<(bool, &str, usize)> = IndexSet::new();
        let mut ground = Self {
            commits: Vec::new(),
            places: Vec::new(),
            is_of_branch: Vec::new(),
        };
        for (index, run) in runs.iter().enumerate() {
            let unknown = if run.commit.is_empty() { index + 1 } else { 0 };
            let is_of_branch = run.branch == branch || index + 1 == runs.len();
            let place = if run.branch == branch {
                (true, run.commit.as_str(), unknown)
            } else {
                (false, run.branch.as_str(), 0)
            };
            ground
                .commits
                .push(number(commits.insert_full((&run.commit, unknown)).0));
            ground.places.push(number(places.insert_full(place).0));
            ground.is_of_branch.push(is_of_branch);
        }
        ground
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// What a test did.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Record {
    /// Runs in which it ran, storms left out.
    pub(super) runs: usize,
    /// Of these, where it failed in the end.
    pub(super) failed: usize,
    /// Runs, and else commits, in which it both failed and passed.
    pub(super) flaked: usize,
    /// Runs of commits that it passed on at least once.
    pub(super) trials: usize,
    /// Of these, where it failed at least once.
    pub(super) failures: usize,
    /// Different places where it both failed and passed.
    pub(super) places: usize,
    /// Trials after the last failure among them.
    pub(super) clean: usize,
    /// The last run in which it failed at least once.
    pub(super) last_failure: Option<u32>,
    /// Runs of the branch.
    pub(super) branch_runs: usize,
    /// Of these, where it failed in the end.
    pub(super) branch_failed: usize,
    /// Failures at the end of the branch, on commits that it never passed on.
    pub(super) streak: usize,
    /// The longest such streak that is over, among the last ones of the branch.
    pub(super) mended: Option<Mended>,
}

/// A row of failures that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mended {
    /// Failures in a row.
    pub(super) failures: usize,
    /// Passes since, on the branch.
    pub(super) passes: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Commit {
    runs: usize,
    passes: usize,
    failures: usize,
    retried: usize,
    place: u32,
}

impl Record {
    /// Goes through the entries of a test, without those that a storm covers.
    pub(super) fn new(entries: &[Entry], ground: &Ground, is_storm: impl Fn(u32) -> bool) -> Self {
        let counts = |entry: &&Entry| entry.outcome != Outcome::Skipped && !is_storm(entry.run);
        if entries
            .iter()
            .filter(counts)
            .all(|entry| entry.outcome == Outcome::Passed)
        {
            let runs = entries.iter().filter(counts).count();
            return Self {
                runs,
                trials: runs,
                clean: runs,
                ..Self::default()
            };
        }
        let entries: Vec<Entry> = entries.iter().filter(counts).copied().collect();
        let commits = by_commit(&entries, ground);
        let mut record = Self {
            runs: entries.len(),
            ..Self::default()
        };
        record.add_commits(&commits);
        for entry in &entries {
            record.add(entry, &commits[&ground.commits[entry.run as usize]], ground);
        }
        record
    }

    fn add_commits(&mut self, commits: &IndexMap<u32, Commit>) {
        let settled = commits.values().filter(|commit| commit.passes > 0);
        let mut places = IndexSet::new();
        for commit in settled {
            self.trials += commit.runs;
            self.failures += commit.failures;
            if commit.failures > 0 {
                self.flaked += commit.retried.max(1);
                places.insert(commit.place);
            }
        }
        self.places = places.len();
    }

    fn add(&mut self, entry: &Entry, commit: &Commit, ground: &Ground) {
        let is_bad = entry.outcome != Outcome::Passed;
        let has_failed = entry.outcome == Outcome::Failed;
        self.failed += usize::from(has_failed);
        if is_bad {
            self.last_failure = Some(entry.run);
        }
        if commit.passes > 0 {
            self.clean = if is_bad { 0 } else { self.clean + 1 };
        }
        if ground.is_of_branch[entry.run as usize] {
            self.branch_runs += 1;
            self.branch_failed += usize::from(has_failed);
            self.add_to_streak(has_failed, commit.passes > 0);
        }
    }

    fn add_to_streak(&mut self, has_failed: bool, is_settled: bool) {
        if has_failed && !is_settled {
            self.streak += 1;
        } else if !has_failed && self.streak > 0 {
            self.mended = Some(Mended {
                failures: self.streak,
                passes: 1,
            });
            self.streak = 0;
        } else if !has_failed && let Some(mended) = &mut self.mended {
            mended.passes += 1;
        }
    }

    /// Whether there is anything to say at all.
    pub(super) const fn has_failed(&self) -> bool {
        self.last_failure.is_some()
    }

    /// The simple rule: the share of failed runs of the branch, of at least so many.
    #[expect(clippy::cast_precision_loss, reason = "counts of runs are far below 2^52")]
    pub(super) fn is_flaky_by(&self, rule: &Flaky) -> bool {
        let share = self.branch_failed as f64 / self.branch_runs.max(1) as f64;
        self.branch_runs >= rule.min_runs as usize && (rule.min_rate..=rule.max_rate).contains(&share)
    }
}

fn by_commit(entries: &[Entry], ground: &Ground) -> IndexMap<u32, Commit> {
    let mut commits: IndexMap<u32, Commit> = IndexMap::new();
    for entry in entries {
        let run = entry.run as usize;
        let commit = commits.entry(ground.commits[run]).or_default();
        commit.runs += 1;
        commit.place = ground.places[run];
        commit.passes += usize::from(entry.outcome != Outcome::Failed);
        commit.failures += usize::from(entry.outcome != Outcome::Passed);
        commit.retried += usize::from(entry.outcome == Outcome::Flaky);
    }
    commits
}
