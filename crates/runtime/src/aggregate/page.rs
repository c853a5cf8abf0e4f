//! What a report is made from: the summary, the trends, and every test in one line.

use super::Summary;
use super::test::{Key, Test};
use super::truth::{Names, Truth};
use crate::analyze::Trends;
use crate::results::Status;

/// Most tests that get a line. A page with more is none that a person reads; `junit.xml` has them all.
const MOST: usize = 20_000;

/// What a report is made from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    /// The summary.
    pub(crate) summary: Summary,
    /// What the history says, if there is one.
    pub(crate) trends: Option<Trends>,
    /// Tests, those that did not simply pass first, else in the order of the cells. At most 20,000.
    pub(crate) lines: Vec<Line>,
}

/// A test in one line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its cell, as a position in the cells of the summary.
    pub(crate) cell: usize,
    /// What comes before its name: `suite/class::`. Many tests share it.
    pub(crate) group: String,
    /// Its name. `group` and `name` make the name that the summary gives it.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) status: Status,
    /// Whether it passed only after it had not.
    pub(crate) flaky: bool,
    /// Whether it fails its cell.
    pub(crate) counts_against: bool,
    /// In seconds.
    pub(crate) duration: f64,
}

impl Page {
    pub(super) fn of(truth: &Truth, summary: Summary, trends: Option<Trends>) -> Self {
        let notable = tests(truth).filter(|(_, _, test)| is_notable(test));
        let plain = tests(truth).filter(|(_, _, test)| !is_notable(test));
        let lines = notable
            .chain(plain)
            .take(MOST)
            .map(|(cell, key, test)| line(cell, key, test, &truth.names));
        Self {
            lines: lines.collect(),
            summary,
            trends,
        }
    }
}

fn tests(truth: &Truth) -> impl Iterator<Item = (usize, &Key, &Test)> {
    truth
        .cells
        .values()
        .enumerate()
        .flat_map(|(index, cell)| cell.tests.iter().map(move |(key, test)| (index, key, test)))
}

fn is_notable(test: &Test) -> bool {
    test.status != Status::Passed || test.flaky
}

fn line(cell: usize, key: &Key, test: &Test, names: &Names) -> Line {
    let shown = key.shown(names);
    let group = shown
        .strip_suffix(&*key.name(names))
        .unwrap_or_default()
        .to_owned();
    Line {
        cell,
        name: shown[group.len()..].to_owned(),
        group,
        status: test.status,
        flaky: test.flaky,
        counts_against: test.counts_against,
        duration: test.duration,
    }
}
