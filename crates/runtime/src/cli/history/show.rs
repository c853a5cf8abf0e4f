use std::io::{self, Write};
use std::process::ExitCode;

use pipewright_model::exit::Runtime;

use super::{Place, ending};
use crate::cli::{code, complain};
use crate::history::{self, History, Shown, View};

/// What is shown.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Only runs of this branch.
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The course of the tests whose `CELL NAME` has this in it.
    #[arg(long, value_name = "TEXT")]
    test: Option<String>,
    /// How many of the last runs.
    #[arg(long, value_name = "N", default_value_t = 20)]
    runs: usize,
    /// For people, or as one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table.
    Human,
    /// JSON.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(missing) = arguments.place.missing() {
        complain(&missing);
        return code(Runtime::Usage);
    }
    let history = history::read(&arguments.place.history);
    let shown = history::show(
        &history,
        &View {
            branch: arguments.branch.as_deref(),
            test: arguments.test.as_deref(),
            runs: arguments.runs,
        },
    );
    if let Err(error) = print(&shown, &history, arguments) {
        complain(&format!("cannot write to standard output: {error}"));
        return code(Runtime::Usage);
    }
    ending(&history.problems)
}

fn print(shown: &Shown, history: &History, arguments: &Arguments) -> io::Result<()> {
    let mut output = io::stdout().lock();
    if arguments.format == Format::Json {
        serde_json::to_writer_pretty(&mut output, shown)?;
        return writeln!(output);
    }
    if shown.runs.is_empty() {
        let of_branch = arguments
            .branch
            .as_deref()
            .map(|branch| format!(" of the branch {branch}"));
        return writeln!(
            output,
            "no runs{}; {} in the history",
            of_branch.unwrap_or_default().escape_debug(),
            history.runs.len()
        );
    }
    for run in &shown.runs {
        writeln!(output, "{run}")?;
    }
    for test in &shown.tests {
        writeln!(output, "{test}")?;
    }
    if arguments.test.is_some() && shown.tests.is_empty() {
        writeln!(output, "no test of these runs has this in its name")?;
    }
    if shown.unlisted > 0 {
        writeln!(output, "and {} more tests", shown.unlisted)?;
    }
    Ok(())
}
