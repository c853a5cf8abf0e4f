//! The runtime: what generated jobs call, and what runs the same cells on a laptop.
//!
//! Imports run downward: `cli` -> `report` -> `execute`, `aggregate` -> `cluster`, `console`, `journal` -> `reading` -> `results`,
//! `process` -> `clock`.

mod aggregate;
mod analyze;
pub mod cli;
mod clock;
mod cluster;
mod console;
mod execute;
mod journal;
mod process;
mod reading;
mod report;
mod results;
