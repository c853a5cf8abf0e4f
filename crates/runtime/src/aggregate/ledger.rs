//! What was expected, held against what is there.

use indexmap::{IndexMap, IndexSet};
use pipewright_model::plan::Plan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cell::{Cell, Name};
use super::truth::Truth;
use crate::results::Status;

/// What was expected, held against what is there. Any entry but those of `fewer` keeps the run from passing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Ledger {
    /// How many cells were expected; none without a plan.
    pub(crate) expected: Option<usize>,
    /// Cells that left nothing, and tests that say nothing.
    pub(crate) missing: Vec<Item>,
    /// Cells and tests that nobody planned.
    pub(crate) extra: Vec<Item>,
    /// Cells in which nothing ran, and tests that passed without having run.
    pub(crate) empty: Vec<Item>,
    /// Cells, suites of cells, and tests that the base has and this run lacks. The reasons say whether they are so much
    /// that they keep the run from passing.
    #[serde(default)]
    pub(crate) fewer: Vec<Item>,
}

impl Ledger {
    /// Whether all was there that had to be, and nothing else.
    pub(super) const fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty() && self.empty.is_empty()
    }
}

/// A cell, or a test of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Item {
    /// The cell: `3.5.7/baseline`.
    pub(crate) cell: String,
    /// The test, or the suite; none for the whole cell.
    pub(crate) test: Option<String>,
}

/// Holds what is there against the plan, and each cell against its own word.
pub(super) fn hold(truth: &Truth, plan: Option<&Plan>) -> Ledger {
    let mut ledger = Ledger::default();
    let mut planned: IndexMap<Name, IndexSet<&str>> = IndexMap::new();
    for cell in plan
        .into_iter()
        .flat_map(|plan| &plan.profiles)
        .flat_map(|profile| &profile.cells)
    {
        let tests = planned.entry(Name::of(cell)).or_default();
        tests.extend(cell.tests.iter().map(String::as_str));
    }
    ledger.expected = plan.map(|_| planned.len());
    for (name, tests) in &planned {
        match truth.cells.get(name) {
            None => ledger.missing.push(item(name, None)),
            Some(cell) => missing(&mut ledger, truth, name, cell, tests),
        }
    }
    for (name, cell) in &truth.cells {
        let ran = cell.tests.values().any(|test| test.status != Status::Skipped);
        if !ran {
            ledger.empty.push(item(name, None));
        }
        ledger
            .empty
            .extend(cell.hollow.iter().map(|test| item(name, Some(test))));
        match planned.get(name) {
            // Without a result of ours nobody knows which test a case is of.
            Some(_) if cell.takes.iter().all(|take| take.outcome.is_none()) => {}
            Some(tests) => extra(&mut ledger, truth, name, cell, tests),
            None if plan.is_some() => ledger.extra.push(item(name, None)),
            None => {
                let own = cell.expected.iter().map(String::as_str).collect();
                missing(&mut ledger, truth, name, cell, &own);
            }
        }
    }
    ledger
}

/// Tests of a cell by the name that the pipeline gives them.
fn reported<'a>(truth: &'a Truth, cell: &Cell) -> IndexSet<&'a str> {
    cell.tests.keys().map(|key| truth.names.name(key.suite)).collect()
}

fn missing(ledger: &mut Ledger, truth: &Truth, name: &Name, cell: &Cell, tests: &IndexSet<&str>) {
    let reported = reported(truth, cell);
    let silent = tests.iter().filter(|test| !reported.contains(**test));
    ledger.missing.extend(silent.map(|test| item(name, Some(test))));
}

fn extra(ledger: &mut Ledger, truth: &Truth, name: &Name, cell: &Cell, tests: &IndexSet<&str>) {
    let reported = reported(truth, cell);
    let unplanned = reported.iter().filter(|test| !tests.contains(**test));
    ledger.extra.extend(unplanned.map(|test| item(name, Some(test))));
}

fn item(name: &Name, test: Option<&str>) -> Item {
    Item {
        cell: name.shown(),
        test: test.map(str::to_owned),
    }
}
