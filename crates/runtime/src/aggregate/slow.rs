//! What the statistics say is slower, as the summary lists it.

use std::collections::HashMap;

use super::summary::{Change, MOST, TestSummary, entry};
use super::truth::Truth;
use crate::analyze::{Direction, DurationTrend, Trends};

/// Tests that are slower in this run, and either a later run confirmed it or it began here; the slowest first. What began
/// in an earlier run did not come with this change: only what began here is newly slow, if there is a base.
pub(super) fn of(truth: &Truth, trends: &Trends, has_base: bool) -> Vec<TestSummary> {
    let slower = trends
        .durations
        .iter()
        .filter(|duration| duration.trend == Direction::Regressed && duration.newest.last() == Some(&true));
    let slower: HashMap<(&str, &str), (f64, bool)> = slower
        .map(|duration| (duration, began_here(duration)))
        .filter(|(duration, is_new)| duration.confirmed || *is_new)
        .map(|(duration, is_new)| {
            let key = (duration.cell.as_str(), duration.name.as_str());
            (key, (duration.change_percent, is_new && has_base))
        })
        .collect();
    if slower.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (name, cell) in &truth.cells {
        let cell_name = name.shown();
        for (key, test) in &cell.tests {
            if let Some((percent, is_new)) = slower.get(&(cell_name.as_str(), &*key.shown(&truth.names))) {
                let mut slow = entry(truth, name, key, test);
                slow.change = slow.change.or(is_new.then_some(Change::NewlySlow));
                found.push((*percent, slow));
            }
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.into_iter().map(|(_, slow)| slow).take(MOST).collect()
}

/// Whether no earlier one of the newest runs was as slow.
fn began_here(duration: &DurationTrend) -> bool {
    matches!(duration.newest.split_last(), Some((true, earlier)) if !earlier.contains(&true))
}
