//! One attempt at one test, journalled before anybody hears of it.

use std::path::Path;

use pipewright_model::variable;

use super::classify::classify;
use super::planned::Planned;
use super::session::Session;
use super::{environment, expand, folder};
use crate::clock;
use crate::journal::{Record, Started};
use crate::process::{self, Command, Ended};
use crate::results::{Attempt, Failure, Status};

/// Most bytes of the end of the output that a result holds.
const EXCERPT: usize = 4 << 10;

/// What is tried.
#[derive(Debug, Clone)]
pub(super) struct Try {
    /// The test, by its place in the cell.
    pub(super) test: usize,
    /// The attempt, from 1.
    pub(super) number: u32,
    /// The cases to repeat, if only those are.
    pub(super) failed: Vec<String>,
}

/// Makes an attempt, whatever comes of it.
pub(super) fn attempt(session: &Session, wanted: &Try, worker: usize) -> Attempt {
    let test = &session.cell.tests[wanted.test];
    let started = clock::now();
    let name = format!("{}.{}", folder::file_name(&test.name), wanted.number);
    let attempt = match prepare(session, test, wanted, &name, worker) {
        Ok(prepared) => run(session, test, wanted, &name, prepared, started),
        Err((failure, error)) => Attempt {
            failure: Some(failure),
            ..unstarted(test, wanted, started, error)
        },
    };
    session.journal.write(Record::Attempt(attempt.clone()));
    attempt
}

/// The folders of an attempt.
struct Prepared {
    output: std::path::PathBuf,
    temporary: std::path::PathBuf,
    namespace: Option<String>,
}

fn prepare(
    session: &Session,
    test: &Planned,
    wanted: &Try,
    name: &str,
    worker: usize,
) -> Result<Prepared, (Failure, String)> {
    let folders = || -> std::io::Result<Prepared> {
        let output = session.folder.make(&format!("tests/{name}"))?;
        let temporary = session.temporary(&worker.to_string())?;
        if !wanted.failed.is_empty() && test.rerun.is_some() {
            let mut list = wanted.failed.join("\n");
            list.push('\n');
            crate::results::atomically(&temporary.join("failed"), list.as_bytes())
                .map_err(std::io::Error::other)?;
        }
        Ok(Prepared {
            output,
            temporary,
            namespace: None,
        })
    };
    let mut prepared = folders().map_err(|error| {
        (
            Failure::Configuration,
            format!("cannot prepare the test: {error}"),
        )
    })?;
    if test.needs_cluster() {
        let lease = session.grounds.lease(session, &test.name, wanted.number);
        prepared.namespace = lease.map_err(|error| (Failure::Infrastructure, error))?;
    }
    Ok(prepared)
}

fn run(
    session: &Session,
    test: &Planned,
    wanted: &Try,
    name: &str,
    folders: Prepared,
    started: String,
) -> Attempt {
    let command = command(session, test, wanted, &folders);
    let record = Started {
        test: test.name.clone(),
        number: wanted.number,
        at: started.clone(),
        mark: command.mark.clone(),
    };
    session.journal.write(Record::Started(record));
    let (log, shown) = session.folder.log(name);
    let limits = session.limits(test.timeout);
    let ended = process::run(
        &command,
        session.capture(log),
        &limits,
        &session.family,
        &session.stop,
    );
    let mut attempt = match ended {
        Ok(ended) => judge(session, test, wanted, started, &shown, ended),
        Err(error) => unstarted(test, wanted, started, error.to_string()),
    };
    expand::expand(session, test, &folders.output, &mut attempt);
    if let Some(namespace) = folders.namespace {
        let failed = attempt.status.is_bad().then_some(name);
        if let Some(problem) = session.grounds.give_back(session, &namespace, failed) {
            session.problem(&problem);
        }
        attempt.namespace = Some(namespace);
    }
    attempt
}

fn command(session: &Session, test: &Planned, wanted: &Try, folders: &Prepared) -> Command {
    let text = |name: &str, value: &Path| (name.to_owned(), value.as_os_str().to_owned());
    let mut environment = environment::inherited(test.needs.iter().map(String::as_str));
    environment.extend(session.variables.iter().cloned());
    environment.push((variable::TEST.to_owned(), test.name.clone().into()));
    environment.push((variable::ATTEMPT.to_owned(), wanted.number.to_string().into()));
    environment.push(text(variable::OUTPUT, &folders.output));
    environment.push(text("TMPDIR", &folders.temporary));
    if let Some(namespace) = &folders.namespace {
        environment.push((variable::NAMESPACE.to_owned(), namespace.into()));
    }
    environment.extend(
        test.secrets
            .iter()
            .filter_map(|name| Some((name.clone(), std::env::var_os(name)?))),
    );
    environment.extend(
        test.variables
            .iter()
            .map(|(name, value)| (name.clone(), value.into())),
    );
    let rerun = test.rerun.as_ref().filter(|_| !wanted.failed.is_empty());
    if rerun.is_some() {
        environment.push(text(variable::FAILED, &folders.temporary.join("failed")));
    }
    Command {
        words: rerun.unwrap_or(&test.command).clone(),
        folder: session.cell.root.clone(),
        environment,
        mark: environment::mark(&folders.output),
        leaves: false,
    }
}

fn judge(
    session: &Session,
    test: &Planned,
    wanted: &Try,
    started: String,
    log: &str,
    ended: Ended,
) -> Attempt {
    let output = ended.output;
    let timeout = format!("{}s", test.timeout.as_secs());
    let (status, failure, mut message) = classify(ended.end, &output.tail, &test.policy, &timeout);
    if ended.left > 0 && status.is_bad() {
        message.push_str(&format!("; {} processes that it left were killed", ended.left));
    }
    if output.dropped > 0 && status.is_bad() {
        message.push_str("; its log is cut in the middle");
    }
    if let Some(fault) = output.fault {
        message.push_str(&format!("; {fault}"));
    }
    let (exit_code, signal) = match ended.end {
        process::End::Code(code) => (Some(code), None),
        process::End::Signal(signal) => (None, Some(signal)),
        _ => (None, None),
    };
    Attempt {
        duration: ended.duration.as_secs_f64(),
        status,
        failure,
        exit_code,
        signal,
        message: Some(session.mask.text(&message)).filter(|message| !message.is_empty()),
        excerpt: Some(end_of(&output.tail)).filter(|text| status.is_bad() && !text.is_empty()),
        log: output.log.map(|_| log.to_owned()),
        ..unstarted(test, wanted, started, String::new())
    }
}

fn unstarted(test: &Planned, wanted: &Try, started: String, message: String) -> Attempt {
    Attempt {
        test: test.name.clone(),
        number: wanted.number,
        started,
        duration: 0.0,
        status: Status::Errored,
        failure: Some(Failure::Configuration),
        exit_code: None,
        signal: None,
        message: Some(message),
        excerpt: None,
        log: None,
        namespace: None,
        cases: None,
        metrics: indexmap::IndexMap::new(),
    }
}

/// The last lines of a text.
fn end_of(text: &str) -> String {
    let text = text.trim_end();
    let from = text.len().saturating_sub(EXCERPT);
    let from = (from..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    let cut = &text[from..];
    let line = if from == 0 {
        0
    } else {
        cut.find('\n').map_or(0, |newline| newline + 1)
    };
    cut[line..].to_owned()
}
