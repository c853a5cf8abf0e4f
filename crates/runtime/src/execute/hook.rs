//! What runs before and after the tests: samples of datasets, setup, teardown.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use pipewright_model::variable;

use super::patience::patiently;
use super::session::Session;
use super::{environment, folder};
use crate::journal::Record;
use crate::process::{self, Command, End, Ended, Limits, Stop};
use crate::results::{Hook, Status};

/// The hook that may start what the tests need, which then lives until after the teardown.
const SETUP: &str = "setup";
/// Most characters that are told of a line.
const LINE: usize = 300;
/// How long a teardown may take.
const TEARDOWN: Duration = Duration::from_secs(60);

/// Runs a command of the cell that is no test. What it prints is in the log of that name.
pub(super) fn command(
    session: &Session,
    name: &str,
    words: &[String],
    variables: Vec<(String, OsString)>,
    limits: Limits,
    stop: &Stop,
) -> Result<Ended, String> {
    let output = session
        .folder
        .make(&format!("tests/{name}"))
        .map_err(|error| error.to_string())?;
    let needs = session
        .cell
        .tests
        .iter()
        .flat_map(|test| test.needs.iter().map(String::as_str));
    let mut environment = environment::inherited(needs);
    environment.extend(session.variables.iter().cloned());
    let temporary = session.temporary(name).map_err(|error| error.to_string())?;
    environment.push((variable::OUTPUT.to_owned(), output.as_os_str().to_owned()));
    environment.push(("TMPDIR".to_owned(), temporary.into_os_string()));
    environment.extend(variables);
    let mark = environment::mark(&output);
    let folder = session.cell.root.clone();
    let command = Command {
        words: words.to_vec(),
        folder,
        environment,
        mark,
        leaves: name == SETUP,
    };
    let (log, _) = session.folder.log(name);
    process::run(&command, session.capture(log), &limits, &session.family, stop)
        .map_err(|error| error.to_string())
}

/// Makes the data and runs the setup of the scenario. An error is why no test can run.
pub(super) fn before(session: &mut Session) -> Result<(), String> {
    for name in session.cell.scenario().datasets.clone() {
        let path = dataset(session, &name)?;
        session.variables.push((variable::dataset(&name), path));
    }
    let Some(words) = session.cell.scenario().setup.clone() else {
        return Ok(());
    };
    session.has_set_up = true;
    let limits = session.limits(session.cell.timeout);
    let stop = std::sync::Arc::clone(&session.stop);
    let hook = run(session, SETUP, &words, Vec::new(), limits, &stop);
    match hook.status {
        Status::Passed => Ok(()),
        _ => Err(format!("the setup failed: {}", hook.message.unwrap_or_default())),
    }
}

/// Runs the teardown of the scenario, if its setup was begun or there is none. It runs also when the run is stopped,
/// with the little time that is left then.
pub(super) fn after(session: &Session) {
    let scenario = session.cell.scenario();
    let Some(words) = &scenario.teardown else { return };
    if scenario.setup.is_some() && !session.has_set_up {
        return;
    }
    let deadline = Instant::now() + TEARDOWN;
    let limits = Limits {
        timeout: TEARDOWN,
        deadline,
        grace: session.grace.min(Duration::from_secs(5)),
    };
    patiently(&session.stop, |stop| {
        run(session, "teardown", words, Vec::new(), limits, stop)
    });
}

fn run(
    session: &Session,
    name: &str,
    words: &[String],
    mut variables: Vec<(String, OsString)>,
    limits: Limits,
    stop: &Stop,
) -> Hook {
    let file = folder::file_name(&name.replace(' ', "."));
    let own = session.cell.variables();
    variables.extend(own.into_iter().map(|(name, value)| (name, value.into())));
    let ended = command(session, &file, words, variables, limits, stop);
    let (status, duration, message, log) = match ended {
        Err(error) => (Status::Errored, 0.0, Some(error), None),
        Ok(ended) => {
            let log = ended.output.log.is_some().then(|| session.folder.log(&file).1);
            let (status, message) = judge(ended.end);
            let message = message.map(|message| match last_line(&ended.output.tail) {
                Some(line) => format!("{message}; the last that it said: {line}"),
                None => message,
            });
            (status, ended.duration.as_secs_f64(), message, log)
        }
    };
    let message = message.map(|message| session.mask.text(&message));
    let hook = Hook {
        name: name.to_owned(),
        status,
        duration,
        message,
        log,
    };
    session.journal.write(Record::Hook(hook.clone()));
    session.console.hook(&hook);
    hook
}

/// The last line that says something: most often why it ended.
fn last_line(output: &str) -> Option<String> {
    let line = output
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())?;
    Some(line.chars().take(LINE).collect())
}

fn judge(end: End) -> (Status, Option<String>) {
    match end {
        End::Code(0) => (Status::Passed, None),
        End::Code(code) => (Status::Failed, Some(format!("exit code {code}"))),
        End::Signal(signal) => (Status::Errored, Some(format!("ended by signal {signal}"))),
        End::Timeout => (Status::Errored, Some("timed out".to_owned())),
        End::Deadline => (
            Status::Errored,
            Some("the time of the cell was used up".to_owned()),
        ),
        End::Stopped => (Status::Errored, Some("the run was stopped".to_owned())),
    }
}

/// The path of a dataset: the one that the caller names, else a sample that is made now.
fn dataset(session: &Session, name: &str) -> Result<OsString, String> {
    let variable = variable::dataset(name);
    if let Some(path) = std::env::var_os(&variable).filter(|path| !path.is_empty()) {
        let is_there = session.cell.root.join(&path).exists();
        return if is_there {
            Ok(path)
        } else {
            Err(format!("{variable} names a file that does not exist"))
        };
    }
    let Some(sample) = session
        .cell
        .pipeline
        .datasets
        .get(name)
        .and_then(|dataset| dataset.sample.clone())
    else {
        return Err(format!(
            "the dataset {name} is not here: {variable} is not set, and it has no sample command"
        ));
    };
    let folder = session
        .folder
        .make("datasets")
        .map_err(|error| error.to_string())?;
    let path = folder.join(folder::file_name(name));
    let variables = vec![(variable::DATASET.to_owned(), path.as_os_str().to_owned())];
    let limits = session.limits(session.cell.timeout);
    let hook = run(
        session,
        &format!("dataset {name}"),
        &sample,
        variables,
        limits,
        &session.stop,
    );
    match hook.status {
        Status::Passed if path.exists() => Ok(path.into_os_string()),
        Status::Passed => Err(format!(
            "the sample command of the dataset {name} wrote nothing to {}",
            variable::DATASET
        )),
        _ => Err(format!(
            "the sample of the dataset {name} failed: {}",
            hook.message.unwrap_or_default()
        )),
    }
}
