//! A history of 10,000 runs of 1,000 tests, for `crates/runtime/benches/history`.

use std::path::Path;

use super::book::{Book, TestKey};
use super::mark::Mark;
use super::name;
use super::record::{Kept, Note, Record};
use super::write::Draft;
use crate::results::{Counts, Status};

const RUNS: usize = 10_000;
const TESTS: usize = 1_000;
/// The first of December 2025, and the time between two runs: a year in all, up to 21 November 2026.
const START: i64 = 1_764_547_200_000;
const STEP: i64 = 51 * 60 * 1_000;

/// Numbers that look like chance, the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn tests(book: &mut Book) -> Vec<u32> {
    let (cell, suite, file) = (book.text("1.0/a"), book.text("t"), book.text(""));
    let mut test = |number: usize| {
        let name = format!("t/org.example.module{}::test_case_{number}", number % 50);
        let name = book.name(&name);
        book.test(TestKey {
            cell,
            suite,
            name,
            file,
        })
    };
    (0..TESTS).map(&mut test).collect()
}

fn run(number: usize, tests: &[u32], book: &mut Book, chance: &mut Chance) -> Record {
    let host = 0.9 + 0.2 * chance.share();
    let mut record = Record {
        id: (7_000_000_000 + number).to_string(),
        attempt: 1,
        started: START + STEP * number as i64,
        branch: "main".to_owned(),
        commit: format!("{:016x}{:016x}", chance.next(), chance.next()),
        trigger: "push".to_owned(),
        is_complete: true,
        ..Record::default()
    };
    let (mut failed, mut flaky) = (0, 0);
    for (at, test) in tests.iter().enumerate() {
        let draw = chance.share();
        let (is_bad, is_flaky) = (draw < 0.001, (0.001..0.003).contains(&draw));
        failed += usize::from(is_bad);
        flaky += usize::from(is_flaky);
        if is_bad || is_flaky {
            record.notes.push(Note {
                at: at as u32,
                retries: 1,
                message: book.text("expected <1> but was <2>"),
            });
        }
        let status = if is_bad { Status::Failed } else { Status::Passed };
        record.results.push(Kept {
            test: *test,
            mark: Mark::new(status, is_flaky, is_bad),
            seconds: ((0.05 + (at % 97) as f64 / 10.0) * host * (0.95 + 0.1 * chance.share())) as f32,
        });
    }
    record.verdict = if failed > 0 { "failed" } else { "passed" }.to_owned();
    record.cells = vec![(book.text("1.0/a"), book.text(&record.verdict))];
    record.counts = Counts {
        tests: TESTS,
        passed: TESTS - failed,
        failed,
        flaky,
        duration: 600.0 * host,
        ..Counts::default()
    };
    record
}

#[test]
#[ignore = "makes the data of crates/runtime/benches/history, into the folder PIPEWRIGHT_BENCH"]
fn ten_thousand_runs() {
    let folder = std::env::var("PIPEWRIGHT_BENCH").expect("PIPEWRIGHT_BENCH says where to");
    let root = Path::new(&folder);
    let mut book = Book::default();
    let tests = tests(&mut book);
    let mut chance = Chance(20_261_122);
    let runs: Vec<Record> = (0..RUNS)
        .map(|number| run(number, &tests, &mut book, &mut chance))
        .collect();
    let months: Vec<&[Record]> = runs
        .chunk_by(|one, other| name::month(one) == name::month(other))
        .collect();
    let (newest, over) = months.split_last().unwrap();
    for month in over {
        let records: Vec<&Record> = month.iter().collect();
        let draft = Draft::of_pack(&book, &name::month(records[0]), records);
        draft.write(root).unwrap();
    }
    for run in *newest {
        Draft::of_run(&book, run).write(root).unwrap();
    }
}
