//! The worst that can be said, and never better than what is known.

use pipewright_model::exit::Runtime;

use super::cell::Cell;
use super::ledger::Ledger;
use super::truth::Truth;
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
pub(super) fn of(truth: &Truth, ledger: &Ledger) -> Verdict {
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
    if !truth.problems.is_empty() {
        reasons.push(format!(
            "part of the input could not be read: {}",
            truth.problems[0]
        ));
        exits.push(Runtime::Incomplete);
    }
    for (name, cell) in &truth.cells {
        let (exit, reason) = of_cell(cell);
        if exit != Runtime::Passed {
            reasons.push(format!("{}: {reason}", name.shown()));
            exits.push(exit);
        }
    }
    let mut tests = truth.cells.values().flat_map(|cell| cell.tests.values());
    let has_run = tests.any(|test| test.status != Status::Skipped);
    let is_lacking = !ledger.missing.is_empty() || !truth.problems.is_empty();
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

/// The verdict on a cell, and why.
pub(super) fn of_cell(cell: &Cell) -> (Runtime, String) {
    if let Some(problem) = cell.problems.first() {
        return (Runtime::Incomplete, problem.clone());
    }
    // The outcome of a cell can be worse than its tests: its teardown failed, or it was stopped.
    let outcomes = cell.last().filter_map(|take| take.outcome.as_ref());
    let bad: Vec<_> = outcomes.filter(|outcome| outcome.exit_code != 0).collect();
    let failing = |code: Runtime| bad.iter().find(|outcome| outcome.exit_code == code.code());
    let stopped = [Runtime::Interrupted, Runtime::Terminated, Runtime::Incomplete];
    if let Some(outcome) = stopped.into_iter().find_map(failing) {
        return (Runtime::Incomplete, outcome.reason.clone());
    }
    let failed: Vec<_> = cell
        .tests
        .iter()
        .filter(|(_, test)| test.counts_against)
        .collect();
    if let Some((key, _)) = failed.first() {
        let more = match failed.len() - 1 {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        return (Runtime::Failed, format!("failed: {}{more}", key.name));
    }
    if let Some(outcome) = failing(Runtime::NothingRan) {
        return (Runtime::NothingRan, outcome.reason.clone());
    }
    match bad.first() {
        Some(outcome) => (Runtime::Failed, outcome.reason.clone()),
        None => (Runtime::Passed, "all that ran passed".to_owned()),
    }
}
