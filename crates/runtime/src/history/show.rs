//! The last runs, and the course of tests.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::History;
use super::mark::Mark;
use super::record::Record;
use crate::clock;
use crate::results::Status;

/// Most tests whose course is shown.
const MOST: usize = 200;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// Only runs of this branch.
    pub(crate) branch: Option<&'a str>,
    /// Tests whose `CELL NAME` has this in it.
    pub(crate) test: Option<&'a str>,
    /// How many of the last runs.
    pub(crate) runs: usize,
}

/// What is there to see.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    /// The runs, the newest first.
    pub(crate) runs: Vec<RunLine>,
    /// The tests, by cell and name.
    pub(crate) tests: Vec<Course>,
    /// How many more tests there are.
    pub(crate) unlisted: usize,
    /// What could not be read.
    pub(crate) problems: Vec<String>,
}

/// A run.
#[derive(Debug, Serialize)]
pub(crate) struct RunLine {
    /// GitHub's id of the run, or `local-…`.
    pub(crate) run_id: String,
    /// GitHub's attempt of the run.
    pub(crate) attempt: u32,
    /// When it started, UTC.
    pub(crate) timestamp: String,
    branch: String,
    commit: String,
    trigger: String,
    verdict: String,
    total: usize,
    passed: usize,
    failed: usize,
    errors: usize,
    skipped: usize,
    flaky: usize,
    duration: f64,
    /// Whether most of what ran failed, so that statistics leave it out.
    mass_failure: bool,
    /// The cells, each with its verdict.
    cells: BTreeMap<String, String>,
}

/// The course of a test.
#[derive(Debug, Serialize)]
pub(crate) struct Course {
    cell: String,
    name: String,
    /// The oldest first: `P` passed, `F` failed, `X` flaky, `S` skipped, `-` not there.
    outcomes: String,
    /// Seconds in the last run that it ran in.
    last_duration: Option<f64>,
    /// What happened when it last failed.
    last_error: Option<String>,
}

/// The last runs of a history.
pub(crate) fn show(history: &History, view: &View<'_>) -> Shown {
    let wanted = history.runs.iter().rev();
    let wanted = wanted.filter(|run| view.branch.is_none_or(|branch| run.branch == branch));
    let runs: Vec<&Record> = wanted.take(view.runs).collect();
    let (tests, unlisted) = view
        .test
        .map_or_else(Default::default, |text| courses(history, &runs, text));
    Shown {
        runs: runs.iter().map(|run| line(history, run)).collect(),
        tests,
        unlisted,
        problems: history.problems.clone(),
    }
}

fn line(history: &History, run: &Record) -> RunLine {
    let counts = &run.counts;
    let text = |text: u32| history.book.read(text).to_owned();
    RunLine {
        run_id: run.id.clone(),
        attempt: run.attempt,
        timestamp: clock::at(run.started),
        branch: run.branch.clone(),
        commit: run.commit.clone(),
        trigger: run.trigger.clone(),
        verdict: run.verdict.clone(),
        total: counts.tests,
        passed: counts.passed,
        failed: counts.failed,
        errors: counts.errors,
        skipped: counts.skipped,
        flaky: counts.flaky,
        duration: counts.duration,
        mass_failure: run.is_mass_failure(),
        cells: run
            .cells
            .iter()
            .map(|(name, verdict)| (text(*name), text(*verdict)))
            .collect(),
    }
}

/// Courses of tests over runs, the newest of which is the first.
fn courses(history: &History, runs: &[&Record], text: &str) -> (Vec<Course>, usize) {
    let mut courses: BTreeMap<(&str, Cow<'_, str>), Course> = BTreeMap::new();
    for (at, run) in runs.iter().rev().enumerate() {
        for (place, kept) in run.results.iter().enumerate() {
            let Some(key) = history.book.key(kept.test) else {
                continue;
            };
            let (cell, name) = (history.book.read(key.cell), history.book.shown(key.name));
            if !format!("{cell} {name}").contains(text) {
                continue;
            }
            let new = || Course::new(cell, &name);
            let course = courses.entry((cell, name.clone())).or_insert_with(new);
            course.see(at, kept.mark);
            if kept.mark.status() != Status::Skipped {
                course.last_duration = Some(kept.duration());
            }
            if kept.mark.status().is_bad() {
                course.last_error = error(history, run, place);
            }
        }
    }
    let unlisted = courses.len().saturating_sub(MOST);
    let listed = courses
        .into_values()
        .take(MOST)
        .map(|course| course.until(runs.len()));
    (listed.collect(), unlisted)
}

fn error(history: &History, run: &Record, place: usize) -> Option<String> {
    let note = run.notes.iter().find(|note| note.at as usize == place)?;
    Some(history.book.read(note.message).to_owned()).filter(|text| !text.is_empty())
}

impl Course {
    fn new(cell: &str, name: &str) -> Self {
        Self {
            cell: cell.to_owned(),
            name: name.to_owned(),
            outcomes: String::new(),
            last_duration: None,
            last_error: None,
        }
    }

    fn see(&mut self, at: usize, mark: Mark) {
        if self.outcomes.len() > at {
            return;
        }
        self.pad(at);
        self.outcomes.push(match mark.status() {
            Status::Failed | Status::Errored => 'F',
            Status::Skipped => 'S',
            Status::Passed if mark.is_flaky() => 'X',
            Status::Passed => 'P',
        });
    }

    fn pad(&mut self, to: usize) {
        let missing = to.saturating_sub(self.outcomes.len());
        self.outcomes.extend(std::iter::repeat_n('-', missing));
    }

    fn until(mut self, count: usize) -> Self {
        self.pad(count);
        self
    }
}

impl fmt::Display for RunLine {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let commit: String = self.commit.chars().take(8).collect();
        write!(
            to,
            "{}  {:11}  {:8}  {}  run {}.{}  {}: {} tests, {} failed, {} skipped, {} flaky, {:.1} s",
            self.timestamp,
            self.verdict.escape_debug().to_string(),
            commit.escape_debug().to_string(),
            self.branch.escape_debug(),
            self.run_id.escape_debug(),
            self.attempt,
            self.trigger.escape_debug(),
            self.total,
            self.failed + self.errors,
            self.skipped,
            self.flaky,
            self.duration
        )?;
        if self.mass_failure {
            to.write_str("  mass failure")?;
        }
        Ok(())
    }
}

impl fmt::Display for Course {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "{}  {} {}",
            self.outcomes,
            self.cell.escape_debug(),
            self.name.escape_debug()
        )?;
        if let Some(seconds) = self.last_duration {
            write!(to, "  {seconds:.2} s")?;
        }
        if let Some(error) = &self.last_error {
            write!(to, "  {}", error.escape_debug())?;
        }
        Ok(())
    }
}
