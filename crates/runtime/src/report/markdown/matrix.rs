//! The matrix: a row a scenario, a column a version.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

use super::inert::cell as shown;
use super::number::grouped;
use crate::aggregate::{CellSummary, Summary};
use crate::report::version::natural;

/// Most rows, and most columns.
const MOST: (usize, usize) = (60, 12);
/// Characters of a name.
const NAME: usize = 60;

pub(super) fn text(summary: &Summary) -> String {
    let mut table = Table::default();
    for cell in &summary.cells {
        match (&cell.version, &cell.scenario) {
            (Some(version), Some(scenario)) => table.put(version, scenario, word(cell)),
            _ => table.put("", &cell.name, word(cell)),
        }
    }
    let whole = summary.ledger.missing.iter().filter(|item| item.test.is_none());
    for (version, scenario) in whole.filter_map(|item| item.cell.split_once('/')) {
        table.put(version, scenario, "⚠️ missing".to_owned());
    }
    table.text()
}

#[derive(Debug, Default)]
struct Table<'s> {
    versions: IndexSet<&'s str>,
    rows: IndexMap<&'s str, IndexMap<&'s str, String>>,
}

impl<'s> Table<'s> {
    fn put(&mut self, version: &'s str, scenario: &'s str, word: String) {
        self.versions.insert(version);
        self.rows.entry(scenario).or_default().insert(version, word);
    }

    fn text(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let (rows, columns) = MOST;
        let mut versions: Vec<&str> = self.versions.iter().copied().collect();
        versions.sort_by_cached_key(|version| natural(version));
        versions.truncate(columns);
        let mut text = "### Matrix\n\n| |".to_owned();
        for version in &versions {
            let head = if version.is_empty() {
                "result".to_owned()
            } else {
                shown(version, NAME)
            };
            let _ = write!(text, " {head} |");
        }
        let _ = writeln!(text, "\n|---|{}", "---|".repeat(versions.len()));
        for (scenario, row) in self.rows.iter().take(rows) {
            let _ = write!(text, "| {} |", shown(scenario, NAME));
            for version in &versions {
                let _ = write!(text, " {} |", row.get(version).map_or("", String::as_str));
            }
            text.push('\n');
        }
        let hidden = (
            self.rows.len().saturating_sub(rows),
            self.versions.len().saturating_sub(columns),
        );
        if hidden != (0, 0) {
            let _ = writeln!(
                text,
                "\n_{} more rows and {} more columns are in the report._",
                hidden.0, hidden.1
            );
        }
        text
    }
}

fn word(cell: &CellSummary) -> String {
    let counts = &cell.counts;
    let bad = counts.failed + counts.errors;
    let ran = counts.total - counts.skipped.min(counts.total);
    match cell.verdict.as_str() {
        "passed" if counts.flaky > 0 => {
            format!("✅ {} ({} flaky)", grouped(counts.passed), grouped(counts.flaky))
        }
        "passed" => format!("✅ {}", grouped(counts.passed)),
        "failed" => format!("❌ {} of {}", grouped(bad), grouped(ran)),
        "nothing_ran" => "⚠️ nothing ran".to_owned(),
        _ => "⚠️ incomplete".to_owned(),
    }
}
