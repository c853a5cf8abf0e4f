//! Runs in which so much failed at once that no single test is to blame.

use indexmap::IndexSet;

use crate::analyze::evidence::{Run, Tests};
use crate::analyze::outcome::Outcome;
use crate::analyze::robust::median;

/// So many standard deviations of a count (Poisson: its root) above the usual are a storm.
const DEVIATIONS: f64 = 6.0;
/// Fewer failures are no storm in a run.
const LEAST: f64 = 5.0;
/// A smaller share of the tests is no storm in a run.
const SHARE: f64 = 0.02;
/// Fewer failures are no storm in a cell.
const LEAST_IN_CELL: u32 = 3;
/// A storm passes: what lasts for more runs of a cell is the cell's own state.
const LONGEST: usize = 3;

/// Where the storms were.
#[derive(Debug)]
pub(super) struct Storms {
    cells: Vec<u32>,
    whole: Vec<bool>,
    parts: IndexSet<(u32, usize)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    ran: u32,
    bad: u32,
}

/// Runs in a row in which half of a cell failed.
#[derive(Debug, Clone, Default)]
struct Streak(Vec<u32>);

impl Streak {
    /// The runs that were storms, now that the streak is over, or there are no more runs.
    fn end(&mut self) -> impl Iterator<Item = u32> {
        let runs = std::mem::take(&mut self.0);
        let is_storm = runs.len() <= LONGEST;
        runs.into_iter().filter(move |_| is_storm)
    }
}

impl Storms {
    /// Looks for them: runs with far more failures than usual, and cells of which half failed in a few runs.
    pub(super) fn new(runs: &[&Run], tests: &impl Tests) -> Self {
        let mut names: IndexSet<&str> = IndexSet::new();
        let cells: Vec<u32> = (0..tests.count())
            .map(|test| u32::try_from(names.insert_full(tests.cell(test)).0).unwrap_or(u32::MAX))
            .collect();
        let mut totals = Vec::with_capacity(runs.len());
        let mut stormy: Vec<Streak> = vec![Streak::default(); names.len()];
        let mut parts = IndexSet::new();
        for (run, number) in runs.iter().zip(0..) {
            let counts = count(run, &cells, names.len());
            let bad = counts.iter().map(|count| count.bad).sum::<u32>();
            let ran = counts.iter().map(|count| count.ran).sum::<u32>();
            totals.push((f64::from(bad), f64::from(ran)));
            for (cell, count) in counts.iter().enumerate().filter(|(_, count)| count.ran > 0) {
                let is_stormy = count.bad >= LEAST_IN_CELL && count.bad * 2 >= count.ran;
                if is_stormy {
                    stormy[cell].0.push(number);
                } else {
                    parts.extend(stormy[cell].end().map(|run| (run, cell)));
                }
            }
        }
        for (cell, streak) in stormy.iter_mut().enumerate() {
            parts.extend(streak.end().map(|run| (run, cell)));
        }
        let usual = median(&mut totals.iter().map(|(bad, _)| *bad).collect::<Vec<_>>()).unwrap_or_default();
        let limit = (usual + DEVIATIONS * usual.max(1.0).sqrt()).max(LEAST);
        let whole = totals
            .iter()
            .map(|(bad, ran)| *bad > limit && *bad >= SHARE * ran)
            .collect();
        Self { cells, whole, parts }
    }

    /// Whether what a test did in a run says nothing about the test.
    pub(super) fn covers(&self, run: u32, test: usize) -> bool {
        self.whole[run as usize] || self.parts.contains(&(run, self.cells[test] as usize))
    }
}

fn count(run: &Run, cells: &[u32], names: usize) -> Vec<Count> {
    let mut counts = vec![Count::default(); names];
    for sample in &run.samples {
        let Some(cell) = cells.get(sample.test as usize) else {
            continue;
        };
        let is_bad = matches!(sample.outcome, Outcome::Failed | Outcome::Flaky);
        counts[*cell as usize].ran += u32::from(sample.outcome != Outcome::Skipped);
        counts[*cell as usize].bad += u32::from(is_bad);
    }
    counts
}
