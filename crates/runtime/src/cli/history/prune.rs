use std::process::ExitCode;

use pipewright_model::exit::Runtime;

use super::{Place, warn};
use crate::cli::{code, complain, say};
use crate::clock;
use crate::console::many;
use crate::history::{Limits, Pruned, prune, refresh};

/// What goes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// As many of the newest runs stay. 0: no limit.
    #[arg(long, value_name = "N")]
    keep: usize,
    /// Only runs older than so many days go.
    #[arg(long, value_name = "DAYS")]
    older_than: Option<u32>,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if let Some(missing) = arguments.place.missing() {
        complain(&missing);
        return code(Runtime::Usage);
    }
    let limits = Limits {
        keep: arguments.keep,
        older_than: arguments.older_than,
        now: clock::milliseconds(&clock::now()),
    };
    match prune(&arguments.place.history, limits, arguments.dry_run) {
        Ok(pruned) => {
            tell(&pruned, arguments.dry_run);
            if !arguments.dry_run
                && let Err(error) = refresh(&arguments.place.history)
            {
                warn(&[format!("{error:#}")]);
            }
            code(Runtime::Passed)
        }
        Err(error) => {
            complain(&format!("{error:#}"));
            code(Runtime::Usage)
        }
    }
}

fn tell(pruned: &Pruned, is_dry: bool) {
    warn(&pruned.problems);
    let (removed, would) = if is_dry {
        ("would be removed", "would be ")
    } else {
        ("removed", "")
    };
    for (id, attempt, started) in &pruned.removed {
        let started = clock::at(*started);
        say(&format!(
            "{removed}: run {} attempt {attempt} of {started}",
            id.escape_debug()
        ));
    }
    say(&format!(
        "{} {removed}, {} kept; {} {would}written, {} {would}deleted",
        many(pruned.removed.len(), "run"),
        pruned.kept,
        many(pruned.written.len(), "segment"),
        pruned.deleted.len()
    ));
}
