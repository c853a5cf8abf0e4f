//! What everything that runs in a cell shares.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use pipewright_model::variable;
use tempfile::TempDir;

use super::cell::Cell;
use super::folder::Folder;
use super::ground::Grounds;
use super::request::Request;
use super::{durations, earlier, environment, signals};
use crate::clock;
use crate::console::Console;
use crate::journal::{Journal, Problem, Record};
use crate::process::{Capture, Family, Limits, Mask, Stop};
use crate::results::{Earlier, Opened, Run};

/// One run of one cell.
pub(super) struct Session {
    /// What runs.
    pub(super) cell: Cell,
    /// Where results go.
    pub(super) folder: Folder,
    /// What happened.
    pub(super) journal: Journal,
    /// Who is told.
    pub(super) console: Console,
    /// The processes of this run.
    pub(super) family: Family,
    /// The switch that stops it.
    pub(super) stop: Arc<Stop>,
    /// What nobody may see.
    pub(super) mask: Mask,
    /// An earlier result that this run goes on from.
    pub(super) earlier: Earlier,
    /// Namespaces of tests that need a cluster.
    pub(super) grounds: Grounds,
    /// The id of the run.
    pub(super) run: String,
    /// Whether the setup was begun.
    pub(super) has_set_up: bool,
    /// Tests at the same time.
    pub(super) workers: usize,
    /// What pauses are drawn from.
    pub(super) seed: u64,
    /// Known durations of tests, in seconds.
    pub(super) durations: HashMap<String, f64>,
    /// When it began.
    pub(super) start: Instant,
    /// When the last test has to be over.
    pub(super) deadline: Instant,
    /// How long a command may take to end after it was asked to.
    pub(super) grace: Duration,
    /// Variables that tell commands of the cell.
    pub(super) variables: Vec<(String, OsString)>,
    /// Parent of the temporary folders of tests.
    temporary: TempDir,
}

/// Most bytes that the log of one attempt takes.
const LOG: u64 = 32 << 20;

impl Session {
    /// Takes the output folder and opens the journal.
    pub(super) fn open(request: &Request, cell: Cell) -> Result<Self> {
        let start = Instant::now();
        let durations = durations::read(request.durations.as_deref())?;
        if let Some(values) = &cell.scenario().values {
            environment::scenario_values(&cell, cell.version().chart.as_deref(), values)?;
        }
        let earlier = request
            .retry_only
            .as_deref()
            .map(|path| earlier::read(path, &cell))
            .transpose()?;
        let temporary = tempfile::Builder::new()
            .prefix("pipewright-")
            .tempdir()
            .context("cannot make a temporary folder")?;
        let folder = Folder::claim(&request.output, &cell.name, earlier.is_some())?;
        let values = environment::values(&cell, &folder)?;
        let journal = Journal::open(&folder.journal(), 0, Vec::new())?;
        let opened = opened(&cell, earlier.clone());
        let run = opened.run.id.clone();
        journal.write(Record::Opened(opened));
        folder.make("logs")?;
        folder.make("tests")?;
        if let (Some(path), Some(earlier)) = (&request.retry_only, &earlier) {
            earlier::bring_logs(path, earlier, &folder);
        }
        let stop = Arc::new(Stop::new()?);
        signals::watch(Arc::clone(&stop))?;
        let workers = request
            .workers
            .unwrap_or(cell.pipeline.execution.workers as usize)
            .max(1);
        let console = Console::new(cell.tests.len(), folder.path());
        Ok(Self {
            variables: environment::of_cell(&cell, &values),
            grace: Duration::from_secs(cell.pipeline.execution.grace.seconds()),
            deadline: start + cell.timeout.saturating_sub(reserve(cell.timeout)),
            family: Family::adopt(),
            mask: mask(&cell),
            earlier: earlier.unwrap_or_default(),
            has_set_up: false,
            grounds: Grounds::default(),
            run,
            seed: request.seed,
            cell,
            folder,
            journal,
            console,
            stop,
            workers,
            durations,
            start,
            temporary,
        })
    }

    /// The limits of a command.
    pub(super) fn limits(&self, timeout: Duration) -> Limits {
        Limits {
            timeout,
            deadline: self.deadline,
            grace: self.grace,
        }
    }

    /// Where the output of a command goes.
    pub(super) fn capture(&self, path: PathBuf) -> Capture {
        Capture::new(path, LOG, self.mask.clone())
    }

    /// A temporary folder, empty: of a worker by its number, or of what is no test by its name. Its path is short, for
    /// the sockets that are made in it.
    pub(super) fn temporary(&self, name: &str) -> std::io::Result<PathBuf> {
        let path = self.temporary.path().join(name);
        match std::fs::read_dir(&path).map(|mut entries| entries.next().is_none()) {
            Ok(true) => return Ok(path),
            Ok(false) => std::fs::remove_dir_all(&path)?,
            Err(_) => {}
        }
        std::fs::create_dir(&path)?;
        Ok(path)
    }

    /// Something went wrong that is no test's fault.
    pub(super) fn problem(&self, message: &str) {
        let message = self.mask.text(message);
        self.console.fault(&message);
        self.journal.write(Record::Problem(Problem { message }));
    }

    /// Whether no further test may start.
    pub(super) fn is_over(&self) -> bool {
        self.stop.cause().is_some() || Instant::now() >= self.deadline
    }
}

/// The part of a cell's time that is kept for teardown and reports.
fn reserve(timeout: Duration) -> Duration {
    (timeout / 10).min(Duration::from_secs(60))
}

/// Hides the secrets of tests, and those that the caller names.
fn mask(cell: &Cell) -> Mask {
    let named = std::env::var(variable::SECRETS).unwrap_or_default();
    let names = cell
        .tests
        .iter()
        .flat_map(|test| test.secrets.iter().map(String::as_str));
    let values: Vec<String> = names
        .chain(named.split_whitespace())
        .filter_map(|name| std::env::var(name).ok())
        .collect();
    Mask::new(values.iter().map(String::as_str))
}

fn opened(cell: &Cell, earlier: Option<Earlier>) -> Opened {
    let started = clock::now();
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let local = || format!("local-{}-{}", clock::milliseconds(&started), std::process::id());
    let run = Run {
        id: variable("GITHUB_RUN_ID").unwrap_or_else(local),
        attempt: variable("GITHUB_RUN_ATTEMPT")
            .and_then(|text| text.parse().ok())
            .unwrap_or(1),
        finished: String::new(),
        started,
    };
    let expected = cell.tests.iter().map(|test| test.expected.clone()).collect();
    Opened {
        run,
        cell: cell.name.clone(),
        expected,
        earlier,
    }
}
