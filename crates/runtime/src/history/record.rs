//! A run as it is remembered.

use super::mark::Mark;
use crate::results::Counts;

/// A run as it is remembered. Numbers are those of texts and tests in the book.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Record {
    /// GitHub's id of the run, or `local-…`.
    pub(crate) id: String,
    /// GitHub's attempt of the run, from 1.
    pub(crate) attempt: u32,
    /// When it started, in milliseconds since 1970.
    pub(crate) started: i64,
    /// The branch.
    pub(crate) branch: String,
    /// The commit.
    pub(crate) commit: String,
    /// GitHub's name of the event.
    pub(crate) trigger: String,
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub(crate) verdict: String,
    /// Whether all was there that had to be: what others may be compared with.
    pub(crate) is_complete: bool,
    /// How many tests there are of each status.
    pub(crate) counts: Counts,
    /// The cells, each with its verdict.
    pub(crate) cells: Vec<(u32, u32)>,
    /// The tests, in the order of the run.
    pub(crate) results: Vec<Kept>,
    /// More about some of them, in their order.
    pub(crate) notes: Vec<Note>,
    /// What tests measured.
    pub(crate) metrics: Vec<Measure>,
    /// Lines covered, by version.
    pub(crate) coverage: Vec<Covered>,
}

/// A test of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kept {
    /// The test.
    pub(crate) test: u32,
    /// What became of it.
    pub(crate) mark: Mark,
    /// Seconds, to a tenth of a millisecond.
    pub(crate) seconds: f32,
}

/// More about a test of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Note {
    /// Its place among the results.
    pub(crate) at: u32,
    /// How often it ran again.
    pub(crate) retries: u32,
    /// What happened, in one line.
    pub(crate) message: u32,
}

/// What a test measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measure {
    /// The metric.
    pub(crate) name: u32,
    /// What it is of: pairs of tag and value.
    pub(crate) tags: Vec<(u32, u32)>,
    /// The value.
    pub(crate) value: f64,
}

/// Lines that tests covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Covered {
    /// The version; empty for files outside of a cell.
    pub(crate) version: u32,
    /// Lines that are covered.
    pub(crate) covered: u64,
    /// Lines that could be.
    pub(crate) lines: u64,
}

impl Record {
    /// Whether most of what ran failed. Such a run says more about its surroundings than about its tests.
    pub(crate) fn is_mass_failure(&self) -> bool {
        let bad = self.counts.failed + self.counts.errors;
        let ran = self.counts.tests - self.counts.skipped.min(self.counts.tests);
        bad >= 5 && 2 * bad > ran
    }

    /// The tests, each with what more there is about it.
    pub(super) fn noted(&self) -> impl Iterator<Item = (&Kept, Option<&Note>)> {
        let mut notes = self.notes.iter().peekable();
        let all = self.results.iter().enumerate();
        all.map(move |(at, kept)| (kept, notes.next_if(|note| note.at as usize == at)))
    }

    /// What orders runs.
    pub(crate) fn order(&self) -> (i64, &str, u32) {
        (self.started, &self.id, self.attempt)
    }
}

impl Kept {
    /// Seconds, to a tenth of a millisecond, as they are kept.
    pub(super) fn duration(self) -> f64 {
        (f64::from(self.seconds) * 1e4).round() / 1e4
    }
}
