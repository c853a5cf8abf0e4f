//! One cell, from `pipeline.toml` to its results.

mod attempt;
mod built_in;
mod cell;
mod classify;
mod close;
mod course;
mod durations;
mod earlier;
mod environment;
mod expand;
mod folder;
mod hook;
mod needs;
mod patience;
mod planned;
mod pool;
mod queue;
mod recover;
mod request;
mod retry;
mod round;
mod session;
mod signals;

pub(crate) use recover::recover;
pub(crate) use request::Request;

use anyhow::Result;
use pipewright_model::exit;

use session::Session;

/// Runs the tests of a cell. An error is one of usage or configuration: nothing ran.
pub(crate) fn execute(request: &Request) -> Result<exit::Runtime> {
    let cell = cell::load(request)?;
    needs::check(&cell)?;
    let mut session = Session::open(request, cell)?;
    let tests = needs::admit(&session, pool::wanted(&session));
    if !tests.is_empty() {
        match hook::before(&mut session) {
            Ok(()) => pool::run(&session, tests),
            Err(reason) => pool::skip(&session, &tests, &reason),
        }
        hook::after(&session);
    }
    close::close(&session)
}
