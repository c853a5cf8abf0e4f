//! Reports that are files: the badge, and the site of Pages.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Source, Trouble, results};
use crate::cli::complain;
use crate::report::badge;
use crate::report::pages::{self, Request};

/// Where the badge goes.
#[derive(Debug, Args)]
pub(super) struct Badge {
    #[command(flatten)]
    source: Source,
    /// Where they go, if not there.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// What the site is made from.
#[derive(Debug, Args)]
pub(super) struct Site {
    #[command(flatten)]
    source: Source,
    /// Folder with such a folder for each earlier run.
    #[arg(long, value_name = "DIR")]
    history: Option<PathBuf>,
    /// Folder for the site, which is not there yet.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
}

pub(super) fn badge(asked: &Badge) -> Result<(), Trouble> {
    let summary = results(&asked.source.input)?;
    let output: &Path = asked.output.as_deref().unwrap_or(&asked.source.input);
    std::fs::create_dir_all(output)
        .map_err(|error| Trouble::Usage(format!("cannot make the folder {}: {error}", output.display())))?;
    let written = badge::Badge::of(&summary).write(output);
    written.map_err(|error| Trouble::Usage(format!("{error:#}")))
}

pub(super) fn site(asked: Site) -> Result<(), Trouble> {
    let made = pages::site(&Request {
        input: asked.source.input,
        history: asked.history,
        output: asked.output,
    });
    for problem in made.map_err(|error| Trouble::Usage(format!("{error:#}")))? {
        complain(&format!("an earlier run is left out: {}", problem.escape_debug()));
    }
    Ok(())
}
