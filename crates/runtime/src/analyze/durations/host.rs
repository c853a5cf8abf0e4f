//! The speed of the machine that a run was on.

use super::Row;
use crate::analyze::robust::median;

/// With fewer tests in common, a slow test could not be told from a slow machine.
const FEWEST: usize = 5;
/// How often centers and factors are estimated in turn.
const ROUNDS: usize = 2;

/// Takes the factor of each run out of all durations: the median over its tests of how much longer than usual they took.
/// What is usual, the earlier runs say.
pub(in crate::analyze) fn take_out(rows: &mut [Row], earlier: usize) {
    for _ in 0..ROUNDS {
        let centers: Vec<Option<f64>> = rows.iter().map(|row| center(&row[..earlier])).collect();
        let runs = rows.first().map_or(0, Vec::len);
        for run in 0..runs {
            let all = rows.iter().zip(&centers);
            let mut ratios: Vec<f64> = all
                .filter_map(|(row, center)| Some(row[run]? - (*center)?))
                .collect();
            if ratios.len() < FEWEST {
                continue;
            }
            let factor = median(&mut ratios).unwrap_or_default();
            for value in rows.iter_mut().filter_map(|row| row[run].as_mut()) {
                *value -= factor;
            }
        }
    }
}

fn center(row: &[Option<f64>]) -> Option<f64> {
    median(&mut row.iter().copied().flatten().collect::<Vec<_>>())
}
