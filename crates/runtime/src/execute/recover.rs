//! `--from-journal`: the results of a run that was killed.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use pipewright_model::exit;

use super::folder::Folder;
use crate::clock;
use crate::console::Console;
use crate::journal::{self, Closed, Journal, Problem, Record, Started, replay};
use crate::process::end_marked;
use crate::results::{self, Attempt, Failure, Opened, Status, Unrun};

/// Closes the journal of an output folder and writes the results.
pub(crate) fn recover(output: &Path) -> Result<exit::Runtime> {
    if !output.join("journal.jsonl").is_file() {
        bail!("{} holds no journal", output.display());
    }
    let folder = Folder::lock(output)?;
    let read = journal::read(&folder.journal())?;
    let opened = read.records.iter().find_map(|record| match record {
        Record::Opened(opened) => Some(opened.clone()),
        _ => None,
    });
    let opened =
        opened.with_context(|| format!("the journal of {} ends before its run began", output.display()))?;
    let is_closed = read
        .records
        .iter()
        .any(|record| matches!(record, Record::Closed(_)));
    let mut records = read.records;
    if !is_closed {
        let missing = close(&opened, &records, read.damaged);
        let journal = Journal::open(&folder.journal(), read.length, Vec::new())?;
        for record in missing {
            journal.write(record.clone());
            records.push(record);
        }
        journal.release();
    }
    let assembly = replay(records);
    let result = results::assemble(&assembly, clock::now()).context("the journal has no beginning")?;
    results::write(&result, folder.path())?;
    Console::new(0, folder.path()).closes(&result, &[]);
    Ok(results::exit(&result.outcome))
}

/// The records that the killed run did not come to write.
fn close(opened: &Opened, records: &[Record], damaged: usize) -> Vec<Record> {
    let mut missing = Vec::new();
    let lost = in_flight(records);
    for started in &lost {
        end_marked(&started.mark);
        missing.push(Record::Attempt(runner_lost(started)));
    }
    for test in silent(opened, records, &lost) {
        let reason = "not started: the runtime was killed before".to_owned();
        missing.push(Record::Unrun(Unrun {
            test,
            failure: Some(Failure::NotStarted),
            reason,
        }));
    }
    let mut problems = vec!["the runtime was killed; what ran then was lost, and no teardown ran".to_owned()];
    if damaged > 0 {
        problems.push(format!("{damaged} lines of the journal are damaged"));
    }
    missing.extend(
        problems
            .into_iter()
            .map(|message| Record::Problem(Problem { message })),
    );
    let at = clock::now();
    let duration =
        (clock::milliseconds(&at) - clock::milliseconds(&opened.run.started)).max(0) as f64 / 1_000.0;
    missing.push(Record::Closed(Closed { at, duration }));
    missing
}

/// Attempts that started and did not end.
fn in_flight(records: &[Record]) -> Vec<Started> {
    let mut running: Vec<Started> = Vec::new();
    for record in records {
        match record {
            Record::Started(started) => running.push(started.clone()),
            Record::Attempt(attempt) => {
                running.retain(|started| (&started.test, started.number) != (&attempt.test, attempt.number));
            }
            _ => {}
        }
    }
    running
}

/// Tests of which there is no word at all.
fn silent(opened: &Opened, records: &[Record], lost: &[Started]) -> Vec<String> {
    let mut known: BTreeSet<&str> = lost.iter().map(|started| started.test.as_str()).collect();
    known.extend(records.iter().filter_map(|record| match record {
        Record::Attempt(attempt) => Some(attempt.test.as_str()),
        Record::Unrun(unrun) => Some(unrun.test.as_str()),
        _ => None,
    }));
    let earlier = opened
        .earlier
        .iter()
        .flat_map(|earlier| &earlier.tests)
        .filter(|test| !test.is_missing());
    known.extend(earlier.map(|test| test.test.as_str()));
    let expected = opened.expected.iter().map(|expected| &expected.name);
    expected
        .filter(|name| !known.contains(name.as_str()))
        .cloned()
        .collect()
}

fn runner_lost(started: &Started) -> Attempt {
    Attempt {
        test: started.test.clone(),
        number: started.number,
        started: started.at.clone(),
        duration: 0.0,
        status: Status::Errored,
        failure: Some(Failure::RunnerLost),
        exit_code: None,
        signal: None,
        message: Some("runner-lost: the runtime was killed while this ran".to_owned()),
        excerpt: None,
        log: None,
        namespace: None,
        cases: None,
        metrics: indexmap::IndexMap::new(),
    }
}
