//! The command line: the only place that decides how this process ends.

mod aggregate;
mod execute;
mod inspect;
mod report;
mod sweep;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pipewright_model::exit::Runtime;

/// Executes, aggregates and reports the cells of a pipewright pipeline.
///
/// Exit codes: 0 passed, 1 tests failed, 2 wrong usage or configuration, 3 a cell or test that was expected is
/// missing, 4 nothing ran, 130 and 143 stopped by SIGINT and SIGTERM.
#[derive(Debug, Parser)]
#[command(name = "pipewright-runtime", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Run the tests of one cell.
    Execute(execute::Arguments),
    /// Say what result files hold, one JSON line each.
    Inspect(inspect::Arguments),
    /// Bring the results of all cells together.
    Aggregate(aggregate::Arguments),
    /// Show aggregated results.
    Report(report::Arguments),
    /// Look into the history of results.
    History(Later),
    /// Remove what runs left that are gone.
    Sweep(sweep::Arguments),
}

/// Arguments of a verb that is not there yet.
#[derive(Debug, clap::Args)]
struct Later {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _rest: Vec<OsString>,
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => {
            // Help and version are no errors; that nobody reads them is none either.
            let _ = message.print();
            return if message.use_stderr() {
                code(Runtime::Usage)
            } else {
                code(Runtime::Passed)
            };
        }
    };
    match arguments.verb {
        Verb::Execute(arguments) => execute::run(arguments),
        Verb::Inspect(arguments) => inspect::run(arguments),
        Verb::Aggregate(arguments) => aggregate::run(arguments),
        Verb::Report(arguments) => report::run(arguments),
        Verb::History(_) => later("history"),
        Verb::Sweep(arguments) => sweep::run(arguments),
    }
}

fn later(verb: &str) -> ExitCode {
    complain(&format!("`{verb}` is not there yet"));
    code(Runtime::Usage)
}

/// An error, on standard error.
fn complain(message: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "error: {message}");
}

fn code(exit: Runtime) -> ExitCode {
    ExitCode::from(exit.code())
}
