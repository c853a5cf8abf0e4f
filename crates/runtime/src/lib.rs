//! The runtime: what generated jobs call, and what runs the same cells on a laptop.
//!
//! Imports run downward: `cli` -> `report` -> `execute`, `aggregate`, `dataset`, `github` -> `history`, `cluster`, `console`,
//! `journal` -> `analyze`, `coverage`, `reading` -> `results`, `process` -> `clock`, `pipeline`, `web`.

mod aggregate;
mod analyze;
pub mod cli;
mod clock;
mod cluster;
mod console;
mod coverage;
mod dataset;
mod execute;
mod github;
mod history;
mod journal;
mod pipeline;
mod process;
mod reading;
mod report;
mod results;
mod web;
