//! Runs of a suite in which some tests are flaky.

use crate::analyze::dice::Dice;
use crate::analyze::testing::Evidence;
use crate::analyze::{Outcome, Run, Sample, TestId};

/// Tests of the suite.
pub(super) const TESTS: usize = 500;

/// What the suite is like.
#[derive(Debug, Clone, Copy)]
pub(super) struct FlakyWorld {
    /// Runs of the branch.
    pub(super) runs: usize,
    /// Share of tests that are flaky.
    pub(super) flaky: f64,
    /// How often a healthy test fails at first, by no fault of its own.
    pub(super) background: f64,
    /// How often a test that failed is tried again.
    pub(super) retries: usize,
    /// Share of commits that a second run is of.
    pub(super) again: f64,
    /// Share of runs in which a third of all tests fails at first.
    pub(super) storms: f64,
    /// Share of commits that break a test, until a later one mends it.
    pub(super) breaks: f64,
}

impl FlakyWorld {
    /// What is assumed where nothing else is said.
    pub(super) const USUAL: Self = Self {
        runs: 200,
        flaky: 0.04,
        background: 0.0005,
        retries: 2,
        again: 0.1,
        storms: 0.02,
        breaks: 0.1,
    };

    /// Worlds that differ from the usual one in one thing.
    pub(super) fn others() -> Vec<(&'static str, Self)> {
        let usual = Self::USUAL;
        vec![
            ("1 % of the tests are flaky", Self { flaky: 0.01, ..usual }),
            ("10 % of the tests are flaky", Self { flaky: 0.1, ..usual }),
            (
                "healthy tests fail in 0.01 % of the runs",
                Self {
                    background: 0.0001,
                    ..usual
                },
            ),
            (
                "healthy tests fail in 0.2 % of the runs",
                Self {
                    background: 0.002,
                    ..usual
                },
            ),
            ("60 runs", Self { runs: 60, ..usual }),
            ("500 runs", Self { runs: 500, ..usual }),
            (
                "no retries, every third commit runs twice",
                Self {
                    retries: 0,
                    again: 0.33,
                    ..usual
                },
            ),
            ("a storm in one of ten runs", Self { storms: 0.1, ..usual }),
            (
                "every third commit breaks a test",
                Self {
                    breaks: 0.33,
                    ..usual
                },
            ),
        ]
    }

    /// The evidence, and which tests are flaky.
    pub(super) fn draw(&self, seed: u64) -> (Evidence, Vec<bool>) {
        let mut dice = Dice::new(seed);
        let rates: Vec<Option<f64>> = (0..TESTS)
            .map(|_| dice.happens(self.flaky).then(|| dice.between_logs(0.01, 0.3)))
            .collect();
        let mut broken_until = vec![0; TESTS];
        let mut evidence = Evidence::default();
        for test in 0..TESTS {
            evidence.tests.insert(TestId {
                cell: format!("1.0/cell-{}", test / 50),
                name: format!("test-{test}"),
            });
        }
        let mut commit = 0;
        for number in 0..self.runs {
            if !dice.happens(self.again) {
                commit += 1;
                if dice.happens(self.breaks) {
                    broken_until[dice.below(TESTS)] = commit + 1 + dice.below(8);
                }
            }
            let is_storm = dice.happens(self.storms);
            let mut run = Run {
                id: number.to_string(),
                attempt: 1,
                commit: format!("{commit:040x}"),
                branch: "main".to_owned(),
                verdict: "passed".to_owned(),
                ..Run::default()
            };
            for test in 0..TESTS {
                let rate = if is_storm {
                    0.3
                } else {
                    rates[test].unwrap_or(0.0).max(self.background)
                };
                let is_broken = broken_until[test] > commit;
                run.samples.push(Sample {
                    test: u32::try_from(test).unwrap(),
                    outcome: if is_broken {
                        Outcome::Failed
                    } else {
                        self.tried(rate, &mut dice)
                    },
                    seconds: 1.0,
                });
            }
            evidence.runs.push(run);
        }
        (evidence, rates.iter().map(Option::is_some).collect())
    }

    /// A test that fails at this rate. What made it fail is often still there when it is tried again.
    fn tried(&self, rate: f64, dice: &mut Dice) -> Outcome {
        if !dice.happens(rate) {
            return Outcome::Passed;
        }
        let passes_at_last = (0..self.retries).any(|_| !dice.happens(rate.max(0.2)));
        if passes_at_last {
            Outcome::Flaky
        } else {
            Outcome::Failed
        }
    }
}
