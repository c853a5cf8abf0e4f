//! What this run has to tell people, beside the earlier runs of its branch: that it failed, or that what had failed is
//! well again. Each with the run that told the same within the cool-down, if one did.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_model::policy::{AlertOn, Alerts};

use crate::analyze::{Alert, Told, told};
use crate::clock;
use crate::history::{Book, Record};

/// Most earlier runs of the branch that are looked at.
const MOST: usize = 90;

/// The alerts of a run whose verdict is known. Runs of pull requests have nothing before them: they are in no history.
pub(super) fn of(book: &Book, earlier: &[Record], this: &Record, policy: &Alerts) -> Vec<Alert> {
    let mut runs = of_branch(earlier, this);
    runs.push(this);
    let has_passed = this.verdict == "passed";
    let (on, states) = if has_passed {
        (AlertOn::Recovery, recoveries(book, &runs))
    } else {
        (
            AlertOn::Failure,
            runs.iter().map(|run| failure(book, run)).collect(),
        )
    };
    let Some(Some(state)) = states.last() else {
        return Vec::new();
    };
    let may_alert = |run: &Record| std::ptr::eq(run, this) || policy.events.contains(&run.trigger);
    let same: Vec<&Record> = runs
        .iter()
        .zip(&states)
        .filter(|(run, had)| had.as_ref() == Some(state) && may_alert(run))
        .map(|(run, _)| *run)
        .collect();
    let times: Vec<i64> = same.iter().map(|run| run.started).collect();
    let cells = state.cells.iter().map(|cell| book.read(*cell).to_owned());
    vec![Alert {
        on,
        of: cells.filter(|_| has_passed).collect(),
        told: told(&times, policy.milliseconds()).map(|at| Told {
            run_id: same[at].id.clone(),
            started: clock::at(same[at].started),
        }),
    }]
}

/// What two runs have to share for one to say nothing new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct State {
    verdict: String,
    /// Tests that fail and count.
    tests: BTreeSet<u32>,
    /// Cells that did not pass; of a recovery, those that are well again.
    cells: BTreeSet<u32>,
    /// Of a run that lacked something: cells that it had.
    there: BTreeSet<u32>,
}

/// The runs of the branch that started before this one, oldest first; an earlier attempt of this run is one of them.
fn of_branch<'h>(earlier: &'h [Record], this: &Record) -> Vec<&'h Record> {
    if this.trigger.starts_with("pull_request") {
        return Vec::new();
    }
    let is_earlier = |run: &&Record| {
        let is_this = run.id == this.id && run.attempt >= this.attempt;
        run.branch == this.branch && run.started <= this.started && !is_this
    };
    let mut runs: Vec<&Record> = earlier.iter().rev().filter(is_earlier).take(MOST).collect();
    runs.reverse();
    runs
}

/// What failed in a run. None if it passed. Only numbers are compared: those of one book.
fn failure(book: &Book, run: &Record) -> Option<State> {
    let failing = run.results.iter().filter(|kept| kept.mark.counts_against());
    let is_bad = |verdict: u32| book.read(verdict) != "passed";
    let bad = run.cells.iter().filter(|(_, verdict)| is_bad(*verdict));
    // What is missing can only be told from what is there.
    let there = run.cells.iter().filter(|_| run.verdict != "failed");
    (run.verdict != "passed").then(|| State {
        verdict: run.verdict.clone(),
        tests: failing.map(|kept| kept.test).collect(),
        cells: bad.map(|(cell, _)| *cell).collect(),
        there: there.map(|(cell, _)| *cell).collect(),
    })
}

/// What each run brought back: cells that it passed and that had not passed when they last ran. So a push that tests
/// little does not end the failure of a nightly run. A run that lacked cells ends with one that has them.
fn recoveries(book: &Book, runs: &[&Record]) -> Vec<Option<State>> {
    let mut is_well: BTreeMap<u32, bool> = BTreeMap::new();
    let mut gap: Option<BTreeSet<u32>> = None;
    let mut brought = Vec::new();
    for run in runs {
        let cells: BTreeSet<u32> = run.cells.iter().map(|(cell, _)| *cell).collect();
        let has_passed = run.verdict == "passed";
        let were_ill = cells.iter().filter(|cell| is_well.get(cell) == Some(&false));
        let back: BTreeSet<u32> = were_ill.copied().collect();
        let is_filled = has_passed
            && gap
                .take_if(|gap| gap.len() < cells.len() && gap.is_subset(&cells))
                .is_some();
        brought.push((has_passed && (is_filled || !back.is_empty())).then(|| State {
            cells: back,
            ..State::default()
        }));
        let mut are_all_well = true;
        for (cell, verdict) in &run.cells {
            let passed = book.read(*verdict) == "passed";
            are_all_well &= passed;
            is_well.insert(*cell, passed);
        }
        if are_all_well && !has_passed {
            gap = Some(cells);
        }
    }
    brought
}
