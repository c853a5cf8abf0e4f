//! All tests of a cell: first each once, the longest first, then those that failed again, with fewer workers.

use std::time::Instant;

use super::attempt::Try;
use super::course::{Course, cases};
use super::queue::Waiting;
use super::round::round;
use super::session::Session;
use crate::journal::Record;
use crate::results::{Failure, Unrun};

/// The tests that this run is about: all, or those that an earlier run could not bring to pass.
pub(super) fn wanted(session: &Session) -> Vec<usize> {
    let is_wanted = |test: &usize| {
        let bad = session.earlier.bad(&session.cell.tests[*test].name);
        bad.is_none_or(|bad| !bad.is_empty())
    };
    (0..session.cell.tests.len()).filter(is_wanted).collect()
}

/// Runs tests.
pub(super) fn run(session: &Session, tests: Vec<usize>) {
    let mut course = Course::new(session, tests.len());
    let mut waiting = first(session, tests);
    let mut workers = session.workers;
    while !waiting.is_empty() {
        let (attempts, rest) = round(session, waiting, workers);
        course.take(session, attempts);
        if session.is_over() {
            give_up(session, &course, &rest);
            return;
        }
        waiting = course.next(session);
        workers = (session.workers / 2).max(1);
    }
}

/// The first round: the longest tests first, those of unknown length before them, for they may be longer still.
fn first(session: &Session, mut tests: Vec<usize>) -> Vec<Waiting> {
    let length = |test: &usize| {
        session
            .durations
            .get(&session.cell.tests[*test].name)
            .copied()
            .unwrap_or(f64::MAX)
    };
    tests.sort_by(|a, b| length(b).total_cmp(&length(a)));
    let now = Instant::now();
    let wait = |test: usize| {
        let planned = &session.cell.tests[test];
        let (number, failed) = match session.earlier.bad(&planned.name) {
            Some(bad) => (session.earlier.last(&planned.name) + 1, cases(&bad)),
            None => (1, Vec::new()),
        };
        Waiting {
            what: Try { test, number, failed },
            group: planned.group.clone(),
            not_before: now,
        }
    };
    tests.into_iter().map(wait).collect()
}

/// Journals that tests cannot run because what comes before them failed, which is an error.
pub(super) fn skip(session: &Session, tests: &[usize], reason: &str) {
    let failure = if session.is_over() {
        Failure::NotStarted
    } else {
        Failure::Need
    };
    for test in tests {
        not_run(session, *test, failure, session.mask.text(reason));
    }
}

/// Tests that never started are errors, not omissions.
fn give_up(session: &Session, course: &Course, rest: &[Try]) {
    let reason = match session.stop.cause() {
        Some(cause) => format!("not started: the run was stopped by {}", cause.name()),
        None => "not started: the time of the cell was used up".to_owned(),
    };
    for wanted in rest.iter().filter(|wanted| !course.has_run(wanted.test)) {
        not_run(session, wanted.test, Failure::NotStarted, reason.clone());
    }
}

fn not_run(session: &Session, test: usize, failure: Failure, reason: String) {
    let test = session.cell.tests[test].name.clone();
    let unrun = Unrun {
        test,
        failure: Some(failure),
        reason,
    };
    session.journal.write(Record::Unrun(unrun.clone()));
    session.console.unrun(&unrun);
}
