use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::{Format, Place, arrival, load, print};
use crate::diagnostic::{Diagnostic, Place as At};
use crate::migrate::{FORMAT, Migrated, migrate};
use crate::sync::{self, Desired, Outcome, State};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright migrate              bring pipeline.toml to today's format
  pipewright migrate --dry-run    show what would change
  pipewright migrate --check      fail if anything would change (for CI)

Comments, order and ends of lines stay as they are.";

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// Fail if the file is not of today's format, and write nothing
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How to print what is wrong
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let place = &options.place;
    let text = match load::text(place) {
        Ok(text) => text,
        Err(diagnostic) => {
            load::report_unreadable(place, &diagnostic, options.format);
            return Ok(Exit::Input);
        }
    };
    let migrated = match migrate(&text) {
        Ok(migrated) => migrated,
        Err(fault) => {
            let diagnostic =
                Diagnostic::error("format", At::Bytes(fault.span), fault.message).help(fault.help);
            load::report_text(place, &text, &diagnostic, options.format);
            return Ok(Exit::Input);
        }
    };
    if migrated.steps.is_empty() {
        print::out(&format!("{}: format {FORMAT}, nothing to do\n", place.pipeline));
        return Ok(Exit::Done);
    }
    let outcome = compare(place, &migrated)?;
    show(options, &migrated, &outcome);
    if options.check {
        return Ok(Exit::Differs);
    }
    if !options.dry_run {
        arrival::apply(place, &migrated.text, outcome.state)?;
    }
    Ok(Exit::Done)
}

/// What would become of the file.
fn compare(place: &Place, migrated: &Migrated) -> anyhow::Result<Outcome> {
    let path = load::source(place);
    let desired = [Desired {
        path: path.clone(),
        text: migrated.text.clone(),
    }];
    // No record of what was generated is asked: this file is not.
    let mut outcomes = sync::compare(&place.root, &desired, &place.pipeline, &path)?;
    Ok(outcomes.swap_remove(0))
}

fn show(options: &Options, migrated: &Migrated, outcome: &Outcome) {
    let verb = if options.check || options.dry_run {
        "would do"
    } else {
        "did"
    };
    for step in &migrated.steps {
        print::error(&format!(
            "{verb}: format {} to {}: {}\n",
            step.from,
            step.to(),
            step.about
        ));
    }
    if let State::Stale { diff, .. } = &outcome.state {
        print::out(diff);
    }
}
