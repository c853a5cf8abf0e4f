use clap::{Args, CommandFactory};
use clap_complete::Shell;
use pipewright_model::exit::Compiler as Exit;

use super::{Cli, print};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright completions bash > ~/.local/share/bash-completion/completions/pipewright
  pipewright completions zsh > ~/.zfunc/_pipewright
  pipewright completions fish > ~/.config/fish/completions/pipewright.fish";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(options: &Options) -> Exit {
    let mut command = Cli::command();
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut command, "pipewright", &mut text);
    print::out(&String::from_utf8_lossy(&text));
    Exit::Done
}
