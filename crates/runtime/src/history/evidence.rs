//! Runs as statistics see them.

use std::collections::HashSet;

use super::History;
use super::book::{Book, TestKey};
use super::mark::Mark;
use super::record::{Kept, Record};
use crate::analyze::{Coverage, Evidence, Metric, Outcome, Run, Sample, TestId};
use crate::clock;
use crate::results::Status;

/// Most results that are looked at: those of the newest runs. Of older runs, only their counts are.
const MOST: usize = 12_000_000;

impl History {
    /// All runs, with this one as the last. What is there of it already is replaced.
    pub(crate) fn evidence(self, this: Option<Record>) -> Evidence {
        let (book, mut runs) = (self.book, self.runs);
        if let Some(this) = this {
            runs.retain(|run| run.id != this.id);
            runs.push(this);
        }
        let mut evidence = Evidence::default();
        let worth = worth(&runs, book.keys().count());
        let keys = book.keys().zip(&worth);
        let places: Vec<Option<u32>> = keys
            .map(|(key, is_worth)| is_worth.then(|| place(&mut evidence, &book, key)))
            .collect();
        let has_aliases = evidence.tests.len() < places.iter().flatten().count();
        let first = first_with_samples(&runs);
        for (at, record) in runs.into_iter().enumerate() {
            let mut run = run(&book, &record);
            if at >= first {
                run.samples = samples(record.results, &places, has_aliases);
            }
            evidence.runs.push(run);
        }
        evidence
    }
}

/// Which tests there is something to say about: not those that the last run alone has, and that simply passed.
fn worth(runs: &[Record], tests: usize) -> Vec<bool> {
    let mut worth = vec![false; tests];
    let mut note = |kept: &Kept| {
        if let Some(is_worth) = worth.get_mut(kept.test as usize) {
            *is_worth = true;
        }
    };
    if let Some((last, earlier)) = runs.split_last() {
        earlier.iter().flat_map(|run| &run.results).for_each(&mut note);
        let is_plain = |kept: &&Kept| outcome(kept.mark) == Outcome::Passed;
        last.results.iter().filter(|kept| !is_plain(kept)).for_each(note);
    }
    worth
}

fn place(evidence: &mut Evidence, book: &Book, key: TestKey) -> u32 {
    let id = TestId {
        cell: book.read(key.cell).to_owned(),
        name: book.read(key.name).to_owned(),
    };
    u32::try_from(evidence.tests.insert_full(id).0).unwrap_or(u32::MAX)
}

fn first_with_samples(runs: &[Record]) -> usize {
    let mut sum = 0;
    let fits = |run: &&Record| {
        sum += run.results.len();
        sum <= MOST
    };
    runs.len() - runs.iter().rev().take_while(fits).count()
}

fn samples(results: Vec<Kept>, places: &[Option<u32>], has_aliases: bool) -> Vec<Sample> {
    let sample = |kept: Kept| {
        Some(Sample {
            test: places.get(kept.test as usize).copied().flatten()?,
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
