//! The command line: the only place that decides how this process ends.

mod aggregate;
mod completions;
mod execute;
mod fetch;
mod history;
mod inspect;
mod man;
mod report;
mod sweep;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use pipewright_model::exit::Runtime;

use crate::github::{Client, Patience, Place, Token};

/// Executes, aggregates and reports the cells of a pipewright pipeline.
///
/// Exit codes: 0 passed, 1 tests failed, 2 wrong usage or configuration, 3 a cell or test that was expected is
/// missing, 4 nothing ran, 5 a report could not be delivered, 130 and 143 stopped by SIGINT and SIGTERM.
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
    /// Bring the full data of a dataset here, and print its path.
    ///
    /// It is resumed where it broke off, held against the `size` and `sha256` of pipeline.toml, and fetched only once.
    /// Where pipeline.toml does not know them yet, they are printed, to be added.
    Fetch(fetch::Arguments),
    /// Say what result files hold, one JSON line each.
    Inspect(inspect::Arguments),
    /// Bring the results of all cells together.
    Aggregate(aggregate::Arguments),
    /// Show aggregated results where people look.
    Report(report::Arguments),
    /// Look into the history of results.
    History(history::Arguments),
    /// Remove what runs left that are gone.
    Sweep(sweep::Arguments),
    /// Print completions for a shell.
    Completions(completions::Arguments),
    /// Print a manual page.
    Man(man::Arguments),
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
        Verb::Fetch(arguments) => fetch::run(arguments),
        Verb::Inspect(arguments) => inspect::run(arguments),
        Verb::Aggregate(arguments) => aggregate::run(arguments),
        Verb::Report(arguments) => report::run(arguments),
        Verb::History(arguments) => history::run(arguments),
        Verb::Sweep(arguments) => sweep::run(arguments),
        Verb::Completions(arguments) => completions::run(&arguments),
        Verb::Man(arguments) => man::run(&arguments),
    }
}

/// Whole lines, on standard output.
fn say(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}

/// An error, on standard error.
fn complain(message: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "error: {message}");
}

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A client of the GitHub that the variables of a job name.
fn client(place: Result<Place, String>, patience: u64) -> Result<Client, String> {
    let token = variable("GITHUB_TOKEN").and_then(|token| Token::new(&token));
    let token = token
        .ok_or("GITHUB_TOKEN is not set, or is no token: a job has it as `${{ github.token }}`".to_owned())?;
    let budget = Duration::from_secs(patience);
    Client::new(place?, token, Patience::with_budget(budget))
}

fn code(exit: Runtime) -> ExitCode {
    ExitCode::from(exit.code())
}
