//! The worst that can be said, and never better than what is known.

use pipewright_model::exit::Runtime;
use pipewright_model::policy::FailOn;

use super::cell::{Cell, Take};
use super::fewer::Fewer;
use super::ledger::Ledger;
use super::summary::Change;
use super::test::Test;
use super::truth::{Names, Truth};
use crate::results::Status;

/// What it all comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) exit: Runtime,
    /// Why it is no better, each in one line.
    pub(super) reasons: Vec<String>,
}

impl Verdict {
    pub(super) const fn name(exit: Runtime) -> &'static str {
        match exit {
            Runtime::Passed => "passed",
            Runtime::NothingRan => "nothing_ran",
            Runtime::Failed => "failed",
            _ => "incomplete",
        }
    }
}

/// The verdict on everything. What is incomplete is that first, since nobody knows what else would have failed.
pub(super) fn of(truth: &Truth, ledger: &Ledger, fewer: &Fewer, fail_on: FailOn) -> Verdict {
    let mut exits = Vec::new();
    let mut reasons = Vec::new();
    for (count, what) in [
        (ledger.missing.len(), "missing"),
        (ledger.extra.len(), "not in the plan"),
        (ledger.empty.len(), "empty"),
    ] {
        if count > 0 {
            reasons.push(format!(
                "{count} {} {what}",
                if count == 1 {
                    "cell or test is"
                } else {
                    "cells or tests are"
                }
            ));
            exits.push(Runtime::Incomplete);
        }
    }
    if let Some(why) = &fewer.grave {
        reasons.push(format!("fewer than the base has: {why}"));
        exits.push(Runtime::Incomplete);
    }
    if !truth.problems.is_empty() {
        reasons.push(format!(
            "part of the input could not be read: {}",
            truth.problems[0]
        ));
        exits.push(Runtime::Incomplete);
    }
    for (name, cell) in &truth.cells {
        let (exit, reason) = of_cell(cell, &truth.names, fail_on);
        if exit != Runtime::Passed {
            reasons.push(format!("{}: {reason}", name.shown()));
            exits.push(exit);
        }
    }
    reasons.extend(told(truth, fewer, fail_on));
    let mut tests = truth.cells.values().flat_map(|cell| cell.tests.values());
    let has_run = tests.any(|test| test.status != Status::Skipped);
    let is_lacking = !ledger.missing.is_empty()
        || !truth.problems.is_empty()
        || truth.cells.values().any(|cell| !cell.problems.is_empty());
    if !has_run && !is_lacking {
        reasons.push("no test ran".to_owned());
        return Verdict {
            exit: Runtime::NothingRan,
            reasons,
        };
    }
    let worst = [Runtime::Incomplete, Runtime::Failed, Runtime::NothingRan];
    let exit = worst
        .into_iter()
        .find(|exit| exits.contains(exit))
        .unwrap_or(Runtime::Passed);
    Verdict { exit, reasons }
}

/// What does not keep the run from passing, and is said all the same.
fn told(truth: &Truth, fewer: &Fewer, fail_on: FailOn) -> Vec<String> {
    let mut told = Vec::new();
    if fewer.total > 0 && fewer.grave.is_none() {
        told.push(format!(
            "told only: {} that the base has {} not there",
            many(fewer.total, "cell, suite or test", "cells, suites or tests"),
            if fewer.total == 1 { "is" } else { "are" }
        ));
    }
    let tests = truth.cells.values().flat_map(|cell| cell.tests.values());
    let forgiven = tests.filter(|test| is_forgiven(test, fail_on)).count();
    if forgiven > 0 {
        told.push(format!(
            "told only: {} on the base too, and `report.fail_on` is \"new\"",
            many(forgiven, "test fails", "tests fail")
        ));
    }
    told
}

fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Whether it fails on the base too, and that is excuse enough.
fn is_forgiven(test: &Test, fail_on: FailOn) -> bool {
    fail_on == FailOn::New && test.counts_against && test.change == Some(Change::StillFailing)
}

/// Whether a cell failed for no other reason than tests that are forgiven.
fn is_explained(cell: &Cell, take: &Take, fail_on: FailOn) -> bool {
    let by_tests = |outcome: &crate::results::Outcome| {
        outcome.exit_code == Runtime::Failed.code() && outcome.reason.starts_with("failed: ")
    };
    !take.has_failed_hook
        && take.outcome.as_ref().is_some_and(by_tests)
        && cell.tests.values().any(|test| is_forgiven(test, fail_on))
}

/// The verdict on a cell, and why.
pub(super) fn of_cell(cell: &Cell, names: &Names, fail_on: FailOn) -> (Runtime, String) {
    if let Some(problem) = cell.problems.first() {
        return (Runtime::Incomplete, problem.clone());
    }
    // The outcome of a cell can be worse than its tests: its teardown failed, or it was stopped.
    let takes = cell.last().filter(|take| !is_explained(cell, take, fail_on));
    let outcomes = takes.filter_map(|take| take.outcome.as_ref());
    let bad: Vec<_> = outcomes.filter(|outcome| outcome.exit_code != 0).collect();
    let failing = |code: Runtime| bad.iter().find(|outcome| outcome.exit_code == code.code());
    let stopped = [Runtime::Interrupted, Runtime::Terminated, Runtime::Incomplete];
    if let Some(outcome) = stopped.into_iter().find_map(failing) {
        return (Runtime::Incomplete, outcome.reason.clone());
    }
    let failed: Vec<_> = cell
        .tests
        .iter()
        .filter(|(_, test)| test.counts_against && !is_forgiven(test, fail_on))
        .collect();
    if let Some((key, _)) = failed.first() {
        let more = match failed.len() - 1 {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        return (Runtime::Failed, format!("failed: {}{more}", key.name(names)));
    }
    if let Some(outcome) = failing(Runtime::NothingRan) {
        return (Runtime::NothingRan, outcome.reason.clone());
    }
    match bad.first() {
        Some(outcome) => (Runtime::Failed, outcome.reason.clone()),
        None => (Runtime::Passed, "all that ran passed".to_owned()),
    }
}
