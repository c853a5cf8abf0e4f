//! Versions by scenarios, each with what became of its cell; and what is no cell of the matrix below it.

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use super::anchor;
use crate::aggregate::{CellSummary, Summary};
use crate::report::version::natural;

/// The matrix.
#[derive(Debug, Serialize)]
pub(super) struct HeatMap<'a> {
    scenarios: Vec<&'a str>,
    rows: Vec<Row<'a>>,
    /// Every cell with its reason, those that did not pass first.
    cells: Vec<Tile<'a>>,
    /// How many cells of the matrix left nothing.
    missing: usize,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    version: &'a str,
    tiles: Vec<Option<Tile<'a>>>,
}

/// A cell of the matrix.
#[derive(Debug, Clone, Serialize)]
struct Tile<'a> {
    name: &'a str,
    anchor: String,
    /// `good`, `bad`, `odd` or `gone`.
    class: &'static str,
    /// The same in a character, for those who do not see colours.
    mark: &'static str,
    /// The same in words.
    words: String,
    /// Of a cell that reported.
    cell: Option<&'a CellSummary>,
    /// How many tests ran: all but those that were skipped.
    ran: usize,
    /// Percent of what ran that did not pass, in steps for the shade: 0 to 3.
    shade: u8,
}

/// The matrix of a summary. Cells that the plan has and nobody reported are in it too.
pub(super) fn of(summary: &Summary) -> HeatMap<'_> {
    let reported = summary.cells.iter().map(tile);
    let gone: Vec<Tile<'_>> = summary
        .ledger
        .missing
        .iter()
        .filter(|item| item.test.is_none())
        .map(|item| missing(&item.cell))
        .collect();
    let missing = gone.len();
    let mut cells: Vec<Tile<'_>> = reported.chain(gone).collect();
    let matrix: IndexMap<(&str, &str), Tile<'_>> = cells
        .iter()
        .filter_map(|tile| Some((place(tile)?, tile.clone())))
        .collect();
    cells.sort_by_key(|tile| {
        ["gone", "bad", "odd", "good"]
            .iter()
            .position(|class| *class == tile.class)
    });
    let (versions, scenarios) = axes(&matrix);
    let rows = versions.into_iter().map(|version| Row {
        version,
        tiles: scenarios
            .iter()
            .map(|scenario| matrix.get(&(version, *scenario)).cloned())
            .collect(),
    });
    HeatMap {
        rows: rows.collect(),
        scenarios: scenarios.into_iter().collect(),
        cells,
        missing,
    }
}

/// The versions and the scenarios; versions as people count, scenarios in the order of the plan.
fn axes<'a>(matrix: &IndexMap<(&'a str, &'a str), Tile<'a>>) -> (Vec<&'a str>, IndexSet<&'a str>) {
    let mut versions: Vec<&str> = matrix
        .keys()
        .map(|(version, _)| *version)
        .collect::<IndexSet<_>>()
        .into_iter()
        .collect();
    versions.sort_by_cached_key(|version| natural(version));
    (versions, matrix.keys().map(|(_, scenario)| *scenario).collect())
}

/// Version and scenario. A folder of foreign files has none.
fn place<'a>(tile: &Tile<'a>) -> Option<(&'a str, &'a str)> {
    match tile.cell {
        None => tile.name.split_once('/'),
        Some(cell) => cell.version.as_deref().zip(cell.scenario.as_deref()),
    }
}

fn missing(name: &str) -> Tile<'_> {
    Tile {
        name,
        anchor: anchor::cell(name),
        class: "gone",
        mark: "?",
        words: "missing: it left no result".to_owned(),
        cell: None,
        ran: 0,
        shade: 0,
    }
}

fn tile(cell: &CellSummary) -> Tile<'_> {
    let (class, mark, word) = match cell.verdict.as_str() {
        "passed" if cell.counts.flaky > 0 => ("good", "~", "passed, with flaky tests"),
        "passed" => ("good", "✓", "passed"),
        "failed" => ("bad", "✕", "failed"),
        "nothing_ran" => ("odd", "–", "nothing ran"),
        _ => ("odd", "!", "incomplete"),
    };
    let bad = cell.counts.failed + cell.counts.errors;
    let ran = cell.counts.total - cell.counts.skipped.min(cell.counts.total);
    Tile {
        name: &cell.name,
        anchor: anchor::cell(&cell.name),
        class,
        mark,
        words: format!(
            "{word}: {} of {} passed, {bad} failed, {} flaky",
            cell.counts.passed, ran, cell.counts.flaky
        ),
        cell: Some(cell),
        ran,
        shade: shade(bad, ran),
    }
}

fn shade(bad: usize, ran: usize) -> u8 {
    match (bad * 100).checked_div(ran) {
        None | Some(0) => u8::from(bad > 0),
        Some(1..10) => 1,
        Some(10..40) => 2,
        Some(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_of_many_is_seen() {
        assert_eq!(shade(0, 10_000), 0);
        assert_eq!(shade(1, 10_000), 1);
        assert_eq!(shade(1, 2), 3);
        assert_eq!(shade(0, 0), 0);
    }
}
