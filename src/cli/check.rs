use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::load::{self, Warnings};
use super::{Format, Place, print};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright check
  pipewright check --format sarif > check.sarif

docs/rules.md explains every rule.";

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let Some(sound) = load::pipeline(&options.place, options.format, Warnings::Shown) else {
        return Ok(Exit::Input);
    };
    if options.format == Format::Human && sound.spotless {
        print::out(&format!("{}: no problems\n", options.place.pipeline));
    }
    Ok(Exit::Done)
}
