//! What the statistics say is slower, as the summary lists it.

use std::collections::HashMap;

use super::summary::{Change, MOST, TestSummary, entry};
use super::truth::Truth;
use crate::analyze::{Direction, Trends};

/// Tests that are slower, and a later run confirmed it; the slowest first.
pub(super) fn of(truth: &Truth, trends: &Trends) -> Vec<TestSummary> {
    let slower = trends
        .durations
        .iter()
        .filter(|duration| duration.confirmed && duration.trend == Direction::Regressed);
    let slower: HashMap<(&str, &str), f64> = slower
        .map(|duration| {
            let key = (duration.cell.as_str(), duration.name.as_str());
            (key, duration.change_percent)
        })
        .collect();
    if slower.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (name, cell) in &truth.cells {
        let cell_name = name.shown();
        for (key, test) in &cell.tests {
            if let Some(percent) = slower.get(&(cell_name.as_str(), &*key.shown(&truth.names))) {
                let mut slow = entry(truth, name, key, test);
                slow.change = Some(slow.change.unwrap_or(Change::NewlySlow));
                found.push((*percent, slow));
            }
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.into_iter().map(|(_, slow)| slow).take(MOST).collect()
}
