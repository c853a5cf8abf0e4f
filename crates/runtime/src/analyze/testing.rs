//! Evidence, as tests write it down.

use indexmap::IndexSet;

use super::{Outcome, Run, Sample, TestId, Tests};

/// Evidence with tests that are written down.
pub(crate) type Evidence = super::Evidence<IndexSet<TestId>>;

impl Tests for IndexSet<TestId> {
    fn count(&self) -> usize {
        self.len()
    }

    fn cell(&self, test: usize) -> &str {
        &self[test].cell
    }

    fn id(&self, test: usize) -> TestId {
        self[test].clone()
    }
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            tests: IndexSet::new(),
            runs: Vec::new(),
        }
    }
}

impl Evidence {
    /// Runs of `main`, each on a commit of its own, oldest first. Each test has its outcomes as letters, one a run: `P`
    /// passed, `F` failed, `X` failed and then passed, `S` skipped, `-` not there.
    pub(super) fn drawn(tests: &[(&str, &str)]) -> Self {
        let mut evidence = Self::default();
        for (name, outcomes) in tests {
            let test = evidence.add_test(name);
            for (number, letter) in outcomes.chars().enumerate() {
                let run = evidence.run(number);
                let outcome = match letter {
                    'P' => Outcome::Passed,
                    'F' => Outcome::Failed,
                    'X' => Outcome::Flaky,
                    'S' => Outcome::Skipped,
                    _ => continue,
                };
                run.samples.push(Sample {
                    test,
                    outcome,
                    seconds: 1.0,
                });
            }
        }
        evidence
    }

    /// Adds a test that passes in each run and takes so many seconds.
    pub(super) fn timed(mut self, name: &str, seconds: &[f32]) -> Self {
        let test = self.add_test(name);
        for (number, seconds) in seconds.iter().enumerate() {
            let sample = Sample {
                test,
                outcome: Outcome::Passed,
                seconds: *seconds,
            };
            self.run(number).samples.push(sample);
        }
        self
    }

    fn add_test(&mut self, name: &str) -> u32 {
        let id = TestId {
            cell: "1.0/smoke".to_owned(),
            name: name.to_owned(),
        };
        u32::try_from(self.tests.insert_full(id).0).unwrap()
    }

    /// A run, which is there from now on.
    pub(super) fn run(&mut self, number: usize) -> &mut Run {
        while self.runs.len() <= number {
            let count = self.runs.len();
            self.runs.push(Run {
                id: count.to_string(),
                attempt: 1,
                started: format!("2026-03-{:02}T{:02}:00:00Z", 1 + count / 24 % 28, count % 24),
                commit: format!("commit-{count}"),
                branch: "main".to_owned(),
                verdict: "passed".to_owned(),
                ..Run::default()
            });
        }
        &mut self.runs[number]
    }
}
