//! What came out: the shapes, how attempts add up, and the files that others read.

mod assemble;
mod attempt;
mod cell;
mod count;
pub(crate) mod ctrf;
mod fold;
mod junit_write;
mod outcome;
mod status;
mod test;
mod write;

pub(crate) use assemble::{Assembly, Cover, Earlier, Expected, Opened, Unrun, assemble, exit, idle};
pub(crate) use attempt::{Attempt, Case, CaseRun, Failure};
pub(crate) use cell::{CellName, CellResult, Command, Hook, Outcome, Probe, Run};
pub(crate) use count::Counts;
pub(crate) use fold::fold;
pub(crate) use status::Status;
pub(crate) use test::{AttemptResult, Quarantined, TestResult};
pub(crate) use write::{atomically, write};
