//! This run, as the history is to remember it.

use pipewright_model::exit::Runtime;

use super::summary::Summary;
use super::test::Test;
use super::truth::Truth;
use super::{Identity, Origin};
use crate::clock;
use crate::history::{Book, Covered, Kept, Mark, Measure, Note, Record, TestKey, digest};
use crate::results::Counts;

/// Most characters of a message that are kept.
const MESSAGE: usize = 200;

/// This run without its tests, in the words of a book.
pub(super) fn run(truth: &mut Truth, identity: &Identity, origin: &Origin) -> Record {
    let book = &mut truth.names.book;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut record = Record {
        id: identity.id.clone().unwrap_or_default(),
        attempt: identity.attempt,
        branch: text(&origin.branch),
        commit: text(&origin.commit),
        trigger: text(&origin.trigger),
        ..Record::default()
    };
    record.coverage = truth
        .coverage
        .iter()
        .map(|coverage| Covered {
            version: book.text(&coverage.version),
            covered: coverage.covered,
            lines: coverage.lines,
        })
        .collect();
    let takes = truth.cells.values().flat_map(|cell| &cell.takes);
    let started = takes.map(|take| clock::milliseconds(&take.started));
    record.started = started
        .filter(|started| *started > 0)
        .min()
        .unwrap_or(identity.now);
    record
}

/// What this run came to. `is_clean` says whether all was there that had to be.
pub(super) fn verdict(record: &mut Record, summary: &Summary, is_clean: bool, book: &mut Book) {
    let counts = &summary.counts;
    record.verdict.clone_from(&summary.verdict);
    record.is_complete = is_clean && summary.exit_code != Runtime::NothingRan.code();
    record.counts = Counts {
        tests: counts.total,
        passed: counts.passed,
        failed: counts.failed,
        errors: counts.errors,
        skipped: counts.skipped,
        flaky: counts.flaky,
        quarantined: counts.quarantined,
        duration: counts.duration,
    };
    for cell in &summary.cells {
        let pair = (book.text(&cell.name), book.text(&cell.verdict));
        record.cells.push(pair);
    }
}

/// What the tests of this run came to, in their order. A run that nobody gave an id is known by that.
pub(super) fn results(truth: &mut Truth, record: &mut Record) {
    tests(truth, record);
    if record.id.is_empty() {
        let started = std::mem::take(&mut record.started);
        record.id = format!("local-{}", &digest(&truth.names.book, record)[..16]);
        record.started = started;
    }
}

fn tests(truth: &mut Truth, record: &mut Record) {
    let book = &mut truth.names.book;
    record
        .results
        .reserve_exact(truth.cells.values().map(|cell| cell.tests.len()).sum());
    for (name, cell) in &truth.cells {
        let cell_number = book.text(&name.shown());
        for (key, test) in &cell.tests {
            let test_key = TestKey {
                cell: cell_number,
                suite: key.suite,
                name: key.shown,
                file: test.file,
            };
            let at = u32::try_from(record.results.len()).unwrap_or(u32::MAX);
            record.results.push(Kept {
                test: book.test(test_key),
                mark: Mark::new(test.status, test.flaky, test.counts_against),
                seconds: test.duration as f32,
            });
            record.notes.extend(note(at, test, book));
            if !test.metrics().is_empty() {
                let shown = book.shown(key.shown).into_owned();
                let tags = [("cell", cell_number), ("test", book.text(&shown))];
                measures(test, &tags, record, book);
            }
        }
    }
}

fn note(at: u32, test: &Test, book: &mut Book) -> Option<Note> {
    let retries = u32::try_from(test.runs().len()).unwrap_or(u32::MAX);
    let message: String = test.message().chars().take(MESSAGE).collect();
    let is_worth_it = retries > 0 || !message.is_empty();
    is_worth_it.then(|| Note {
        at,
        retries,
        message: book.text(&message),
    })
}

fn measures(test: &Test, tags: &[(&str, u32)], record: &mut Record, book: &mut Book) {
    for (name, value) in test.metrics() {
        let tags = tags.iter().map(|(tag, of)| (book.text(tag), *of)).collect();
        record.metrics.push(Measure {
            name: book.text(name),
            tags,
            value: *value,
        });
    }
}
