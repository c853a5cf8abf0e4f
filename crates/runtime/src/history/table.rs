//! The tables of a history: the same in an export and in the index.

use std::collections::BTreeMap;
use std::io;

use serde_json::Value;

use super::book::Book;
use super::field::Field;
use super::record::Record;
use crate::analyze::FlakyTest;
use crate::clock;

/// A table of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Table {
    /// The runs.
    Runs,
    /// What became of each test in each run.
    Results,
    /// What tests measured.
    Metrics,
    /// Tests that are not healthy.
    Flaky,
}

/// Takes rows.
pub(super) type Sink<'a> = &'a mut dyn FnMut(&[Field<'_>]) -> io::Result<()>;

impl Table {
    /// The columns, in order.
    pub(crate) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Runs => &[
                "run_id",
                "attempt",
                "timestamp",
                "branch",
                "commit_sha",
                "trigger",
                "verdict",
                "total_tests",
                "passed",
                "failed",
                "errors",
                "skipped",
                "flaky",
                "quarantined",
                "duration",
                "complete",
                "mass_failure",
            ],
            Self::Results => &[
                "run_id",
                "cell",
                "suite",
                "test_name",
                "test_file",
                "status",
                "flaky",
                "counts",
                "duration",
                "error_message",
                "retry_count",
            ],
            Self::Metrics => &["run_id", "metric_name", "metric_value", "tags"],
            Self::Flaky => &[
                "cell",
                "test_name",
                "state",
                "total_runs",
                "failed_runs",
                "flaky_rate",
                "low",
                "high",
                "last_seen",
            ],
        }
    }
}

/// The row of a run. `failed` has the errors in it, so that passed, failed and skipped add up to all tests.
pub(super) fn run(record: &Record, sink: Sink<'_>) -> io::Result<()> {
    let counts = &record.counts;
    sink(&[
        Field::Text(&record.id),
        Field::Count(u64::from(record.attempt)),
        Field::Owned(clock::at(record.started)),
        Field::some(&record.branch),
        Field::some(&record.commit),
        Field::some(&record.trigger),
        Field::Text(&record.verdict),
        Field::count(counts.tests),
        Field::count(counts.passed),
        Field::count(counts.failed + counts.errors),
        Field::count(counts.errors),
        Field::count(counts.skipped),
        Field::count(counts.flaky),
        Field::count(counts.quarantined),
        Field::Number(counts.duration),
        Field::flag(record.is_complete),
        Field::flag(record.is_mass_failure()),
    ])
}

/// The rows of the tests of a run.
pub(super) fn results(book: &Book, record: &Record, sink: Sink<'_>) -> io::Result<()> {
    for (kept, note) in record.noted() {
        let Some(key) = book.key(kept.test) else { continue };
        sink(&[
            Field::Text(&record.id),
            Field::Text(book.read(key.cell)),
            Field::some(book.read(key.suite)),
            Field::Owned(book.shown(key.name).into_owned()),
            Field::some(book.read(key.file)),
            Field::Text(kept.mark.status().name()),
            Field::flag(kept.mark.is_flaky()),
            Field::flag(kept.mark.counts_against()),
            Field::Number(kept.duration()),
            note.map_or(Field::Nothing, |note| Field::some(book.read(note.message))),
            Field::Count(note.map_or(0, |note| u64::from(note.retries))),
        ])?;
    }
    Ok(())
}

/// The rows of what tests of a run measured, with tags as a JSON object.
pub(super) fn metrics(book: &Book, record: &Record, sink: Sink<'_>) -> io::Result<()> {
    for measure in &record.metrics {
        let tags = measure.tags.iter();
        let tags: BTreeMap<&str, &str> = tags
            .map(|(tag, value)| (book.read(*tag), book.read(*value)))
            .collect();
        sink(&[
            Field::Text(&record.id),
            Field::Text(book.read(measure.name)),
            Field::Number(measure.value),
            Field::Owned(serde_json::to_string(&tags).unwrap_or_default()),
        ])?;
    }
    Ok(())
}

/// The row of a test that is not healthy.
pub(super) fn flaky(test: &FlakyTest, sink: Sink<'_>) -> io::Result<()> {
    let state = serde_json::to_value(test.state).unwrap_or(Value::Null);
    sink(&[
        Field::Text(&test.cell),
        Field::Text(&test.test_name),
        Field::Text(state.as_str().unwrap_or_default()),
        Field::count(test.total_runs),
        Field::count(test.failed_runs),
        Field::Number(test.flaky_rate),
        Field::Number(test.low),
        Field::Number(test.high),
        Field::some(&test.last_seen),
    ])
}
