use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::{Format, Place, load, print};

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
    let text = match load::text(&options.place) {
        Ok(text) => text,
        Err(diagnostic) => {
            load::report_unreadable(&options.place, &diagnostic, options.format);
            return Ok(Exit::Input);
        }
    };
    let loaded = load::load(&options.place, &text);
    loaded.report(options.format);
    match loaded.pipeline() {
        Some(_) => {
            if options.format == Format::Human && loaded.diagnostics.is_empty() {
                print::out(&format!("{}: no problems\n", options.place.pipeline));
            }
            Ok(Exit::Done)
        }
        None => Ok(Exit::Input),
    }
}
