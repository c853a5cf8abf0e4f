//! One cell, from `pipeline.toml` to its results.

mod attempt;
mod cell;
mod classify;
mod close;
mod durations;
mod environment;
mod expand;
mod folder;
mod planned;
mod pool;
mod queue;
mod request;
mod retry;
mod round;
mod session;
mod signals;

pub(crate) use request::Request;

use anyhow::Result;
use pipewright_model::exit;

use session::Session;

/// Runs the tests of a cell. An error is one of usage or configuration: nothing ran.
pub(crate) fn execute(request: &Request) -> Result<exit::Runtime> {
    let cell = cell::load(request)?;
    let session = Session::open(request, cell)?;
    pool::run(&session);
    close::close(&session)
}
