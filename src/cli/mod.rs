//! The command line: the only place that prints, and the only one that knows `anyhow`.

mod against;
mod arrival;
mod check;
mod compile;
mod completions;
mod drift;
mod eval;
mod generate;
mod import;
mod init;
mod load;
mod man;
mod migrate;
mod plan;
mod print;
mod prove;
mod run;
mod simulate;

use std::panic;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use pipewright_model::exit::Compiler as Exit;

/// Compiles a typed pipeline.toml into a GitHub Actions test suite.
#[derive(Debug, Parser)]
#[command(name = "pipewright", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 as asked, 1 a generated file differs, a proof fails or tests failed, 2 the input is wrong, 70 a bug in pipewright."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the workflows that pipeline.toml describes
    #[command(after_help = generate::EXAMPLES)]
    Gen(generate::Options),
    /// Report what is wrong with pipeline.toml, all of it, and write nothing
    #[command(after_help = check::EXAMPLES)]
    Check(check::Options),
    /// Show which cells run under which trigger, and when
    #[command(after_help = plan::EXAMPLES)]
    Plan(plan::Options),
    /// Run cells of the plan on this machine, and bring their results together
    #[command(after_help = run::EXAMPLES)]
    Run(run::Options),
    /// Prove that the workflows on disk do what pipeline.toml says
    #[command(after_help = prove::EXAMPLES)]
    Prove(prove::Options),
    /// Evaluate expressions of GitHub's language, as JSON
    #[command(after_help = eval::EXAMPLES)]
    Eval(eval::Options),
    /// Show which jobs and matrix rows of a workflow an event would run, as JSON
    #[command(after_help = simulate::EXAMPLES)]
    Simulate(simulate::Options),
    /// Write a first pipeline.toml for what is in this repository
    #[command(after_help = init::EXAMPLES)]
    Init(init::Options),
    /// Write a pipeline.toml for an existing workflow, and say what it does not carry over
    #[command(after_help = import::EXAMPLES)]
    Import(import::Options),
    /// Bring pipeline.toml to today's format
    #[command(after_help = migrate::EXAMPLES)]
    Migrate(migrate::Options),
    /// Print completions for a shell
    #[command(after_help = completions::EXAMPLES)]
    Completions(completions::Options),
    /// Print a manual page
    #[command(after_help = man::EXAMPLES)]
    Man(man::Options),
    /// Print the JSON Schema of pipeline.toml
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema,
}

const SCHEMA_EXAMPLES: &str = "Examples:
  pipewright schema > pipeline.schema.json";

/// Where the pipeline is.
#[derive(Debug, Args)]
struct Place {
    /// The pipeline file, relative to the root
    #[arg(long, value_name = "FILE", default_value = "pipeline.toml")]
    pipeline: String,
    /// The repository's top folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: std::path::PathBuf,
}

/// How diagnostics and results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// Workflow commands, which GitHub shows as annotations
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    // A bug ends in a code of its own, so that a script never takes it for a verdict about the input.
    let result = panic::catch_unwind(|| {
        let cli = Cli::parse();
        run(&cli.command)
    });
    let exit = match result {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => {
            print::error(&format!("error: {error:#}\n"));
            Exit::Input
        }
        Err(_) => {
            print::error(
                "error: this is a bug in pipewright; please report it with the pipeline.toml that shows it\n",
            );
            Exit::Bug
        }
    };
    ExitCode::from(exit.code())
}

fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Gen(options) => generate::run(options),
        Command::Check(options) => check::run(options),
        Command::Plan(options) => plan::run(options),
        Command::Run(options) => run::run(options),
        Command::Prove(options) => prove::run(options),
        Command::Eval(options) => eval::run(options),
        Command::Simulate(options) => simulate::run(options),
        Command::Init(options) => init::run(options),
        Command::Import(options) => import::run(options),
        Command::Migrate(options) => migrate::run(options),
        Command::Completions(options) => Ok(completions::run(options)),
        Command::Man(options) => man::run(options),
        Command::Schema => {
            print::out(&format!("{:#}\n", crate::pipeline::Pipeline::schema()));
            Ok(Exit::Done)
        }
    }
}
