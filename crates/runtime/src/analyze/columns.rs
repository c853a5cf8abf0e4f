//! Runs of tests -> tests of runs: what each test came to, in the order of the runs.

use super::evidence::Run;
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

/// The entries of all tests, one test after the other.
#[derive(Debug, Default)]
pub(super) struct Columns {
    entries: Vec<Entry>,
    /// Where the entries of a test begin; one more at the end.
    starts: Vec<usize>,
}

impl Columns {
    /// Turns the runs around. A sample of a test that is not known is left out.
    pub(super) fn new(runs: &[&Run], tests: usize) -> Self {
        let samples = || {
            runs.iter()
                .zip(0_u32..)
                .flat_map(|(run, number)| run.samples.iter().map(move |s| (number, s)))
        };
        let mut starts = vec![0; tests + 1];
        for (_, sample) in samples().filter(|(_, sample)| (sample.test as usize) < tests) {
            starts[sample.test as usize + 1] += 1;
        }
        for test in 0..tests {
            starts[test + 1] += starts[test];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); starts[tests]];
        for (run, sample) in samples().filter(|(_, sample)| (sample.test as usize) < tests) {
            let place = &mut next[sample.test as usize];
            entries[*place] = Entry {
                run,
                outcome: sample.outcome,
                seconds: sample.seconds,
            };
            *place += 1;
        }
        Self { entries, starts }
    }

    /// The entries of a test, in the order of the runs.
    pub(super) fn of(&self, test: usize) -> &[Entry] {
        &self.entries[self.starts[test]..self.starts[test + 1]]
    }

    /// How many tests there are.
    pub(super) const fn tests(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;
    use crate::analyze::{Outcome, Run, Sample};

    #[test]
    fn a_test_has_its_entries_in_the_order_of_the_runs_and_a_test_that_is_not_known_has_none() {
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
        let columns = Columns::new(&[&first, &second], 3);
        let seen = |test| {
            columns
                .of(test)
                .iter()
                .map(|entry| (entry.run, entry.outcome))
                .collect::<Vec<_>>()
        };
        assert_eq!(seen(0), [(1, Outcome::Passed)]);
        assert_eq!(seen(1), [(0, Outcome::Failed), (1, Outcome::Flaky)]);
        assert_eq!(seen(2), []);
    }
}
