//! Runs as bytes and back, with whatever runs and bytes there may be.

use super::book::{Book, Shown, TestKey};
use super::decode::decode;
use super::encode;
use super::mark::Mark;
use super::record::{Covered, Kept, Measure, Note, Record};
use super::seal::FORMAT;
use super::settle::settle;
use crate::results::{Counts, Status};

/// Numbers that look like chance, the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn text(&mut self, book: &mut Book) -> u32 {
        let texts = [
            "",
            "a",
            "1.0/b",
            "naïve 🦀",
            "\u{0}\n\r",
            "=1+1",
            "x".repeat(300).leak(),
        ];
        book.text(texts[self.below(texts.len() as u64) as usize])
    }

    fn name(&mut self, book: &mut Book) -> Shown {
        let texts = ["", "a", "s/c::n", "s/c::n[a/b]", "s/\u{0}", "::", "1.0/b"];
        book.name(texts[self.below(texts.len() as u64) as usize])
    }

    fn kept(&mut self, book: &mut Book) -> Kept {
        let statuses = [Status::Passed, Status::Failed, Status::Errored, Status::Skipped];
        let key = TestKey {
            cell: self.text(book),
            suite: self.text(book),
            name: self.name(book),
            file: self.text(book),
        };
        let bits = self.below(43);
        let parts = self.below(1 << bits);
        Kept {
            test: book.test(key),
            mark: Mark::new(
                statuses[self.below(4) as usize],
                self.below(2) == 0,
                self.below(2) == 0,
            ),
            seconds: (parts as f64 / 1e4) as f32,
        }
    }

    fn record(&mut self, book: &mut Book) -> Record {
        let mut record = Record {
            id: format!("run {}", self.below(5)),
            attempt: self.below(3) as u32,
            started: self.below(1 << 50) as i64 - (1 << 49),
            verdict: "failed".to_owned(),
            is_complete: self.below(2) == 0,
            counts: Counts {
                tests: self.below(3) as usize,
                duration: -0.5,
                ..Counts::default()
            },
            ..Record::default()
        };
        record.results = (0..self.below(9)).map(|_| self.kept(book)).collect();
        for at in 0..record.results.len() {
            if self.below(3) == 0 {
                record.notes.push(Note {
                    at: at as u32,
                    retries: self.below(1 << 32) as u32,
                    message: self.text(book),
                });
            }
        }
        for _ in 0..self.below(3) {
            record.cells.push((self.text(book), self.text(book)));
            record.metrics.push(Measure {
                name: self.text(book),
                tags: vec![(self.text(book), self.text(book))],
                value: f64::MIN_POSITIVE,
            });
            record.coverage.push(Covered {
                version: self.text(book),
                covered: self.below(u64::MAX),
                lines: u64::MAX,
            });
        }
        record
    }
}

fn encoded(book: &Book, records: &[Record]) -> Vec<u8> {
    encode::encoded(book, &records.iter().collect::<Vec<_>>())
}

#[test]
fn what_is_written_is_read_and_written_again_alike() {
    let mut chance = Chance(20_261_122);
    for _ in 0..500 {
        let mut book = Book::default();
        let count = chance.below(6);
        let records: Vec<Record> = (0..count).map(|_| chance.record(&mut book)).collect();
        let bytes = encoded(&book, &records);
        let same = decode(&bytes, FORMAT, &mut book).unwrap();
        assert_eq!(same, records);
        // Into a book with other numbers.
        let mut other = Book::default();
        for _ in 0..9 {
            chance.kept(&mut other);
        }
        let copies = decode(&bytes, FORMAT, &mut other).unwrap();
        assert_eq!(encoded(&other, &copies), bytes);
    }
}

#[test]
fn no_bytes_make_it_panic_or_take_memory() {
    let mut chance = Chance(7);
    for _ in 0..300 {
        let mut book = Book::default();
        let records: Vec<Record> = (0..3).map(|_| chance.record(&mut book)).collect();
        let bytes = encoded(&book, &records);
        for _ in 0..30 {
            let mut other = bytes.clone();
            let at = chance.below(other.len() as u64) as usize;
            other[at] = chance.below(256) as u8;
            other.truncate(other.len() - chance.below(4) as usize);
            let _ = decode(&other, FORMAT, &mut Book::default());
        }
        let cut = &bytes[..bytes.len() - 1];
        assert!(decode(cut, FORMAT, &mut Book::default()).is_err());
        let longer = [&bytes[..], &[0]].concat();
        assert!(decode(&longer, FORMAT, &mut Book::default()).is_err());
    }
}

#[test]
fn whatever_the_order_the_same_tellings_stand() {
    let mut chance = Chance(42);
    for _ in 0..200 {
        let mut book = Book::default();
        let count = 2 + chance.below(9);
        let mut records: Vec<Record> = (0..count).map(|_| chance.record(&mut book)).collect();
        let settled = settle(records.clone(), &book);
        let again = settle([settled.clone(), records.clone()].concat(), &book);
        assert_eq!(again, settled);
        for _ in 0..5 {
            let (one, other) = (chance.below(count) as usize, chance.below(count) as usize);
            records.swap(one, other);
            assert_eq!(settle(records.clone(), &book), settled);
        }
    }
}
