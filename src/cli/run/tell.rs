//! What it came to, for people.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};

use indexmap::{IndexMap, IndexSet};

use super::Options;
use crate::cli::print::many;
use crate::run::{Failure, Summary};

/// Failures that are told; the report has all.
const MOST: usize = 20;
/// Lines of a failing test's output that are told; the log has all.
const LINES: usize = 8;

/// The matrix, why it is not passed, what failed and the command that repeats it, what was skipped, and where the report is.
pub(super) fn tell(summary: &Summary, options: &Options, report: &Path) -> String {
    let mut text = format!("\n{}", matrix(summary));
    let details = details(summary, options);
    if !details.is_empty() {
        text.push_str(&format!("\n{details}"));
    }
    text.push_str(&format!(
        "\n{}: {}, {}: {} passed ({} flaky), {} failed, {} errored, {} skipped{}\n",
        summary.verdict.replace('_', " "),
        many(summary.cells.len(), "cell"),
        many(summary.total, "test"),
        summary.passed,
        summary.flaky,
        summary.failed,
        summary.errors,
        summary.skipped,
        in_quarantine(summary.quarantined)
    ));
    if summary.verdict != "passed" {
        for reason in summary.reasons.iter().take(MOST) {
            text.push_str(&format!("  {}\n", plain(reason)));
        }
    }
    text.push_str(&format!("report: {}\n", report.display()));
    text
}

/// Why a run with failures is green, or has fewer than it seems.
fn in_quarantine(count: u64) -> String {
    match count {
        0 => String::new(),
        1 => "; 1 is in quarantine and does not count".to_owned(),
        count => format!("; {count} are in quarantine and do not count"),
    }
}

/// What failed, with the command that repeats it, and what was skipped.
fn details(summary: &Summary, options: &Options) -> String {
    let mut text = String::new();
    for failure in summary.failed_tests.iter().take(MOST) {
        text.push_str(&format!(
            "FAIL {} {}: {}\n{}     {}\n",
            plain(&failure.cell),
            plain(&failure.name),
            plain(&failure.error),
            end(failure.excerpt.as_deref().unwrap_or_default()),
            again(options, &failure.cell)
        ));
    }
    if summary.failed_tests.len() > MOST {
        text.push_str(&format!("     and {} more\n", summary.failed_tests.len() - MOST));
    }
    let others = [
        ("QUARANTINED", &summary.quarantined_tests),
        ("FLAKY", &summary.flaky_tests),
    ];
    for (word, tests) in others {
        for test in tests.iter().take(MOST) {
            let owner = test
                .owner
                .as_ref()
                .map(|owner| format!(" (owner {})", plain(owner)));
            let (cell, name, error) = (plain(&test.cell), plain(&test.name), plain(&test.error));
            text.push_str(&format!(
                "{word} {cell} {name}: {error}{}\n",
                owner.unwrap_or_default()
            ));
        }
        if tests.len() > MOST {
            text.push_str(&format!("     and {} more\n", tests.len() - MOST));
        }
    }
    for (reason, tests) in skipped(summary) {
        let cells: IndexSet<&str> = tests.iter().map(|test| test.cell.as_str()).collect();
        let place = match cells.first() {
            Some(cell) if cells.len() == 1 => plain(cell),
            _ => many(cells.len(), "cell"),
        };
        let count = many(tests.len(), "test");
        text.push_str(&format!("SKIP {count} of {place}: {}\n", plain(reason)));
    }
    text
}

/// The last lines of what a test printed.
fn end(excerpt: &str) -> String {
    let lines: Vec<&str> = excerpt.trim_end().lines().collect();
    let last = lines.iter().skip(lines.len().saturating_sub(LINES));
    last.map(|line| format!("     | {}\n", plain(line.trim_end())))
        .collect()
}

