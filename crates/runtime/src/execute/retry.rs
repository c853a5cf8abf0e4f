//! When a failed test is tried again: a pure function of the policy and of what happened.

use std::time::Duration;

use anyhow::{Context, Result};
use pipewright::pipeline::{FlakyVerdict, Retry, RetryOn};
use regex::{Regex, RegexSet};

use crate::results::Failure;

/// The policy of a test, with every default filled in.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    /// How often a failed test is tried again.
    pub(super) count: u32,
    /// Pause before the first retry.
    pub(super) backoff: Duration,
    /// Longest pause.
    pub(super) max_backoff: Duration,
    /// Kinds of failure that are tried again; none means all.
    pub(super) on: Option<Vec<RetryOn>>,
    /// Patterns that make a failure one of the kind `output`.
    pub(super) output: RegexSet,
    /// Retries that the cell may spend in all.
    pub(super) budget: u32,
    /// Share of failed tests, in percent, above which nothing is tried again.
    pub(super) stop_above: f64,
    /// Whether failed-then-passed fails the cell.
    pub(super) flaky_fails: bool,
}

/// Fewer failed tests than this are tried again, whatever their share: it says nothing where there are few tests.
const FEW: usize = 3;

/// What happened so far, as far as the decision needs it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Situation {
    /// The kind of the last failure.
    pub(super) failure: Failure,
    /// Attempts in this run.
    pub(super) attempts: u32,
    /// Retries that the cell has spent.
    pub(super) spent: u32,
    /// Tests that failed at first.
    pub(super) failed: usize,
    /// Tests that ran.
    pub(super) ran: usize,
}

/// What is done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// It is tried again.
    Retry,
    /// It stays as it is, for a reason worth telling, if there is one.
    Leave(Option<&'static str>),
}

impl Policy {
    /// The policy that levels add up to, the first that says something winning.
    pub(super) fn of(levels: &[&Retry]) -> Result<Self> {
        fn first<T>(levels: &[&Retry], pick: impl Fn(&Retry) -> Option<T>) -> Option<T> {
            levels.iter().find_map(|level| pick(level))
        }
        let seconds = |pick: fn(&Retry) -> Option<pipewright::pipeline::Duration>, default: u64| {
            Duration::from_secs(first(levels, pick).map_or(default, pipewright::pipeline::Duration::seconds))
        };
        let output = first(levels, |retry| retry.output.clone()).unwrap_or_default();
        for pattern in &output {
            Regex::new(pattern).with_context(|| format!("`retry.output` has the pattern {pattern:?}"))?;
        }
        Ok(Self {
            count: first(levels, |retry| retry.count).unwrap_or(0),
            backoff: seconds(|retry| retry.backoff, 1),
            max_backoff: seconds(|retry| retry.max_backoff, 60),
            on: first(levels, |retry| retry.on.clone()),
            output: RegexSet::new(&output).context("`retry.output`")?,
            budget: first(levels, |retry| retry.budget).unwrap_or(20),
            stop_above: first(levels, |retry| retry.stop_above).unwrap_or(50.0),
            flaky_fails: first(levels, |retry| retry.flaky) == Some(FlakyVerdict::Fail),
        })
    }

    /// Whether a failed test is tried again.
    pub(super) fn decide(&self, situation: Situation) -> Decision {
        let share = 100.0 * situation.failed as f64 / situation.ran.max(1) as f64;
        if self.count == 0 || !self.is_retryable(situation.failure) {
            Decision::Leave(None)
        } else if situation.attempts > self.count {
            Decision::Leave(Some("its retries are used up"))
        } else if situation.failed >= FEW && share > self.stop_above {
            Decision::Leave(Some("too many tests failed for a retry to tell anything"))
        } else if situation.spent >= self.budget {
            Decision::Leave(Some("the cell's budget of retries is used up"))
        } else {
            Decision::Retry
        }
    }

