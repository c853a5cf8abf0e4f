//! What a test left in its output folder: JUnit cases and metrics.

use std::io::Read;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::planned::Planned;
use super::session::Session;
use crate::reading::{self, Entry, Kind};
use crate::results::{Attempt, Case, CaseRun, Failure, Status};

/// Largest `metrics.json` that is read, in bytes.
const METRICS: u64 = 1 << 20;

/// Most bytes of a JUnit file that are read; a larger one counts as cut off.
const JUNIT: u64 = 256 << 20;

/// Adds to an attempt what its command left behind.
pub(super) fn expand(session: &Session, test: &Planned, folder: &Path, attempt: &mut Attempt) {
    let (metrics, fault) = metrics(&folder.join("metrics.json"));
    attempt.metrics = metrics;
    let mut faults: Vec<String> = fault.into_iter().collect();
    if !test.junit.is_empty() && attempt.failure != Some(Failure::Configuration) {
        let (cases, faults_of_files) = cases(session, &test.junit, folder);
        faults.extend(faults_of_files);
        if cases.is_empty() && attempt.status == Status::Passed && faults.is_empty() {
            faults.push(format!(
                "it left no JUnit case in a file that matches {}",
                test.junit.join(", ")
            ));
        }
        attempt.cases = Some(cases).filter(|cases| !cases.is_empty());
    }
    if faults.is_empty() {
        return;
    }
    let message = attempt
        .message
        .iter()
        .cloned()
        .chain(faults)
        .collect::<Vec<_>>()
        .join("; ");
    attempt.message = Some(session.mask.text(&message));
    if !attempt.status.is_bad() {
        attempt.status = Status::Errored;
        attempt.failure = Some(Failure::ExitCode);
    }
}

fn cases(session: &Session, patterns: &[String], folder: &Path) -> (Vec<Case>, Vec<String>) {
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for path in files(folder, patterns) {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        match read(&path) {
            Ok((found, problems)) => {
                cases.extend(found.into_iter().map(|case| masked(session, case)));
                faults.extend(problems.into_iter().map(|problem| format!("{name}: {problem}")));
            }
            Err(error) => faults.push(format!("{name}: {error}")),
        }
    }
    (cases, faults)
}

/// The cases of a file, and what is wrong with it.
fn read(path: &Path) -> std::io::Result<(Vec<Case>, Vec<String>)> {
    let mut cases: Vec<Case> = Vec::new();
    let mut sink = |entry: Entry<'_>| {
        if let Entry::Case(found) = entry {
            if found.replaces.is_some() {
                let earlier = cases
                    .iter()
                    .rposition(|case| case.name == found.name && case.class == found.class);
                earlier.map(|at| cases.remove(at));
            }
            cases.push(case(found));
        }
    };
    let report = reading::read(std::fs::File::open(path)?.take(JUNIT), &mut sink)?;
    let mut problems = report.problems.told();
    if !matches!(report.kind, Kind::Junit | Kind::Ctrf) && problems.is_empty() {
        problems.push("this is no JUnit file".to_owned());
    }
    Ok((cases, problems))
}

/// A case with all its runs in the order they ran: those that a pass or a rerun replaces came before it.
fn case(found: &reading::Case) -> Case {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let own = CaseRun {
        status: found.status,
        duration: found.duration,
        message: some(&found.message),
        excerpt: some(&found.excerpt),
    };
    let others = found.runs.iter().map(|run| CaseRun {
        status: run.status,
        duration: run.duration.unwrap_or(found.duration),
        message: some(&run.message),
        excerpt: some(&run.excerpt),
    });
    let is_last = found.flaky || found.replaces.is_some();
    let runs = if is_last {
        others.chain([own]).collect()
    } else {
        [own].into_iter().chain(others).collect()
    };
    Case {
        name: found.name.clone(),
        class: found.class.clone(),
        file: some(&found.file),
        runs,
    }
}

fn masked(session: &Session, mut case: Case) -> Case {
    let mask = |text: &String| session.mask.text(text);
    case.name = mask(&case.name);
    case.class = mask(&case.class);
    for run in &mut case.runs {
        run.message = run.message.as_ref().map(mask);
        run.excerpt = run.excerpt.as_ref().map(mask);
    }
    case
}

/// Files below a folder that match a pattern, in the order of their names. Links are not followed.
fn files(folder: &Path, patterns: &[String]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).into_iter().flatten().flatten();
        for entry in entries {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() => {
                    let name = path
                        .strip_prefix(folder)
                        .unwrap_or(&path)
                        .to_string_lossy()
                        .into_owned();
                    if patterns
                        .iter()
                        .any(|pattern| fast_glob::glob_match(pattern, &name))
                    {
                        found.push(path);
                    }
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// The numbers of a `metrics.json`, and what is wrong with it.
fn metrics(path: &Path) -> (IndexMap<String, f64>, Option<String>) {
    let none = IndexMap::new();
    match std::fs::metadata(path) {
        Err(_) => return (none, None),
        Ok(file) if file.len() > METRICS => {
            return (none, Some("metrics.json is larger than 1 MiB".to_owned()));
        }
        Ok(_) => {}
    }
    let read = std::fs::read(path).map_err(|error| error.to_string());
    match read.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string())) {
        Ok(metrics) => (metrics, None),
        Err(error) => (
            none,
            Some(format!("metrics.json is no table of numbers: {error}")),
        ),
    }
}
