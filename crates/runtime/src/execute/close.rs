//! The end of a run: its files, and its exit code.

use anyhow::{Context, Result};
use pipewright_model::exit;

use super::session::Session;
use crate::clock;
use crate::journal::{Closed, Problem, Record, Stopped, replay};
use crate::results;

/// Writes the results of everything that was journalled.
pub(super) fn close(session: &Session) -> Result<exit::Runtime> {
    session.family.clear_all();
    for message in session.grounds.gone(session) {
        session.journal.write(Record::Problem(Problem { message }));
    }
    if let Some(cause) = session.stop.cause() {
        session.journal.write(Record::Stopped(Stopped {
            signal: cause.name().to_owned(),
        }));
    }
    if let Some(fault) = session.journal.fault() {
        session.journal.write(Record::Problem(Problem { message: fault }));
    }
    let finished = clock::now();
    let closed = Closed {
        at: finished.clone(),
        duration: session.start.elapsed().as_secs_f64(),
    };
    session.journal.write(Record::Closed(closed));
    session.journal.release();
    let assembly = replay(session.journal.records());
    let result = results::assemble(&assembly, finished).context("the journal has no beginning")?;
    let written = results::write(&result, session.folder.path());
    session
        .console
        .closes(&result, &results::idle(&assembly, &result));
    match written {
        Ok(()) => Ok(results::exit(&result.outcome)),
        Err(error) => {
            session.console.fault(&format!("{error:#}"));
            Ok(exit::Runtime::Incomplete)
        }
    }
}
