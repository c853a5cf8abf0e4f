//! Runs of a suite in which some tests get slower.

use crate::analyze::dice::Dice;
use crate::analyze::testing::Evidence;
use crate::analyze::{Outcome, Run, Sample, TestId};

/// Tests of the suite.
pub(super) const TESTS: usize = 500;
/// Runs before anything gets slower.
const BEFORE: usize = 30;
/// Runs after it: the last of them is looked at.
pub(super) const AFTER: usize = 3;

/// What the suite is like.
#[derive(Debug, Clone, Copy)]
pub(super) struct SlowWorld {
    /// Share of tests that get slower, by 30 to 100 %.
    pub(super) slower: f64,
    /// Standard deviation of the speed of machines, in logarithms.
    pub(super) host: f64,
    /// The largest noise of a test, in logarithms; the smallest is 3 %.
    pub(super) noise: f64,
    /// Share of measurements that take 1.5 to 4 times as long, for no reason.
    pub(super) odd: f64,
}

impl SlowWorld {
    /// What is assumed where nothing else is said.
    pub(super) const USUAL: Self = Self {
        slower: 0.04,
        host: 0.15,
        noise: 0.2,
        odd: 0.03,
    };

    /// Worlds that differ from the usual one in one thing.
    pub(super) fn others() -> Vec<(&'static str, Self)> {
        let usual = Self::USUAL;
        vec![
            ("nothing gets slower", Self { slower: 0.0, ..usual }),
            ("10 % of the tests get slower", Self { slower: 0.1, ..usual }),
            ("machines differ by 5 %", Self { host: 0.05, ..usual }),
            ("machines differ by 30 %", Self { host: 0.3, ..usual }),
            ("tests vary by up to 10 %", Self { noise: 0.1, ..usual }),
            ("tests vary by up to 40 %", Self { noise: 0.4, ..usual }),
            ("one of ten measurements is odd", Self { odd: 0.1, ..usual }),
        ]
    }

    /// The evidence, and which tests got slower.
    pub(super) fn draw(&self, seed: u64) -> (Evidence, Vec<bool>) {
        let mut dice = Dice::new(seed);
        let mut evidence = Evidence::default();
        let mut tests = Vec::new();
        for test in 0..TESTS {
            evidence.tests.insert(TestId {
                cell: "1.0/cell".to_owned(),
                name: format!("test-{test}"),
            });
            tests.push(self.test(&mut dice));
        }
        for number in 0..BEFORE + AFTER {
            let host = self.host * dice.normal();
            let mut run = Run {
                id: number.to_string(),
                branch: "main".to_owned(),
                verdict: "passed".to_owned(),
                ..Run::default()
            };
            for (test, index) in tests.iter().zip(0..) {
                let mut logarithm = test.center + host + test.noise * dice.normal();
                if number >= BEFORE {
                    logarithm += test.growth.ln();
                }
                if dice.happens(self.odd) {
                    logarithm += dice.between_logs(1.5, 4.0).ln();
                }
                #[expect(clippy::cast_possible_truncation, reason = "seconds of a test")]
                let seconds = logarithm.exp() as f32;
                run.samples.push(Sample {
                    test: index,
                    outcome: Outcome::Passed,
                    seconds,
                });
            }
            evidence.runs.push(run);
        }
        (evidence, tests.iter().map(|test| test.growth > 1.0).collect())
    }

    fn test(&self, dice: &mut Dice) -> Test {
        // Only what takes two seconds gets slower by what is worth telling.
        let growth = if dice.happens(self.slower) {
            dice.between_logs(1.3, 2.0)
        } else {
            1.0
        };
        let center = if growth > 1.0 {
            dice.between_logs(2.0, 60.0)
        } else {
            dice.between_logs(0.1, 60.0)
        };
        Test {
            center: center.ln(),
            noise: dice.between_logs(0.03, self.noise),
            growth,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Test {
    center: f64,
    noise: f64,
    growth: f64,
}
