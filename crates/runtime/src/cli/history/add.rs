use std::path::PathBuf;
use std::process::ExitCode;

use pipewright_model::exit::Runtime;

use super::{Place, warn};
use crate::cli::{code, complain, say};
use crate::history::{absorb, refresh};

/// What is added to what.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Folders of other histories. Of what is there already, nothing changes.
    #[arg(value_name = "FROM", required = true)]
    from: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut exit = Runtime::Passed;
    for from in &arguments.from {
        match absorb(&arguments.place.history, from) {
            Ok(absorbed) => {
                warn(&absorbed.problems);
                say(&format!(
                    "{}: {} added, {} there already",
                    from.display(),
                    absorbed.added,
                    absorbed.known
                ));
                // What is handed over and cannot be read would be lost without anybody seeing it.
                if !absorbed.problems.is_empty() || absorbed.added + absorbed.known == 0 {
                    exit = Runtime::Incomplete;
                }
            }
            Err(error) => {
                complain(&format!("{error:#}"));
                return code(Runtime::Usage);
            }
        }
    }
    if let Err(error) = refresh(&arguments.place.history) {
        warn(&[format!("{error:#}")]);
    }
    code(exit)
}
