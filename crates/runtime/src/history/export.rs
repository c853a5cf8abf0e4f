//! All of a table, as CSV or as JSON Lines.

use std::io::{self, Write};

use pipewright_model::policy::Policy;
use serde_json::{Map, Value};

use super::History;
use super::field::Field;
use super::table::{self, Sink, Table};
use crate::analyze::{FlakyTest, trends};

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Comma-separated, with a first line of names (RFC 4180).
    Csv,
    /// A JSON object each line.
    Jsonl,
}

/// Writes a table.
pub(crate) fn export(
    mut history: History,
    table: Table,
    format: Format,
    policy: &Policy,
    output: &mut dyn Write,
) -> io::Result<()> {
    if format == Format::Csv {
        write!(output, "{}\r\n", table.columns().join(","))?;
    }
    let mut sink = |row: &[Field<'_>]| match format {
        Format::Csv => csv(row, output),
        Format::Jsonl => json(table.columns(), row, output),
    };
    rows(&mut history, table, policy, &mut sink)
}

fn rows(history: &mut History, of: Table, policy: &Policy, sink: Sink<'_>) -> io::Result<()> {
    if of == Table::Flaky {
        let flaky = unhealthy(history, policy);
        return flaky.iter().try_for_each(|test| table::flaky(test, sink));
    }
    for record in &history.runs {
        match of {
            Table::Runs => table::run(record, sink)?,
            Table::Results => table::results(&history.book, record, sink)?,
            Table::Metrics | Table::Flaky => table::metrics(&history.book, record, sink)?,
        }
    }
    Ok(())
}

/// Tests that are not healthy, as the branch of the newest run sees it.
pub(super) fn unhealthy(history: &mut History, policy: &Policy) -> Vec<FlakyTest> {
    let branch = history.runs.last().map(|run| run.branch.clone());
    let evidence = history.evidence();
    trends(&evidence, &branch.unwrap_or_default(), policy).flaky
}

fn json(columns: &[&str], row: &[Field<'_>], output: &mut dyn Write) -> io::Result<()> {
    let pairs = columns.iter().zip(row);
    let object: Map<String, Value> = pairs
        .map(|(name, field)| ((*name).to_owned(), field.json()))
        .collect();
    serde_json::to_writer(&mut *output, &object)?;
    output.write_all(b"\n")
}

fn csv(row: &[Field<'_>], output: &mut dyn Write) -> io::Result<()> {
    for (at, field) in row.iter().enumerate() {
        if at > 0 {
            output.write_all(b",")?;
        }
        match field {
            Field::Text(text) => output.write_all(quoted(text).as_bytes())?,
            Field::Owned(text) => output.write_all(quoted(text).as_bytes())?,
            Field::Count(count) => write!(output, "{count}")?,
            Field::Number(number) => write!(output, "{number}")?,
            Field::Nothing => {}
        }
    }
    output.write_all(b"\r\n")
}

/// A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it, as OWASP advises.
fn quoted(text: &str) -> String {
    let begins = text
        .trim_start_matches([' ', '\u{a0}', '\u{feff}'])
        .chars()
        .next();
    let is_formula = begins.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first));
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r', '\'']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_that_a_spreadsheet_would_run_begins_a_field() {
        for first in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u{feff}="] {
            let field = quoted(&format!("{first}cmd|' /C calc'!A0"));
            assert!(field.starts_with("\"'"), "{field}");
        }
        assert_eq!(quoted("a=b"), "a=b");
        assert_eq!(quoted("say \"a, b\""), "\"say \"\"a, b\"\"\"");
    }
}
