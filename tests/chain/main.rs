//! The whole chain: the generated workflows, job by job and command by command, as GitHub would run them.
//!
//! Everything a job runs is taken from the YAML and run by bash; conditions, matrices and values are evaluated; artifacts
//! go from job to job through a folder. Only what `uses` names is done by hand, see `action`.
//! `real` does the same with this repository itself, its charts, a control plane and Spark.
//! Reporters talk to a GitHub on loopback that holds each request against GitHub's descriptions, see `hub`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

mod action;
mod alerts;
mod binaries;
mod cases;
mod contexts;
mod hub;
mod job;
mod machine;
mod real;
mod reports;
mod scene;
