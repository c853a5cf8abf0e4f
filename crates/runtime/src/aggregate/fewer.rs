//! What the base has and this run lacks.

use std::collections::{HashMap, HashSet};

use pipewright_model::plan::Plan;

use super::base::BaseRun;
use super::cell::Name;
use super::ledger::Item;
use super::truth::Truth;

/// Most items that are listed.
const MOST: usize = 5_000;

/// What the base has and this run lacks.
#[derive(Debug, Default)]
pub(super) struct Fewer {
    /// Cells, suites of cells, and tests. Of what is gone as a whole, no part is listed.
    pub(super) items: Vec<Item>,
    /// How many there are, those that are not listed included.
    pub(super) total: usize,
    /// What is so much that it keeps the run from passing, if anything.
    pub(super) grave: Option<String>,
}

/// Holds this run against the base.
///
/// A plan decides which cells and tests of the pipeline there are: with one, only cases are told. Without one nobody
/// else would notice that a cell is gone, or a suite of a foreign file; those keep the run from passing, and so does a
/// cell that lost more than half of its tests. A pull request is only told: it may mean to remove them, and its reviewer
/// sees it.
pub(super) fn hold(truth: &Truth, base: &BaseRun<'_>, plan: Option<&Plan>, trigger: Option<&str>) -> Fewer {
    let book = &truth.names.book;
    let here: HashMap<u32, &Name> = truth
        .cells
        .keys()
        .filter_map(|name| Some((book.find(&name.shown())?, name)))
        .collect();
    let suites = suites(truth);
    let mut fewer = Fewer::default();
    let mut told = HashSet::new();
    let mut tests: HashMap<u32, [usize; 2]> = HashMap::new();
    for (cell, _) in base.run.cells.iter().filter(|(cell, _)| !here.contains_key(cell)) {
        if plan.is_none() {
            fewer.add(book.read(*cell), None);
            fewer.is_grave(|| format!("the cell {} is not there", book.read(*cell)));
        }
    }
    for kept in &base.run.results {
        let Some(key) = book.key(kept.test) else { continue };
        let Some(name) = here.get(&key.cell) else { continue };
        let of_cell = tests.entry(key.cell).or_default();
        of_cell[0] += 1;
        if !base.lacks(kept.test) {
            continue;
        }
        of_cell[1] += 1;
        if suites.contains(&(key.cell, key.suite)) {
            fewer.add(book.read(key.cell), Some(&book.shown(key.name)));
        } else if told.insert((key.cell, key.suite)) {
            fewer.add(book.read(key.cell), Some(book.read(key.suite)));
            if matches!(name, Name::Foreign(_)) {
                let (suite, cell) = (book.read(key.suite), book.read(key.cell));
                fewer.is_grave(|| format!("the suite {suite} of {cell} is not there"));
            }
        }
    }
    for (cell, [all, gone]) in tests {
        if 2 * gone > all {
            let cell = book.read(cell);
            fewer.is_grave(|| format!("{gone} of the {all} tests of {cell} are not there"));
        }
    }
    if trigger.is_some_and(|trigger| trigger.starts_with("pull_request")) {
        fewer.grave = None;
    }
    fewer
}

/// Suites of this run, by the numbers of cell and suite.
fn suites(truth: &Truth) -> HashSet<(u32, u32)> {
    let mut suites = HashSet::new();
    for (name, cell) in &truth.cells {
        if let Some(number) = truth.names.book.find(&name.shown()) {
            suites.extend(cell.tests.keys().map(|key| (number, key.suite)));
        }
    }
    suites
}

impl Fewer {
    fn add(&mut self, cell: &str, test: Option<&str>) {
        self.total += 1;
        if self.items.len() < MOST {
            self.items.push(Item {
                cell: cell.to_owned(),
                test: test.map(str::to_owned),
            });
        }
    }

    fn is_grave(&mut self, why: impl FnOnce() -> String) {
        self.grave.get_or_insert_with(why);
    }
}
