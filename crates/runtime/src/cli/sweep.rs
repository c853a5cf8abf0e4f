mod artifacts;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;
use pipewright_model::exit::Runtime;

use super::{code, complain, say};
use crate::clock;
use crate::cluster::{Cluster, Swept, sweep};
use crate::process::Stop;

/// Remove what runs left that are gone.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Namespaces whose time is over, or those of one run.
    Namespaces {
        /// Those of this run, whether their time is over or not.
        #[arg(long, value_name = "ID")]
        run: Option<String>,
        /// Only say what would be removed.
        #[arg(long)]
        dry_run: bool,
    },
    /// Artifacts of this pipeline's runs that outlived their retention.
    Artifacts(artifacts::Arguments),
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    match arguments.what {
        What::Namespaces { run, dry_run } => namespaces(run.as_deref(), dry_run),
        What::Artifacts(arguments) => artifacts::run(&arguments),
    }
}

fn namespaces(run: Option<&str>, is_dry: bool) -> ExitCode {
    let now = clock::milliseconds(&clock::now()) / 1_000;
    let swept = connect().and_then(|cluster| sweep(&cluster, run, now, is_dry));
    let swept = match swept {
        Ok(swept) => swept,
        Err(error) => {
            complain(&format!("cannot sweep namespaces: {error}"));
            return code(Runtime::Usage);
        }
    };
    let mut exit = Runtime::Passed;
    for one in swept {
        match one {
            Swept::Deleted(name) => say(&format!("deleted {name}")),
            Swept::Would(name) => say(&format!("would delete {name}")),
            Swept::Failed(error) => {
                complain(&error);
                exit = Runtime::Failed;
            }
        }
    }
    code(exit)
}

fn connect() -> Result<Cluster, String> {
    let stop = Stop::new().map_err(|error| format!("{error:#}"))?;
    Cluster::connect(Duration::from_secs(15), Arc::new(stop))
}
