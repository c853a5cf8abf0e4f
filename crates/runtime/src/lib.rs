//! The runtime: what generated jobs call, and what runs the same cells on a laptop.
//!
//! Imports run downward: `cli` -> `execute`, `aggregate` -> `history`, `cluster`, `console`, `journal`, `coverage` ->
//! `reading` -> `results`, `process` -> `clock`. `analyze` imports none of them.

mod aggregate;
mod analyze;
pub mod cli;
mod clock;
mod cluster;
mod console;
mod coverage;
mod execute;
mod history;
mod journal;
mod process;
mod reading;
mod results;
