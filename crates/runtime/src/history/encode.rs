//! Runs -> bytes. The same runs in the same order give the same bytes, whatever book they are from.
//!
//! Each text and each test is written once for all runs, and the list of tests of a run only where it differs from
//! the one before. Columns, not rows, since like beside like is what compresses.

use indexmap::IndexSet;

use super::book::{Book, TestKey};
use super::bytes::Pen;
use super::record::Record;

/// Parts of a second that are kept.
pub(super) const PARTS: f64 = 10_000.0;

/// The bytes of runs.
pub(super) fn encode(book: &Book, records: &[&Record]) -> Vec<u8> {
    let mut scribe = Scribe {
        book,
        texts: IndexSet::new(),
        tests: IndexSet::new(),
        keys: Vec::new(),
        runs: Pen::default(),
    };
    let mut before = Vec::new();
    for record in records {
        scribe.head(record);
        before = scribe.results(record, before);
        scribe.notes(record);
        scribe.measures(record);
    }
    scribe.bind(records.len())
}

struct Scribe<'a> {
    book: &'a Book,
    /// Texts of this segment.
    texts: IndexSet<&'a str>,
    /// Tests of this segment, by their numbers in the book.
    tests: IndexSet<u32>,
    /// The same, by numbers of texts of this segment.
    keys: Vec<[usize; 4]>,
    runs: Pen,
}

impl<'a> Scribe<'a> {
    fn local(&mut self, text: &'a str) -> usize {
        self.texts.insert_full(text).0
    }

    fn text(&mut self, text: &'a str) {
        let place = self.local(text);
        self.runs.count(place);
    }

    fn known(&mut self, text: u32) {
        self.text(self.book.read(text));
    }

    fn head(&mut self, record: &'a Record) {
        self.text(&record.id);
        self.runs.number(u64::from(record.attempt));
        self.runs.signed(record.started);
        for text in [&record.branch, &record.commit, &record.trigger, &record.verdict] {
            self.text(text);
        }
        self.runs.number(u64::from(record.is_complete));
        let counts = &record.counts;
        for count in [
            counts.tests,
            counts.passed,
            counts.failed,
            counts.errors,
            counts.skipped,
            counts.flaky,
            counts.quarantined,
        ] {
            self.runs.count(count);
        }
        self.runs.float(counts.duration);
        self.runs.count(record.cells.len());
        for (name, verdict) in &record.cells {
            self.known(*name);
            self.known(*verdict);
        }
    }

    fn results(&mut self, record: &Record, before: Vec<usize>) -> Vec<usize> {
        let tests: Vec<usize> = record.results.iter().map(|kept| self.test(kept.test)).collect();
        self.runs.count(tests.len());
        let is_same = tests == before;
        self.runs.number(u64::from(is_same));
        if !is_same {
            let mut last = 0;
            for test in &tests {
                self.runs.signed(*test as i64 - last);
                last = *test as i64;
            }
        }
        let marks = record.results.iter().map(|kept| kept.mark.byte());
        self.runs.0.extend(marks);
        for kept in &record.results {
            self.runs.number((f64::from(kept.seconds) * PARTS).round() as u64);
        }
        tests
    }

    fn test(&mut self, test: u32) -> usize {
        let (place, is_new) = self.tests.insert_full(test);
        if is_new {
            let key = self.book.key(test).unwrap_or(TestKey::NOWHERE);
            let texts = [key.cell, key.suite, key.name, key.file];
            let local = texts.map(|text| self.local(self.book.read(text)));
            self.keys.push(local);
        }
        place
    }

    fn notes(&mut self, record: &Record) {
        self.runs.count(record.notes.len());
        let mut last = 0;
        for note in &record.notes {
            self.runs.number(u64::from(note.at - last));
            last = note.at;
            self.runs.number(u64::from(note.retries));
            self.known(note.message);
        }
    }

    fn measures(&mut self, record: &Record) {
        self.runs.count(record.metrics.len());
        for measure in &record.metrics {
            self.known(measure.name);
            self.runs.count(measure.tags.len());
            for (tag, value) in &measure.tags {
                self.known(*tag);
                self.known(*value);
            }
            self.runs.float(measure.value);
        }
        self.runs.count(record.coverage.len());
        for covered in &record.coverage {
            self.known(covered.version);
            self.runs.number(covered.covered);
            self.runs.number(covered.lines);
        }
    }

    /// Texts, tests, runs.
    fn bind(self, runs: usize) -> Vec<u8> {
        let mut pen = Pen::default();
        pen.count(self.texts.len());
        for text in &self.texts {
            pen.count(text.len());
        }
        for text in &self.texts {
            pen.0.extend_from_slice(text.as_bytes());
        }
        pen.count(self.keys.len());
        for column in 0..4 {
            for key in &self.keys {
                pen.count(key[column]);
            }
        }
        pen.count(runs);
        pen.0.extend(self.runs.0);
        pen.0
    }
}
