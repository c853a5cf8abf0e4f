//! The runtime: what generated jobs call, and what runs the same cells on a laptop.
//!
//! Imports run downward: `cli` -> `execute` -> `console`, `process`, `journal` -> `results` -> `clock`.

pub mod cli;
mod clock;
mod console;
mod execute;
mod journal;
mod process;
mod results;