    fn is_retryable(&self, failure: Failure) -> bool {
        let kind = match failure {
            Failure::ExitCode => RetryOn::ExitCode,
            Failure::Signal => RetryOn::Signal,
            Failure::Timeout => RetryOn::Timeout,
            Failure::Output => RetryOn::Output,
            Failure::Infrastructure => RetryOn::Infrastructure,
            Failure::Configuration
            | Failure::Need
            | Failure::NotStarted
            | Failure::Stopped
            | Failure::Deadline
            | Failure::RunnerLost => return false,
        };
        self.on.as_ref().is_none_or(|on| on.contains(&kind))
    }

    /// The pause after so many attempts: it doubles each time, and half of it is drawn by lot, so that tests that
    /// failed together do not come back together.
    pub(super) fn pause(&self, attempts: u32, lot: u64) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1).min(16));
        let full = self.backoff.saturating_mul(factor).min(self.max_backoff);
        full / 2 + full.mul_f64((lot % 1_000) as f64 / 2_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(count: u32) -> Policy {
        Policy {
            count,
            ..Policy::of(&[&Retry::default()]).unwrap()
        }
    }

    const ONCE: Situation = Situation {
        failure: Failure::ExitCode,
        attempts: 1,
        spent: 0,
        failed: 1,
        ran: 10,
    };

    #[test]
    fn the_nearest_level_wins_key_by_key() {
        let test = Retry {
            count: Some(3),
            ..Retry::default()
        };
        let suite = Retry {
            count: Some(1),
            budget: Some(5),
            ..Retry::default()
        };
        let policy = Policy::of(&[&test, &suite, &Retry::default()]).unwrap();
        assert_eq!((policy.count, policy.budget, policy.stop_above), (3, 5, 50.0));
    }

    #[test]
    fn nothing_is_tried_again_unless_asked() {
        assert_eq!(policy(0).decide(ONCE), Decision::Leave(None));
        assert_eq!(policy(1).decide(ONCE), Decision::Retry);
        assert!(matches!(
            policy(1).decide(Situation { attempts: 2, ..ONCE }),
            Decision::Leave(Some(_))
        ));
    }

    #[test]
    fn only_the_kinds_that_are_listed_are_tried_again() {
        let policy = Policy {
            on: Some(vec![RetryOn::Infrastructure]),
            ..policy(2)
        };
        assert_eq!(policy.decide(ONCE), Decision::Leave(None));
        assert_eq!(
            policy.decide(Situation {
                failure: Failure::Infrastructure,
                ..ONCE
            }),
            Decision::Retry
        );
        assert_eq!(
            policy.decide(Situation {
                failure: Failure::Stopped,
                ..ONCE
            }),
            Decision::Leave(None)
        );
    }

    #[test]
    fn a_broken_cell_is_not_a_flaky_one() {
        let most = Situation {
            failed: 6,
            ran: 10,
            ..ONCE
        };
        assert!(matches!(policy(1).decide(most), Decision::Leave(Some(_))));
        assert_eq!(policy(1).decide(Situation { failed: 5, ..most }), Decision::Retry);
        assert_eq!(
            policy(1).decide(Situation {
                failed: 1,
                ran: 1,
                ..most
            }),
            Decision::Retry
        );
    }

    #[test]
    fn the_budget_is_the_cells() {
        assert!(matches!(
            policy(9).decide(Situation { spent: 20, ..ONCE }),
            Decision::Leave(Some(_))
        ));
    }

    #[test]
    fn pauses_double_up_to_a_limit_and_stay_above_half() {
        let policy = policy(9);
        for lot in [0, 1, 499, 999, u64::MAX] {
            for (attempts, full) in [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (99, 60)] {
                let pause = policy.pause(attempts, lot);
                let full = Duration::from_secs(full);
                assert!(
                    pause >= full / 2 && pause <= full,
                    "{attempts} attempts, lot {lot}: {pause:?}"
                );
            }
        }
    }

    #[test]
    fn a_pattern_that_is_none_is_shown() {
        let retry = Retry {
            output: Some(vec!["(".into()]),
            ..Retry::default()
        };
        assert!(format!("{:#}", Policy::of(&[&retry]).unwrap_err()).contains("\"(\""));
    }
}
