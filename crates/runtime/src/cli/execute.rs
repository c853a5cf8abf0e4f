use std::path::PathBuf;
use std::process::ExitCode;

use pipewright_model::exit::Runtime;

use super::{code, complain};
use crate::execute::{self, Request};

/// Run the tests of one cell.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The version.
    #[arg(long, value_name = "VERSION", required_unless_present = "from_journal")]
    version: Option<String>,
    /// The scenario.
    #[arg(long, value_name = "SCENARIO", required_unless_present = "from_journal")]
    scenario: Option<String>,
    /// The pipeline. Its folder is the root that everything in it is relative to.
    #[arg(long, value_name = "FILE", default_value = "pipeline.toml")]
    pipeline: PathBuf,
    /// Tests at the same time. Default: `execution.workers` of the pipeline.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: Option<u16>,
    /// Run only what failed in an earlier result, and merge.
    #[arg(long, value_name = "RESULT.json")]
    retry_only: Option<PathBuf>,
    /// Run nothing: write the results of a run in the output folder that was killed.
    #[arg(long, conflicts_with_all = ["version", "scenario", "retry_only", "durations", "workers"])]
    from_journal: bool,
    /// Start the longest tests first, by an earlier result or a table of seconds by test.
    #[arg(long, value_name = "FILE")]
    durations: Option<PathBuf>,
    /// Folder for result.json, junit.xml, ctrf.json, journal.jsonl and logs/.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// What the pauses between attempts are drawn from. Default: something else each time.
    #[arg(long, value_name = "NUMBER", hide = true)]
    seed: Option<u64>,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    let outcome = if arguments.from_journal {
        execute::recover(&arguments.output)
    } else {
        start(arguments)
    };
    match outcome {
        Ok(exit) => code(exit),
        Err(error) => {
            complain(&format!("{error:#}"));
            code(Runtime::Usage)
        }
    }
}

fn start(arguments: Arguments) -> anyhow::Result<Runtime> {
    let request = Request {
        pipeline: arguments.pipeline,
        version: arguments.version.unwrap_or_default(),
        scenario: arguments.scenario.unwrap_or_default(),
        workers: arguments.workers.map(usize::from),
        output: arguments.output,
        retry_only: arguments.retry_only,
        durations: arguments.durations,
        seed: arguments.seed.unwrap_or_else(|| u64::from(std::process::id())),
    };
    execute::execute(&request)
}
