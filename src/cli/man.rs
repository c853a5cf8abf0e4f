use anyhow::{Context, bail};
use clap::{Args, Command, CommandFactory};
use pipewright_model::exit::Compiler as Exit;

use super::{Cli, print};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright man > pipewright.1
  pipewright man gen > pipewright-gen.1";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The command that the page is about [default: all of them]
    command: Option<String>,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let mut whole = Cli::command();
    whole.build();
    let page = match &options.command {
        None => clap_mangen::Man::new(whole),
        Some(name) => clap_mangen::Man::new(part(&whole, name)?).title(format!("pipewright-{name}")),
    };
    let mut text = Vec::new();
    page.render(&mut text).context("cannot make the page")?;
    print::out(&String::from_utf8_lossy(&text));
    Ok(Exit::Done)
}

fn part(whole: &Command, name: &str) -> anyhow::Result<Command> {
    let Some(part) = whole.find_subcommand(name) else {
        let known: Vec<&str> = whole.get_subcommands().map(Command::get_name).collect();
        bail!("there is no command `{name}`; there are {}", known.join(", "));
    };
    Ok(part.clone())
}
