//! Runs as statistics see them.

use std::collections::HashSet;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::History;
use super::book::{Book, TestKey};
use super::mark::Mark;
use super::record::{Kept, Record};
use crate::analyze::{Coverage, Evidence, Metric, Outcome, Run, Sample, TestId, Tests};
use crate::clock;
use crate::results::Status;

/// Most results that are looked at: those of the newest runs. Of older runs, only their counts are.
const MOST: usize = 12_000_000;

impl History {
    /// All runs, as statistics see them.
    pub(crate) fn evidence(&mut self) -> Evidence<Named<'_>> {
        evidence(&self.book, std::mem::take(&mut self.runs))
    }
}

/// Runs, the last of which the others are held against. What an earlier one of them tells of the same run is left out.
pub(crate) fn evidence(book: &Book, mut runs: Vec<Record>) -> Evidence<Named<'_>> {
    if let Some(this) = runs.pop() {
        runs.retain(|run| run.id != this.id);
        runs.push(this);
    }
    let (places, has_aliases) = places(book);
    let first = first_with_samples(&runs);
    let all = runs.into_iter().enumerate().map(|(at, record)| {
        let mut run = run(book, &record);
        if at >= first {
            run.samples = samples(record.results, &places, has_aliases);
        }
        run
    });
    Evidence {
        runs: all.collect(),
        tests: Named(book),
    }
}

/// Tests by their numbers in the book. Of tests that are told under one name, the first one stands for all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a>(&'a Book);

impl Tests for Named<'_> {
    fn count(&self) -> usize {
        self.0.keys().len()
    }

    fn cell(&self, test: usize) -> &str {
        self.key(test).map_or("", |key| self.0.read(key.cell))
    }

    fn id(&self, test: usize) -> TestId {
        let key = self.key(test);
        TestId {
            cell: self.cell(test).to_owned(),
            name: key.map_or_else(String::new, |key| self.0.shown(key.name).into_owned()),
        }
    }
}

impl Named<'_> {
    fn key(&self, test: usize) -> Option<TestKey> {
        u32::try_from(test).ok().and_then(|test| self.0.key(test))
    }
}

/// The number of the first test with the cell and the name of each, and whether any is not the first.
fn places(book: &Book) -> (Vec<u32>, bool) {
    let hasher = DefaultHashBuilder::default();
    let name = |number: u32| book.key(number).map(|key| (key.cell, key.name));
    let mut seen: HashTable<u32> = HashTable::with_capacity(book.keys().len());
    let places: Vec<u32> = book
        .keys()
        .zip(0..)
        .map(|(key, number)| {
            let own = (key.cell, key.name);
            let is_own = |other: &u32| name(*other) == Some(own);
            let rehash = |other: &u32| hasher.hash_one(name(*other).unwrap_or(own));
            let entry = seen.entry(hasher.hash_one(own), is_own, rehash);
            *entry.or_insert(number).get()
        })
        .collect();
    let has_aliases = seen.len() < places.len();
    (places, has_aliases)
}

fn first_with_samples(runs: &[Record]) -> usize {
    let mut sum = 0;
    let fits = |run: &&Record| {
        sum += run.results.len();
        sum <= MOST
    };
    runs.len() - runs.iter().rev().take_while(fits).count()
}

fn samples(results: Vec<Kept>, places: &[u32], has_aliases: bool) -> Vec<Sample> {
    let sample = |kept: Kept| {
        Some(Sample {
            test: *places.get(kept.test as usize)?,
            outcome: outcome(kept.mark),
            seconds: kept.seconds,
        })
    };
    let mut samples: Vec<Sample> = results.into_iter().filter_map(sample).collect();
    // A test that two files of a run told under one name is one test, and the worse outcome stands.
    if has_aliases {
        samples.sort_by_key(|sample| {
            (
                sample.outcome != Outcome::Failed,
                sample.outcome != Outcome::Flaky,
            )
        });
        let mut seen = HashSet::new();
        samples.retain(|sample| seen.insert(sample.test));
        samples.sort_by_key(|sample| sample.test);
    }
    samples
}

fn outcome(mark: Mark) -> Outcome {
    match mark.status() {
        Status::Failed | Status::Errored => Outcome::Failed,
        Status::Skipped => Outcome::Skipped,
        Status::Passed if mark.is_flaky() => Outcome::Flaky,
        Status::Passed => Outcome::Passed,
    }
}

fn run(book: &Book, record: &Record) -> Run {
    let text = |text: u32| book.read(text).to_owned();
    let counts = &record.counts;
    let metrics = record.metrics.iter().map(|measure| Metric {
        name: text(measure.name),
        tags: measure
            .tags
            .iter()
            .map(|(tag, value)| (text(*tag), text(*value)))
            .collect(),
        value: measure.value,
    });
    let coverage = record.coverage.iter().map(|covered| Coverage {
        version: text(covered.version),
        covered: covered.covered,
        lines: covered.lines,
    });
    Run {
        id: record.id.clone(),
        attempt: record.attempt,
        started: clock::at(record.started),
        commit: record.commit.clone(),
        branch: record.branch.clone(),
        trigger: record.trigger.clone(),
        verdict: record.verdict.clone(),
        total: counts.tests,
        passed: counts.passed,
        failed: counts.failed + counts.errors,
        skipped: counts.skipped,
        flaky: counts.flaky,
        duration: counts.duration,
        samples: Vec::new(),
        metrics: metrics.collect(),
        coverage: coverage.collect(),
    }
}
