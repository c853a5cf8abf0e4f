use std::process::ExitCode;

use pipewright_model::exit::Runtime;

use super::{Place, ending};
use crate::cli::{code, complain, say};
use crate::history::index;

/// Of what.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(missing) = arguments.place.missing() {
        complain(&missing);
        return code(Runtime::Usage);
    }
    match index(&arguments.place.history) {
        Ok(indexed) => {
            say(&format!("{}: {} runs", indexed.path.display(), indexed.runs));
            ending(&indexed.problems)
        }
        Err(error) => {
            complain(&format!("{error:#}"));
            code(Runtime::Usage)
        }
    }
}
