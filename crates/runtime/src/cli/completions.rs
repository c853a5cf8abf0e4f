use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;
use pipewright_model::exit::Runtime;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut command = super::Arguments::command();
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "pipewright-runtime", &mut text);
    // Nothing can be said to somebody who closed the pipe.
    let _ = std::io::stdout().write_all(&text);
    super::code(Runtime::Passed)
}
