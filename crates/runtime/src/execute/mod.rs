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
mod ground;
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

pub(crate) use cell::pipeline;
pub(crate) use recover::recover;
pub(crate) use request::Request;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use pipewright_model::exit;

use ground::Grounds;
use session::Session;

use crate::cluster::Cluster;

/// How long the cluster may take to answer.
const CONNECT: Duration = Duration::from_secs(15);

/// Runs the tests of a cell. An error is one of usage or configuration: nothing ran.
pub(crate) fn execute(request: &Request) -> Result<exit::Runtime> {
    let cell = cell::load(request)?;
    needs::check(&cell)?;
    let mut session = Session::open(request, cell)?;
    let tests = needs::admit(&session, pool::wanted(&session));
    if !tests.is_empty() {
        match settle(&mut session, &tests).and_then(|()| hook::before(&mut session)) {
            Ok(()) => pool::run(&session, tests),
            Err(reason) => pool::skip(&session, &tests, &reason),
        }
        hook::after(&session);
    }
    close::close(&session)
}

/// Connects to the cluster, if a test needs one.
fn settle(session: &mut Session, tests: &[usize]) -> std::result::Result<(), String> {
    let needs_cluster = |test: &usize| session.cell.tests[*test].needs_cluster();
    if !tests.iter().any(needs_cluster) {
        return Ok(());
    }
    let cluster = Cluster::connect(CONNECT, Arc::clone(&session.stop))
        .map_err(|error| format!("the cluster went away: {error}"))?;
    session.grounds = Grounds::on(Box::new(cluster));
    Ok(())
}
