//! So many cells at the same time, each once.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipewright_model::plan::Cell;
use serde_json::Value;

use super::{Event, Folder, Request, Signals, child};
use crate::read;

/// How a cell ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The exit code of the runtime; none if a signal ended it.
    pub code: Option<i32>,
    /// How long it took, in seconds; none if the runtime left no result.
    pub duration: Option<f64>,
    /// Why, in the runtime's words.
    pub reason: String,
    /// Tests that passed, did not, and were skipped; none if the runtime left no result.
    pub counts: Option<[u64; 3]>,
}

/// Runs the cells. One that cannot be started ends the run: the next could not be either.
pub(super) fn run(
    request: &Request<'_>,
    folder: &Folder,
    signals: &Signals,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Result<(), String> {
    let next = AtomicUsize::new(0);
    let fault: Mutex<Option<String>> = Mutex::new(None);
    let run = format!("local-{}", std::process::id());
    std::thread::scope(|scope| {
        for _ in 0..request.jobs.min(request.cells.len()) {
            scope.spawn(|| {
                while let Some(cell) = request.cells.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if signals.came().is_some() {
                        return;
                    }
                    watch(Event::Started(cell));
                    match one(request, folder, signals, &run, cell, watch) {
                        Ok(ended) => watch(Event::Ended(cell, &ended)),
                        Err(error) => {
                            next.store(request.cells.len(), Ordering::SeqCst);
                            if let Ok(mut fault) = fault.lock() {
                                fault.get_or_insert(error);
                            }
                        }
                    }
                }
            });
        }
    });
    match fault.into_inner() {
        Ok(Some(error)) if signals.came().is_none() => Err(error),
        _ => Ok(()),
    }
}

fn one(
    request: &Request<'_>,
    folder: &Folder,
    signals: &Signals,
    run: &str,
    cell: &Cell,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Ended, String> {
    let mut command = Command::new(&request.runtime);
    command
        .args([
            "execute",
            "--version",
            &cell.version,
            "--scenario",
            &cell.scenario,
        ])
        .arg("--pipeline")
        .arg(request.root.join(request.pipeline))
        .arg("--output")
        .arg(folder.cell(cell))
        .env("GITHUB_RUN_ID", run)
        .env("GITHUB_RUN_ATTEMPT", "1");
    if let Some(last) = folder.last(cell)? {
        command.arg(if request.is_repeat {
            "--retry-only"
        } else {
            "--durations"
        });
        command.arg(last);
    }
    let status = child::run(command, &folder.log(cell), signals, &|line| {
        watch(Event::Said(cell, line))
    })?;
    let result = result(folder, cell, run)?;
    Ok(ended(&folder.log(cell), status.code(), result.as_ref()))
}

/// The result of this run. A runtime that dies before it begins leaves what was there before: that is none, and the cell
/// is missing.
fn result(folder: &Folder, cell: &Cell, run: &str) -> Result<Option<Value>, String> {
    let text = read::bytes(&folder.cell(cell).join("result.json")).ok();
    let result: Option<Value> = text.and_then(|text| serde_json::from_slice(&text).ok());
    match result {
        Some(result) if result["run"]["id"].as_str() != Some(run) => folder.forget(cell).map(|()| None),
        result => Ok(result),
    }
}

fn ended(log: &Path, code: Option<i32>, result: Option<&Value>) -> Ended {
    let count = |key: &str| result?["suite"][key].as_u64();
    let counts = || {
        Some([
            count("passed")?,
            count("failed")? + count("errors")?,
            count("skipped")?,
        ])
    };
    let reason = result.and_then(|result| result["outcome"]["reason"].as_str());
    Ended {
        code,
        duration: result.and_then(|result| result["suite"]["duration"].as_f64()),
        counts: counts(),
        reason: reason.map_or_else(|| format!("no result, see {}", log.display()), str::to_owned),
    }
}
