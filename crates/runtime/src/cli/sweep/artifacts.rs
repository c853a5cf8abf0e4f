use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use pipewright_model::exit::Runtime;

use super::say;
use crate::cli::{client, code, complain, variable};
use crate::clock;
use crate::github::{Days, Place, Sweep, Swept};
use crate::pipeline;

/// Remove artifacts of this pipeline's runs that outlived their retention. Needs `actions: write`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The pipeline, which says how long what is kept, and which workflow is its own.
    #[arg(long, value_name = "FILE", default_value = "pipeline.toml")]
    pipeline: PathBuf,
    /// Days for results of cells, and plans. Default: the pipeline's.
    #[arg(long, value_name = "DAYS")]
    results_days: Option<u32>,
    /// Days for aggregated results. Default: the pipeline's.
    #[arg(long, value_name = "DAYS")]
    aggregates_days: Option<u32>,
    /// Days for the data of comments. Default: the pipeline's.
    #[arg(long, value_name = "DAYS")]
    comments_days: Option<u32>,
    /// Only say what would be removed.
    #[arg(long)]
    dry_run: bool,
    /// Seconds to wait, in all, for a GitHub that is down or limits.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    patience: u64,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let ready =
        prepare(arguments).and_then(|sweep| Ok((sweep, client(Place::from(variable), arguments.patience)?)));
    let (sweep, client) = match ready {
        Ok(ready) => ready,
        Err(error) => {
            complain(&format!("sweep artifacts: {error}"));
            return code(Runtime::Usage);
        }
    };
    match sweep.run(&client) {
        Ok(swept) => tell(&swept),
        Err(error) => {
            complain(&format!("sweep artifacts: {error}"));
            code(Runtime::Undelivered)
        }
    }
}

fn prepare(arguments: &Arguments) -> Result<Sweep, String> {
    let pipeline = pipeline::read(&arguments.pipeline).map_err(|error| format!("{error:#}"))?;
    let kept = &pipeline.retention;
    Ok(Sweep {
        days: Days {
            results: arguments.results_days.unwrap_or(kept.results),
            aggregates: arguments.aggregates_days.unwrap_or(kept.aggregates),
            comments: arguments.comments_days.unwrap_or(kept.comments),
        },
        workflow: pipeline.output,
        now: clock::milliseconds(&clock::now()),
        is_dry: arguments.dry_run,
    })
}

fn tell(swept: &[Swept]) -> ExitCode {
    let mut exit = Runtime::Passed;
    for one in swept {
        match one {
            Swept::Deleted(what) => say(&format!("deleted {what}")),
            Swept::Would(what) => say(&format!("would delete {what}")),
            Swept::Failed(error) => {
                complain(error);
                exit = Runtime::Undelivered;
            }
        }
    }
    if swept.is_empty() {
        say("nothing outlived its retention");
    }
    code(exit)
}
