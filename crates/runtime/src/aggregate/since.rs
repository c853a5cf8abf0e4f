//! Since when tests fail.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::summary::Since;
use crate::clock;
use crate::history::{Book, Record};
use crate::results::Status;

/// The first run of the unbroken row of runs in which each of some tests failed. `runs`: from the newest to the oldest; one
/// that skipped a test says nothing of it. `tests`: their numbers in the book.
pub(super) fn of(runs: &[&Record], tests: &[u32], book: &Book) -> HashMap<u32, Arc<Since>> {
    let mut since = HashMap::new();
    if tests.is_empty() {
        return since;
    }
    // What had another file or suite is known by its cell and its name.
    let named = tests.iter().filter_map(|test| Some((book.key(*test)?, *test)));
    let asked: HashMap<_, u32> = named.map(|(key, test)| ((key.cell, key.name), test)).collect();
    let own: HashSet<u32> = tests.iter().copied().collect();
    let same = (0..)
        .zip(book.keys())
        .map(|(number, key)| match own.contains(&number) {
            true => Some(number),
            false => asked.get(&(key.cell, key.name)).copied(),
        });
    let same: Vec<Option<u32>> = same.collect();
    let mut over: HashSet<u32> = HashSet::new();
    for run in runs {
        if over.len() == own.len() {
            break;
        }
        let this = Arc::new(Since {
            run_id: run.id.clone(),
            commit: run.commit.clone(),
            started: clock::at(run.started),
        });
        for kept in &run.results {
            let Some(test) = same[kept.test as usize].filter(|test| !over.contains(test)) else {
                continue;
            };
            match kept.mark.status() {
                status if status.is_bad() => drop(since.insert(test, Arc::clone(&this))),
                Status::Passed => drop(over.insert(test)),
                _ => {}
            }
        }
    }
    since
}
