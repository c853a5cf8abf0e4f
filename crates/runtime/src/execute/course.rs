//! How the tests of a cell fare, and what is tried next.

use std::time::Instant;

use super::attempt::Try;
use super::queue::Waiting;
use super::retry::{Decision, Situation};
use super::session::Session;
use crate::results::{Attempt, Failure, TestResult, fold};

/// How it goes.
pub(super) struct Course {
    /// Attempts of this run by test.
    attempts: Vec<Vec<Attempt>>,
    /// Retries so far.
    spent: u32,
    /// Tests that failed in the first round, once it is over.
    failed: Option<usize>,
    /// Tests of the first round.
    ran: usize,
}

impl Course {
    /// So many tests are about to run.
    pub(super) fn new(session: &Session, ran: usize) -> Self {
        Self {
            attempts: vec![Vec::new(); session.cell.tests.len()],
            spent: 0,
            failed: None,
            ran,
        }
    }

    /// Takes the attempts of a round.
    pub(super) fn take(&mut self, session: &Session, attempts: Vec<(usize, Attempt)>) {
        for (test, attempt) in attempts {
            self.attempts[test].push(attempt);
        }
        if self.failed.is_none() {
            self.failed = Some(self.bad(session).count());
        }
    }

    /// Whether a test was tried at all in this run.
    pub(super) fn has_run(&self, test: usize) -> bool {
        !self.attempts[test].is_empty()
    }

    /// Tests that have not passed, with what is bad about them.
    fn bad<'a>(&'a self, session: &'a Session) -> impl Iterator<Item = (usize, Vec<TestResult>)> + 'a {
        self.attempts
            .iter()
            .enumerate()
            .filter(|(_, attempts)| !attempts.is_empty())
            .filter_map(|(test, attempts)| {
                let mut results = fold(&session.cell.tests[test].name, &session.earlier.tests, attempts);
                results.retain(|result| result.status.is_bad());
                (!results.is_empty()).then_some((test, results))
            })
    }

    /// The next round.
    pub(super) fn next(&mut self, session: &Session) -> Vec<Waiting> {
        let bad: Vec<_> = self.bad(session).collect();
        let mut waiting = Vec::new();
        for (test, results) in bad {
            match self.decide(session, test) {
                Decision::Retry => {
                    self.spent += 1;
                    waiting.push(self.again(session, test, &results));
                }
                Decision::Leave(Some(reason)) => {
                    session.console.leaves(&session.cell.tests[test].name, reason)
                }
                Decision::Leave(None) => {}
            }
        }
        waiting
    }

    fn decide(&self, session: &Session, test: usize) -> Decision {
        let attempts = &self.attempts[test];
        let failure = attempts
            .last()
            .and_then(|attempt| attempt.failure)
            .unwrap_or(Failure::ExitCode);
        let count = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
        let Self {
            spent, failed, ran, ..
        } = *self;
        session.cell.tests[test].policy.decide(Situation {
            failure,
            attempts: count,
            spent,
            failed: failed.unwrap_or(0),
            ran,
        })
    }

    fn again(&self, session: &Session, test: usize, results: &[TestResult]) -> Waiting {
        let planned = &session.cell.tests[test];
        let last = self.attempts[test].last().map_or(0, |attempt| attempt.number);
        let count = u32::try_from(self.attempts[test].len()).unwrap_or(u32::MAX);
        let lot = u64::from(crc32fast::hash(
            format!("{}/{}/{last}", session.seed, planned.name).as_bytes(),
        ));
        let what = Try {
            test,
            number: last + 1,
            failed: cases(results),
        };
        Waiting {
            what,
            group: planned.group.clone(),
            not_before: Instant::now() + planned.policy.pause(count, lot),
        }
    }
}

/// The cases to repeat, one a line: the name, and behind a tab the class. None unless only cases failed.
pub(super) fn cases(results: &[TestResult]) -> Vec<String> {
    if results.iter().any(|result| result.case.is_none()) {
        return Vec::new();
    }
    let line = |text: &str| text.replace(['\n', '\r', '\t'], " ");
    let cases = results
        .iter()
        .filter_map(|result| Some((result.case.as_deref()?, result.class.as_deref())));
    cases
        .map(|(case, class)| {
            class.map_or_else(|| line(case), |class| format!("{}\t{}", line(case), line(class)))
        })
        .collect()
}
