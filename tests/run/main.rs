//! `pipewright run`: both programs, as they are built, over a small pipeline.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

#[path = "../chain/binaries.rs"]
mod binaries;
mod cases;
mod refusals;
mod scene;
mod signals;
