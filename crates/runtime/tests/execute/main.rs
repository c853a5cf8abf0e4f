//! `pipewright-runtime execute`, as its users see it: real commands, real signals, real files.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod bad_input;
mod cluster;
mod docs;
mod flood;
mod github;
mod hooks;
mod journal;
mod junit;
mod kitchen;
mod needs;
mod processes;
mod quarantine;
mod retry;
mod retry_only;
mod schema;
mod secrets;
mod signals;
mod verdicts;
