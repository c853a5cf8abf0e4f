//! Runs of tests -> tests of runs: what each test came to, in the order of the runs.

use super::evidence::{Run, Sample};
use super::outcome::Outcome;

/// What a test came to in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Entry {
    /// The place of the run among those that were looked at.
    pub(super) run: u32,
    /// How it ended.
    pub(super) outcome: Outcome,
    /// Seconds.
    pub(super) seconds: f32,
}

/// The entries of some tests, one test after the other.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The tests that have a column.
    pub(super) tests: Vec<u32>,
    entries: Vec<Entry>,
    /// Where the entries of a column begin; one more at the end.
    starts: Vec<usize>,
}

impl Columns {
    /// Turns the runs around, for the tests that have a sample which `is_wanted`, in their order. A sample of a test beyond
    /// their count is left out.
    pub(super) fn new(runs: &[&Run], count: usize, is_wanted: impl Fn(&Sample) -> bool) -> Self {
        const NONE: u32 = u32::MAX;
        let mut columns = vec![NONE; count];
        for sample in runs.iter().flat_map(|run| &run.samples) {
            if let Some(column) = columns.get_mut(sample.test as usize)
                && is_wanted(sample)
            {
                *column = 0;
            }
        }
        let mut tests = Vec::new();
        for (column, test) in columns.iter_mut().zip(0..).filter(|(column, _)| **column != NONE) {
            *column = u32::try_from(tests.len()).unwrap_or(NONE);
            tests.push(test);
        }
        let column = |sample: &Sample| {
            let column = columns.get(sample.test as usize)?;
            (*column != NONE).then_some(*column as usize)
        };
        let samples = || {
            runs.iter()
                .zip(0_u32..)
                .flat_map(|(run, number)| run.samples.iter().map(move |s| (number, s)))
                .filter_map(|(run, sample)| Some((column(sample)?, run, sample)))
        };
        let mut starts = vec![0; tests.len() + 1];
        for (column, ..) in samples() {
            starts[column + 1] += 1;
        }
        for column in 0..tests.len() {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); starts[tests.len()]];
        for (column, run, sample) in samples() {
            let place = &mut next[column];
            entries[*place] = Entry {
                run,
                outcome: sample.outcome,
                seconds: sample.seconds,
            };
            *place += 1;
        }
        Self {
            tests,
            entries,
            starts,
        }
    }

    /// The entries of a column, in the order of the runs.
    pub(super) fn of(&self, column: usize) -> &[Entry] {
        &self.entries[self.starts[column]..self.starts[column + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;
    use crate::analyze::{Outcome, Run, Sample};

    #[test]
    fn a_test_that_is_wanted_has_all_its_entries_in_the_order_of_the_runs() {
        let sample = |test, outcome| Sample {
            test,
            outcome,
            seconds: 1.0,
        };
        let first = Run {
            samples: vec![sample(1, Outcome::Failed), sample(9, Outcome::Failed)],
            ..Run::default()
        };
        let second = Run {
            samples: vec![sample(0, Outcome::Passed), sample(1, Outcome::Flaky)],
            ..Run::default()
        };
        let columns = |wanted: fn(&Sample) -> bool| Columns::new(&[&first, &second], 3, wanted);
        let seen = |columns: &Columns, column| {
            let entries = columns.of(column).iter();
            entries
                .map(|entry| (entry.run, entry.outcome))
                .collect::<Vec<_>>()
        };
        let all = columns(|_| true);
        assert_eq!(all.tests, [0, 1]);
        assert_eq!(seen(&all, 0), [(1, Outcome::Passed)]);
        assert_eq!(seen(&all, 1), [(0, Outcome::Failed), (1, Outcome::Flaky)]);
        let bad = columns(|sample| sample.outcome == Outcome::Failed);
        assert_eq!(bad.tests, [1]);
        assert_eq!(seen(&bad, 0), [(0, Outcome::Failed), (1, Outcome::Flaky)]);
    }
}
