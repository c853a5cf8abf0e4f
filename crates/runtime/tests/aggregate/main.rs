//! `pipewright-runtime aggregate`, as its users see it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod coverage;
mod foreign;
mod hostile;
mod ledger;
mod merge;
mod outputs;
mod reading;
mod scene;
