//! The runtime: what generated jobs call, and what runs the same cells on a laptop.
//!
//! Imports run downward: `cli` -> `execute`, `aggregate`, `dataset` -> `cluster`, `console`, `journal` -> `reading` ->
//! `results`, `process` -> `clock`, `pipeline`, `web`.

mod aggregate;
mod analyze;
pub mod cli;
mod clock;
mod cluster;
mod console;
mod dataset;
mod execute;
mod journal;
mod pipeline;
mod process;
mod reading;
mod results;
mod web;
