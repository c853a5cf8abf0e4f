//! All tests of a cell: first each once, the longest first, then those that failed again, with fewer workers.

use std::time::Instant;

use super::attempt::Try;
use super::queue::Waiting;
use super::retry::{Decision, Situation};
use super::round::round;
use super::session::Session;
use crate::journal::Record;
use crate::results::{Attempt, Failure, TestResult, Unrun, fold};

/// Runs the tests.
pub(super) fn run(session: &Session) {
    let tests: Vec<usize> = (0..session.cell.tests.len()).collect();
    let mut course = Course {
        attempts: vec![Vec::new(); tests.len()],
        spent: 0,
        failed: 0,
        ran: tests.len(),
    };
    let mut waiting = first(session, tests);
    let mut workers = session.workers;
    while !waiting.is_empty() {
        let (attempts, rest) = round(session, waiting, workers);
        course.take(session, attempts);
        if session.is_over() {
            give_up(session, &course, rest);
            return;
        }
        if course.failed == 0 {
            course.failed = course.bad(session).count();
        }
        waiting = course.next(session);
        workers = (session.workers / 2).max(1);
    }
}

/// The first round: the longest tests first, those of unknown length before them, for they may be longer still.
fn first(session: &Session, tests: Vec<usize>) -> Vec<Waiting> {
    let length = |test: &usize| {
        session
            .durations
            .get(&session.cell.tests[*test].name)
            .copied()
            .unwrap_or(f64::MAX)
    };
    let mut tests = tests;
    tests.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let now = Instant::now();
    let wait = |test: usize| {
        let group = session.cell.tests[test].group.clone();
        Waiting {
            what: Try {
                test,
                number: 1,
                failed: Vec::new(),
            },
            group,
            not_before: now,
        }
    };
    tests.into_iter().map(wait).collect()
}

/// Tests that never started are errors, not omissions.
fn give_up(session: &Session, course: &Course, rest: Vec<Try>) {
    let reason = match session.stop.cause() {
        Some(cause) => format!("not started: the run was stopped by {}", cause.name()),
        None => "not started: the time of the cell was used up".to_owned(),
    };
    for wanted in rest
        .into_iter()
        .filter(|wanted| course.attempts[wanted.test].is_empty())
    {
        let test = session.cell.tests[wanted.test].name.clone();
        let unrun = Unrun {
            test,
            failure: Some(Failure::NotStarted),
            reason: reason.clone(),
        };
        session.journal.write(Record::Unrun(unrun));
    }
}

/// How it goes.
struct Course {
    /// Attempts by test.
    attempts: Vec<Vec<Attempt>>,
    /// Retries so far.
    spent: u32,
    /// Tests that failed in the first round.
    failed: usize,
    /// Tests of the first round.
    ran: usize,
}

impl Course {
    fn take(&mut self, session: &Session, attempts: Vec<Attempt>) {
        for attempt in attempts {
            if let Some(test) = session
                .cell
                .tests
                .iter()
                .position(|test| test.name == attempt.test)
            {
                self.attempts[test].push(attempt);
            }
        }
    }

    /// Tests that have not passed, with what is bad about them.
    fn bad<'a>(&'a self, session: &'a Session) -> impl Iterator<Item = (usize, Vec<TestResult>)> + 'a {
        self.attempts
            .iter()
            .enumerate()
            .filter(|(_, attempts)| !attempts.is_empty())
            .filter_map(|(test, attempts)| {
                let mut results = fold(&session.cell.tests[test].name, &[], attempts);
                results.retain(|result| result.status.is_bad());
                (!results.is_empty()).then_some((test, results))
            })
    }

    /// The next round.
    fn next(&mut self, session: &Session) -> Vec<Waiting> {
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
            failed,
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
fn cases(results: &[TestResult]) -> Vec<String> {
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
