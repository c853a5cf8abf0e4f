use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;
use pipewright_model::exit::Runtime;

use super::{code, complain};
use crate::aggregate::Summary;
use crate::report::badge::Badge;
use crate::report::pages::{self, Request};

/// Show aggregated results.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write badge.svg, and badge.json for shields.io.
    Badge {
        /// The folder that `aggregate` wrote.
        #[arg(long, value_name = "DIR")]
        input: PathBuf,
        /// Where they go, if not there.
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
    },
    /// Make the site of GitHub Pages: report and badge of every run that is kept, with an index.
    Site {
        /// The folder that `aggregate` wrote.
        #[arg(long, value_name = "DIR")]
        input: PathBuf,
        /// Folder with such a folder for each earlier run.
        #[arg(long, value_name = "DIR")]
        history: Option<PathBuf>,
        /// Folder for the site, which is not there yet.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
    },
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    let done = match arguments.what {
        What::Badge { input, output } => badge(&input, output.as_deref().unwrap_or(&input)),
        What::Site {
            input,
            history,
            output,
        } => site(&Request {
            input,
            history,
            output,
        }),
    };
    match done {
        Ok(()) => code(Runtime::Passed),
        Err(error) => {
            complain(&format!("{error:#}"));
            code(Runtime::Usage)
        }
    }
}

fn badge(input: &Path, output: &Path) -> Result<()> {
    let summary = read(input)?;
    std::fs::create_dir_all(output)
        .with_context(|| format!("cannot make the folder {}", output.display()))?;
    Badge::of(&summary).write(output)
}

fn site(request: &Request) -> Result<()> {
    for problem in pages::site(request)? {
        complain(&format!("an earlier run is left out: {}", problem.escape_debug()));
    }
    Ok(())
}

/// The summary of an aggregated folder.
fn read(folder: &Path) -> Result<Summary> {
    let path = folder.join("summary.json");
    let text = std::fs::read(&path).with_context(|| {
        format!(
            "cannot read {}: make it with `pipewright-runtime aggregate`",
            path.display()
        )
    })?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no summary", path.display()))
}
