//! The plan on this machine: each cell through the runtime, as a job of the workflow does it, and then the aggregate.
//!
//! The runtime is another program, and nothing of it is linked in here: what a generated job can ask of it is all there is.

mod child;
mod folder;
mod pool;
mod signals;
mod summary;

use std::path::{Path, PathBuf};
use std::process::Command;

use pipewright_model::plan::{Cell, Plan};

pub use folder::Folder;
pub use pool::Ended;
pub use signals::Signals;
pub use summary::{Failure, Summary, Verdict};

/// What is asked for.
#[derive(Debug)]
pub struct Request<'a> {
    /// The runtime.
    pub runtime: PathBuf,
    /// The repository's top folder.
    pub root: &'a Path,
    /// The pipeline file, relative to the root.
    pub pipeline: &'a str,
    /// What has to have results in the end: one profile.
    pub plan: &'a Plan,
    /// Which of its cells run now.
    pub cells: Vec<&'a Cell>,
    /// Whether only what failed in them is repeated.
    pub is_repeat: bool,
    /// Cells at the same time.
    pub jobs: usize,
}

/// What happens meanwhile.
#[derive(Debug)]
pub enum Event<'a> {
    /// A cell starts.
    Started(&'a Cell),
    /// The runtime said something about a cell, in one line.
    Said(&'a Cell, &'a str),
    /// A cell ended.
    Ended(&'a Cell, &'a Ended),
}

/// Runs the cells, brings all results together, and says what they come to.
///
/// # Errors
/// When the runtime cannot be started, or left no summary: with its own words, and what to do.
pub fn run(
    request: &Request<'_>,
    folder: &Folder,
    signals: &Signals,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Summary, String> {
    let plan = serde_json::to_string(request.plan).map_err(|error| error.to_string())?;
    folder.write("plan.json", &plan)?;
    folder.keep(&request.plan.profiles)?;
    pool::run(request, folder, signals, watch)?;
    folder.forget_summary()?;
    aggregate(request, folder)?;
    Summary::read(&folder.aggregate().join("summary.json"))
}

/// The results are brought together also when the run was stopped: what is missing then is said to be missing.
fn aggregate(request: &Request<'_>, folder: &Folder) -> Result<(), String> {
    let output = Command::new(&request.runtime)
        .arg("aggregate")
        .arg("--input")
        .arg(folder.cells())
        .arg("--output")
        .arg(folder.aggregate())
        .arg("--expect")
        .arg(folder.path().join("plan.json"))
        .args(["--trigger", "local", "--format", "json,html,junit,ctrf"])
        .output()
        .map_err(|error| child::unstartable(&request.runtime, &error))?;
    // Every other code is a verdict, which the summary tells.
    match output.status.code() {
        Some(0 | 1 | 3 | 4) => Ok(()),
        _ => Err(format!(
            "the results could not be brought together: {} aggregate ended with {}\n{}",
            request.runtime.display(),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        )),
    }
}
