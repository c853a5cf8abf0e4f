//! `pipewright-runtime report` and `sweep artifacts` as jobs run them, against a GitHub on loopback that holds every
//! request against GitHub's own descriptions.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]
#![recursion_limit = "256"]

mod alerts;
mod channel;
mod check;
mod comment;
mod emulate;
mod fork;
mod gateway;
mod hub;
mod local;
mod network;
mod postbox;
mod rendered;
mod slack;
mod status;
mod sweep;
mod trouble;
