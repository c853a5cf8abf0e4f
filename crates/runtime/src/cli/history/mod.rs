//! `history`: what earlier runs came to.

mod add;
mod export;
mod index;
mod prune;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use pipewright_model::exit::Runtime;

use super::code;

/// Look into the history of results.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the last runs, or the course of a test.
    Show(show::Arguments),
    /// Remove old runs, and pack those of months that are over.
    Prune(prune::Arguments),
    /// Write all of it as CSV or JSON Lines.
    Export(export::Arguments),
    /// Add runs of another history, such as the one that `aggregate` left in its output.
    Add(add::Arguments),
    /// Bring test-history.db up to date: an SQLite database to look into, made from the history.
    Index(index::Arguments),
}

/// Where the history is.
#[derive(Debug, clap::Args)]
struct Place {
    /// Folder of the history.
    #[arg(long, value_name = "DIR", default_value = "history")]
    history: PathBuf,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    match arguments.what {
        What::Show(arguments) => show::run(&arguments),
        What::Prune(arguments) => prune::run(&arguments),
        What::Export(arguments) => export::run(&arguments),
        What::Add(arguments) => add::run(&arguments),
        What::Index(arguments) => index::run(&arguments),
    }
}

/// Says what could not be read. Names of files and what is in them can hold anything.
fn warn(problems: &[String]) {
    use std::io::Write;
    for problem in problems {
        let _ = writeln!(std::io::stderr(), "warning: {}", problem.escape_debug());
    }
}

/// Whether all of it could be read.
fn ending(problems: &[String]) -> ExitCode {
    warn(problems);
    code(if problems.is_empty() {
        Runtime::Passed
    } else {
        Runtime::Incomplete
    })
}

impl Place {
    /// What is wrong with it, if it is not there.
    fn missing(&self) -> Option<String> {
        let is_there = self.history.is_dir();
        (!is_there).then(|| {
            format!(
                "there is no history in {}: name its folder with --history DIR; `aggregate --history DIR` makes one",
                self.history.display()
            )
        })
    }
}
