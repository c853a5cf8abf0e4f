//! `pipewright run`.

mod choice;
mod tell;
mod view;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::load::{self, Warnings};
use super::{Format, Place, print};
use crate::plan::plan;
use crate::run::{Event, Folder, Request, Signals, run as carry_out};
use view::View;

pub(super) const EXAMPLES: &str = "Examples:
  pipewright run pull-request                 what a pull request runs
  pipewright run nightly --jobs 4             four cells at the same time
  pipewright run --cell 3.5.7/baseline        one cell
  pipewright run --failed                     again, what failed last

What this machine lacks is skipped, with the reason; a cell in which nothing ran is no pass.
Exit codes: 0 passed, 1 not passed, 2 the input is wrong or the runtime is not there, 130 and 143 stopped by a signal.";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The profile: push, pull-request, the name of a schedule, ...; `pipewright plan` lists them
    #[arg(value_name = "PROFILE")]
    profile: Option<String>,
    /// Only this cell; may be given several times
    #[arg(long = "cell", value_name = "VERSION/SCENARIO")]
    cells: Vec<String>,
    /// Only what failed or is missing in the last run
    #[arg(long)]
    failed: bool,
    /// Cells at the same time [default: what the processors of this machine carry]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Folder for the results
    #[arg(long, value_name = "DIR", default_value = ".pipewright")]
    output: PathBuf,
    /// The runtime [default: pipewright-runtime beside this program, else on PATH]
    #[arg(long, value_name = "FILE")]
    runtime: Option<PathBuf>,
    /// Do not open the report in a browser
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let Some(sound) = load::pipeline(&options.place, Format::Human, Warnings::Hidden) else {
        return Ok(Exit::Input);
    };
    let pipeline = &sound.pipeline;
    let output = options.place.root.join(&options.output);
    let whole = plan(pipeline).document();
    let chosen = choice::choose(options, &whole, &output)?;
    let cells = choice::due(options, &chosen, &output)?;
    if cells.is_empty() {
        print::out("nothing failed in the last run, so there is nothing to repeat\n");
        return Ok(Exit::Done);
    }
    let request = Request {
        runtime: runtime(options.runtime.as_deref()),
        root: &options.place.root,
        pipeline: &options.place.pipeline,
        cells,
        plan: &chosen,
        is_repeat: options.failed,
        jobs: options
            .jobs
            .map_or_else(|| jobs(pipeline.execution.workers), NonZeroUsize::get),
    };
    let folder = Folder::claim(&output).map_err(anyhow::Error::msg)?;
    let signals = Signals::watch().map_err(anyhow::Error::msg)?;
    let view = View::new(&request);
    let watch = |event: Event<'_>| view.show(&event);
    let summary = carry_out(&request, &folder, &signals, &watch);
    view.close();
    let summary = summary.map_err(anyhow::Error::msg)?;
    let report = folder.aggregate().join("report.html");
    print::out(&tell::tell(&summary, options, &report));
    if !options.no_open {
        tell::open(&report);
    }
    Ok(match (signals.came(), summary.verdict.as_str()) {
        (Some(signal), _) => Exit::stopped(signal),
        (None, "passed") => Exit::Done,
        (None, _) => Exit::Differs,
    })
}

/// The runtime that was installed with this program, or the one on `PATH`.
fn runtime(named: Option<&Path>) -> PathBuf {
    const NAME: &str = "pipewright-runtime";
    if let Some(named) = named {
        return named.to_owned();
    }
    let beside = std::env::current_exe()
        .ok()
        .map(|own| own.with_file_name(NAME))
        .filter(|path| path.is_file());
    beside.unwrap_or_else(|| PathBuf::from(NAME))
}

/// How many cells the processors carry, when each runs so many tests at once.
fn jobs(workers: u32) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    (processors / (workers as usize).max(1)).max(1)
}