/// Versions across, scenarios down.
fn matrix(summary: &Summary) -> String {
    let mut rows: IndexMap<&str, IndexMap<&str, &'static str>> = IndexMap::new();
    let mut versions = IndexSet::new();
    for cell in &summary.cells {
        let (version, scenario) = cell.name.split_once('/').unwrap_or(("", &cell.name));
        versions.insert(version);
        let word = match cell.verdict.as_str() {
            "passed" if cell.flaky > 0 => "flaky",
            "passed" => "pass",
            "failed" => "FAIL",
            "nothing_ran" => "none",
            _ => "ERROR",
        };
        rows.entry(scenario).or_default().insert(version, word);
    }
    let first = rows.keys().map(|name| name.chars().count()).max().unwrap_or(0);
    let width = |version: &str| version.chars().count().max(5);
    let mut text = " ".repeat(first);
    for version in &versions {
        text.push_str(&format!("  {:>1$}", plain(version), width(version)));
    }
    for (scenario, cells) in &rows {
        text.push_str(&format!("\n{:first$}", plain(scenario)));
        for version in &versions {
            let word = cells.get(version).copied().unwrap_or("·");
            text.push_str(&format!("  {:>1$}", word, width(version)));
        }
    }
    text.push('\n');
    text
}

/// Reasons why tests were skipped, those that most were skipped for first.
fn skipped(summary: &Summary) -> Vec<(&str, Vec<&Failure>)> {
    let mut reasons: IndexMap<&str, Vec<&Failure>> = IndexMap::new();
    for test in &summary.skipped_tests {
        reasons.entry(&test.error).or_default().push(test);
    }
    reasons.sort_by(|_, one, _, other| other.len().cmp(&one.len()));
    reasons.into_iter().take(MOST).collect()
}

/// The command that runs a cell again.
fn again(options: &Options, cell: &str) -> String {
    let mut words = vec!["pipewright run --cell".to_owned(), plain(cell)];
    if options.place.pipeline != "pipeline.toml" {
        words.push(format!("--pipeline {}", options.place.pipeline));
    }
    for (option, path, usual) in [
        ("--root", &options.place.root, "."),
        ("--output", &options.output, ".pipewright"),
    ] {
        if path != Path::new(usual) {
            words.push(format!("{option} {}", plain(&path.display().to_string())));
        }
    }
    words.join(" ")
}

/// Text from outside, so that a terminal shows it and obeys none of it.
pub(super) fn plain(text: &str) -> String {
    let is_obeyed = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.replace('\t', "    ")
        .chars()
        .map(|c| if is_obeyed(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Opens the report where somebody is looking.
pub(super) fn open(report: &Path) {
    let is_seen = std::io::stdout().is_terminal() && report.is_file();
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let has_screen = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .into_iter()
            .any(|name| std::env::var_os(name).is_some());
    if is_seen && has_screen {
        let _nobody_opens_it = Command::new(opener)
            .arg(report)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
    }
}

#[cfg(test)]
mod tests {
    use super::{matrix, plain};
    use crate::run::{Summary, Verdict};

    #[test]
    fn the_matrix_has_a_place_for_each_cell_and_a_dot_for_those_that_are_not_planned() {
        let cell = |name: &str, verdict: &str, flaky| Verdict {
            name: name.to_owned(),
            verdict: verdict.to_owned(),
            flaky,
            skipped: 0,
        };
        let summary = Summary {
            verdict: "failed".to_owned(),
            reasons: Vec::new(),
            total: 0,
            passed: 0,
            failed: 0,
            errors: 0,
            quarantined: 0,
            skipped: 0,
            flaky: 0,
            cells: vec![
                cell("1.0/small", "passed", 0),
                cell("1.0/large", "passed", 2),
                cell("2.0-rc.1/small", "failed", 0),
            ],
            failed_tests: Vec::new(),
            quarantined_tests: Vec::new(),
            flaky_tests: Vec::new(),
            skipped_tests: Vec::new(),
        };
        assert_eq!(
            matrix(&summary),
            "         1.0  2.0-rc.1\nsmall   pass      FAIL\nlarge  flaky         ·\n"
        );
    }

    #[test]
    fn a_terminal_is_told_nothing_to_do() {
        assert_eq!(
            plain("a\u{1b}[2Jb\u{202e}c\r\n\td"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}\u{fffd}    d"
        );
    }
}
