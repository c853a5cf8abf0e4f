//! Runs -> bytes. The same runs in the same order give the same bytes, whatever book they are from.
//!
//! Each text and each test is written once for all runs, and the list of tests of a run only where it differs from
//! the one before. Columns, not rows, since like beside like is what compresses. The bytes go where they are wanted
//! piece by piece: with a million tests, all of them at once would be as much as everything else.

use std::io::{self, Write};

use indexmap::IndexSet;

use super::book::{Book, TestKey};
use super::bytes::Pen;
use super::record::Record;

/// Parts of a second that are kept.
pub(super) const PARTS: f64 = 10_000.0;
/// Bytes that are put together before they go on.
const PIECE: usize = 64 << 10;

/// Writes the bytes of runs.
pub(super) fn encode(book: &Book, records: &[&Record], sink: &mut dyn Write) -> io::Result<()> {
    let mut scribe = Scribe {
        book,
        texts: Places::default(),
        foreign: IndexSet::from([""]),
        tests: Places::default(),
        runs: Pen::default(),
    };
    let mut before = Vec::new();
    for record in records {
        scribe.head(record);
        before = scribe.results(record, before);
        scribe.notes(record);
        scribe.measures(record);
    }
    scribe.bind(records.len(), sink)
}

/// The bytes of runs, all at once.
pub(super) fn encoded(book: &Book, records: &[&Record]) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(book, records, &mut bytes).expect("a vector takes every byte");
    bytes
}

/// Numbers of the book -> numbers of the segment, in the order in which they come up.
#[derive(Debug, Default)]
struct Places {
    /// By number of the book: the place, from 1; 0 for none.
    of: Vec<u32>,
    order: Vec<u32>,
}

impl Places {
    /// The place of a number, and whether it is new.
    fn place(&mut self, number: u32) -> (u32, bool) {
        let at = number as usize;
        if at >= self.of.len() {
            self.of.resize(at + 1, 0);
        }
        let is_new = self.of[at] == 0;
        if is_new {
            self.order.push(number);
            self.of[at] = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        }
        (self.of[at] - 1, is_new)
    }

    /// The place of a number that has one.
    fn known(&self, number: u32) -> u32 {
        self.of
            .get(number as usize)
            .map_or(0, |place| place.saturating_sub(1))
    }
}

struct Scribe<'a> {
    book: &'a Book,
    /// Texts of this segment. Those that are in no book come after all that are.
    texts: Places,
    /// Texts that may be in no book, the empty one first.
    foreign: IndexSet<&'a str>,
    /// Tests of this segment.
    tests: Places,
    runs: Pen,
}

impl<'a> Scribe<'a> {
    /// Writes the place of a text of the book.
    fn known(&mut self, text: u32) {
        let place = self.texts.place(self.sound(text)).0;
        self.runs.number(u64::from(place));
    }

    /// A number that nobody gave stands for an empty text, as when it is read.
    fn sound(&self, text: u32) -> u32 {
        if (text as usize) < self.book.size() {
            text
        } else {
            self.number_of_empty()
        }
    }

    fn number_of_empty(&self) -> u32 {
        let after = || u32::try_from(self.book.size()).unwrap_or(u32::MAX);
        self.book.find("").unwrap_or_else(after)
    }

    /// Writes the place of a text that may be in no book.
    fn text(&mut self, text: &'a str) {
        let number = self.book.find(text).unwrap_or_else(|| {
            let place = self.book.size() + self.foreign.insert_full(text).0;
            u32::try_from(place).unwrap_or(u32::MAX)
        });
        let place = self.texts.place(number).0;
        self.runs.number(u64::from(place));
    }

    fn read(&self, text: u32) -> &'a str {
        let foreign = (text as usize).checked_sub(self.book.size());
        foreign.map_or_else(
            || self.book.read(text),
            |at| self.foreign.get_index(at).copied().unwrap_or_default(),
        )
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

    fn results(&mut self, record: &Record, before: Vec<u32>) -> Vec<u32> {
        let tests: Vec<u32> = record.results.iter().map(|kept| self.test(kept.test)).collect();
        self.runs.count(tests.len());
        let is_same = tests == before;
        self.runs.number(u64::from(is_same));
        if !is_same {
            let mut last = 0;
            for test in &tests {
                self.runs.signed(i64::from(*test) - last);
                last = i64::from(*test);
            }
        }
        let marks = record.results.iter().map(|kept| kept.mark.byte());
        self.runs.0.extend(marks);
        for kept in &record.results {
            self.runs.number((f64::from(kept.seconds) * PARTS).round() as u64);
        }
        tests
    }

    fn test(&mut self, test: u32) -> u32 {
        let (place, is_new) = self.tests.place(test);
        if is_new {
            for text in self.columns(test) {
                self.texts.place(text);
            }
        }
        place
    }

    /// The texts of a test: cell, suite, both parts of the name, file.
    fn columns(&self, test: u32) -> [u32; 5] {
        let key = self.book.key(test).unwrap_or(TestKey::NOWHERE);
        [key.cell, key.suite, key.name.group, key.name.rest, key.file].map(|text| self.sound(text))
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
    fn bind(self, runs: usize, sink: &mut dyn Write) -> io::Result<()> {
        let mut pen = Pen::default();
        pen.count(self.texts.order.len());
        for text in &self.texts.order {
            pen.count(self.read(*text).len());
            pen.pour(PIECE, sink)?;
        }
        for text in &self.texts.order {
            pen.0.extend_from_slice(self.read(*text).as_bytes());
            pen.pour(PIECE, sink)?;
        }
        pen.count(self.tests.order.len());
        for column in 0..5 {
            for test in &self.tests.order {
                let text = self.columns(*test)[column];
                pen.number(u64::from(self.texts.known(text)));
                pen.pour(PIECE, sink)?;
            }
        }
        pen.count(runs);
        pen.pour(0, sink)?;
        sink.write_all(&self.runs.0)
    }
}
