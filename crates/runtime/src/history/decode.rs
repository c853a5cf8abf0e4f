//! Bytes -> runs. The order of things is that of `encode`.

use super::book::{Book, TestKey};
use super::bytes::Glass;
use super::encode::PARTS;
use super::fault::Fault;
use super::mark::Mark;
use super::record::{Covered, Kept, Measure, Note, Record};
use crate::results::Counts;

/// The runs of a segment of a format. Their texts and tests are added to the book.
pub(super) fn decode(payload: &[u8], format: u32, book: &mut Book) -> Result<Vec<Record>, Fault> {
    let mut reader = Reader {
        glass: Glass(payload),
        format,
        texts: Vec::new(),
        tests: Vec::new(),
    };
    reader.texts(book)?;
    reader.tests(book)?;
    let runs = reader.glass.count()?;
    let mut records: Vec<Record> = Vec::with_capacity(runs.min(100_000));
    for _ in 0..runs {
        let record = reader.run(book, records.last())?;
        records.push(record);
    }
    if reader.glass.0.is_empty() {
        Ok(records)
    } else {
        Err(Fault::Damaged("it goes on after its end".to_owned()))
    }
}

struct Reader<'a> {
    glass: Glass<'a>,
    format: u32,
    /// Numbers in the book, by numbers in this segment.
    texts: Vec<u32>,
    tests: Vec<u32>,
}

impl Reader<'_> {
    fn texts(&mut self, book: &mut Book) -> Result<(), Fault> {
        let count = self.glass.count()?;
        let lengths = (0..count)
            .map(|_| self.glass.count())
            .collect::<Result<Vec<_>, _>>()?;
        for length in lengths {
            let text = std::str::from_utf8(self.glass.bytes(length)?);
            let text = text.map_err(|_| Fault::Damaged("a text is not UTF-8".to_owned()))?;
            self.texts.push(book.text(text));
        }
        Ok(())
    }

    fn tests(&mut self, book: &mut Book) -> Result<(), Fault> {
        let (count, format) = (self.glass.count()?, self.format);
        let mut column = || (0..count).map(|_| self.text()).collect::<Result<Vec<_>, _>>();
        let (cells, suites, groups) = (column()?, column()?, column()?);
        // Format 1 has names in one part.
        let rests = if format == 1 { Vec::new() } else { column()? };
        let files = column()?;
        for at in 0..count {
            let name = match rests.get(at) {
                Some(rest) => [book.read(groups[at]), book.read(*rest)].concat(),
                None => book.read(groups[at]).to_owned(),
            };
            let name = book.name(&name);
            let (cell, suite, file) = (cells[at], suites[at], files[at]);
            self.tests.push(book.test(TestKey {
                cell,
                suite,
                name,
                file,
            }));
        }
        Ok(())
    }

    /// A text, by its number in the book.
    fn text(&mut self) -> Result<u32, Fault> {
        let place = self.glass.place(self.texts.len())?;
        Ok(self.texts[place])
    }

    fn owned(&mut self, book: &Book) -> Result<String, Fault> {
        Ok(book.read(self.text()?).to_owned())
    }

    fn run(&mut self, book: &Book, before: Option<&Record>) -> Result<Record, Fault> {
        let mut record = Record {
            id: self.owned(book)?,
            attempt: self.glass.small()?,
            started: self.glass.signed()?,
            branch: self.owned(book)?,
            commit: self.owned(book)?,
            trigger: self.owned(book)?,
            verdict: self.owned(book)?,
            is_complete: self.glass.number()? == 1,
            counts: self.counts()?,
            ..Record::default()
        };
        for _ in 0..self.glass.count()? {
            record.cells.push((self.text()?, self.text()?));
        }
        record.results = self.results(before)?;
        record.notes = self.notes(record.results.len())?;
        for _ in 0..self.glass.count()? {
            record.metrics.push(self.measure()?);
        }
        for _ in 0..self.glass.count()? {
            record.coverage.push(Covered {
                version: self.text()?,
                covered: self.glass.number()?,
                lines: self.glass.number()?,
            });
        }
        Ok(record)
    }

    fn counts(&mut self) -> Result<Counts, Fault> {
        let mut next = || self.glass.small().map(|count| count as usize);
        Ok(Counts {
            tests: next()?,
            passed: next()?,
            failed: next()?,
            errors: next()?,
            skipped: next()?,
            flaky: next()?,
            quarantined: next()?,
            duration: self.glass.float()?,
        })
    }

    fn results(&mut self, before: Option<&Record>) -> Result<Vec<Kept>, Fault> {
        let count = self.glass.count()?;
        let tests = if self.glass.number()? == 1 {
            let before = before.map_or(&[][..], |before| &before.results);
            before.iter().map(|kept| kept.test).collect()
        } else {
            self.list(count)?
        };
        if tests.len() != count {
            return Err(Fault::Damaged("a list of tests has another length".to_owned()));
        }
        let marks = self.glass.bytes(count)?;
        let result = |(test, byte): (u32, &u8)| {
            let mark = Mark::of_byte(*byte).ok_or_else(|| Fault::Damaged("an unknown outcome".to_owned()))?;
            let parts = self.glass.number()?;
            let seconds = (parts as f64 / PARTS) as f32;
            Ok(Kept { test, mark, seconds })
        };
        tests.into_iter().zip(marks).map(result).collect()
    }

    fn list(&mut self, count: usize) -> Result<Vec<u32>, Fault> {
        let mut place = 0_i64;
        let mut next = || {
            place = place.wrapping_add(self.glass.signed()?);
            let test = usize::try_from(place)
                .ok()
                .and_then(|place| self.tests.get(place));
            test.copied()
                .ok_or_else(|| Fault::Damaged("a reference leads nowhere".to_owned()))
        };
        (0..count).map(|_| next()).collect()
    }

    fn notes(&mut self, results: usize) -> Result<Vec<Note>, Fault> {
        let mut notes = Vec::new();
        let mut at = 0_u32;
        for _ in 0..self.glass.count()? {
            at = at.saturating_add(self.glass.small()?);
            if at as usize >= results {
                return Err(Fault::Damaged("a note is of no result".to_owned()));
            }
            let retries = self.glass.small()?;
            let message = self.text()?;
            notes.push(Note { at, retries, message });
        }
        Ok(notes)
    }

    fn measure(&mut self) -> Result<Measure, Fault> {
        let name = self.text()?;
        let mut tags = Vec::new();
        for _ in 0..self.glass.count()? {
            tags.push((self.text()?, self.text()?));
        }
        let value = self.glass.float()?;
        Ok(Measure { name, tags, value })
    }
}
