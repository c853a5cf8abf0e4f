use anyhow::Context;
use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::compile::{Compiled, PinsOf, compile, foreign, has_newer_pins};
use super::drift::Drift;
use super::load::{self, Warnings};
use super::{Format, Place, print};
use crate::prove::{self, prove};
use crate::sync::{self, Desired, Mode};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright gen              write what pipeline.toml describes
  pipewright gen --check      fail if anything on disk differs (for CI)
  pipewright gen --dry-run    show what would be written
  pipewright gen --adopt-pins take the newest pins, of the lock or of the generated files";

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// Fail if a generated file differs, and write nothing
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take the newest pin of each action, be it in the lock or in a generated file, instead of those of the lock
    #[arg(long)]
    adopt_pins: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Options {
    fn mode(&self) -> Mode {
        match (self.check, self.dry_run) {
            (true, _) => Mode::Check,
            (false, true) => Mode::DryRun,
            (false, false) => Mode::Write,
        }
    }

    fn pins(&self) -> PinsOf {
        if self.adopt_pins {
            PinsOf::Newest
        } else {
            PinsOf::Lock
        }
    }

    /// Whether warnings of the pipeline are printed: for scripts there is one document, and it is about files.
    fn warnings(&self) -> Warnings {
        match self.format {
            Format::Json | Format::Sarif => Warnings::Hidden,
            Format::Human | Format::Github => Warnings::Shown,
        }
    }
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let Some(sound) = load::pipeline(&options.place, options.format, options.warnings()) else {
        return Ok(Exit::Input);
    };
    let Some(compiled) = compile(&options.place, &sound, options.pins(), options.format) else {
        return Ok(Exit::Input);
    };
    let root = &options.place.root;
    let desired = compiled.desired(&sound);
    let outcomes = sync::compare(root, &desired, &sound.source, &compiled.lock)?;
    // What is on disk to the letter was proved when it was written; `pipewright prove` proves it again.
    let differs = outcomes.iter().any(|outcome| !outcome.state.is_sound());
    if differs && !is_proved(&compiled, &desired, options.format) {
        return Ok(Exit::Differs);
    }
    let mode = options.mode();
    if mode == Mode::Write {
        sync::apply(root, &desired, &outcomes).context("nothing was changed")?;
    }
    let drift = Drift {
        outcomes: &outcomes,
        mode,
        root,
        // Only a check gives advice.
        has_newer_pins: mode == Mode::Check
            && (options.adopt_pins || has_newer_pins(&options.place, &sound, &compiled)),
        source: &sound.source,
        foreign: foreign(&sound),
    };
    drift.show(options.format);
    Ok(if mode == Mode::Check && differs {
        Exit::Differs
    } else {
        Exit::Done
    })
}

/// Whether the files do what the plan says; if not, it is said why.
fn is_proved(compiled: &Compiled, desired: &[Desired], format: Format) -> bool {
    let texts = desired.iter().map(|file| (file.path.clone(), file.text.clone()));
    let input = prove::Input {
        plan: &compiled.plan,
        expected: &compiled.files,
        texts: &texts.collect(),
    };
    let findings = prove(input).findings;
    if !findings.is_empty() {
        super::prove::show(&findings, format);
        print::error(
            "nothing was written: what `gen` made is not what the pipeline says, which is a bug in pipewright\n",
        );
    }
    findings.is_empty()
}
