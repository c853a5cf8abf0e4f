use std::path::Path;

use anyhow::Context;
use clap::Args;
use pipewright_model::exit::Compiler as Exit;
use serde_json::json;

use super::{Format, Place, load, print};
use crate::emit;
use crate::lower::{self, Generated, lower};
use crate::plan::{Plan, plan};
use crate::prove::{self, prove};
use crate::sync::{self, Desired, MEND, Mode, Outcome, State};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright gen              write what pipeline.toml describes
  pipewright gen --check      fail if anything on disk differs (for CI)
  pipewright gen --dry-run    show what would be written";

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
    let Some(pipeline) = loaded.pipeline() else {
        loaded.report(options.format);
        return Ok(Exit::Input);
    };
    if options.format != Format::Json {
        loaded.report(options.format);
    }
    let source = load::source(&options.place);
    let plan = plan(pipeline);
    let files = lower(lower::Input {
        pipeline,
        plan: &plan,
        source: &source,
    });
    let desired = desired(&files, &source);
    let outcomes = sync::compare(&options.place.root, &desired, &source)?;
    // What is on disk to the letter was proved when it was written; `pipewright prove` proves it again.
    let differs = outcomes.iter().any(|outcome| outcome.state != State::UpToDate);
    if differs && !is_proved(&plan, &files, &desired, options.format) {
        return Ok(Exit::Differs);
    }
    let mode = options.mode();
    if mode == Mode::Write {
        sync::apply(&options.place.root, &desired, &outcomes).context("nothing was changed")?;
    }
    show(&outcomes, mode, options.format, &options.place.root);
    Ok(if mode == Mode::Check && differs {
        Exit::Differs
    } else {
        Exit::Done
    })
}

/// Whether the files do what the plan says; if not, it is said why.
fn is_proved(plan: &Plan, files: &[Generated], desired: &[Desired], format: Format) -> bool {
    let texts = desired.iter().map(|file| (file.path.clone(), file.text.clone()));
    let findings = prove(prove::Input {
        plan,
        expected: files,
        texts: &texts.collect(),
    });
    if !findings.is_empty() {
        super::prove::show(&findings, format);
        print::error(
            "nothing was written: what `gen` made is not what the pipeline says, which is a bug in pipewright\n",
        );
    }
    findings.is_empty()
}

/// The texts of the files of a pipeline.
fn desired(files: &[Generated], source: &str) -> Vec<Desired> {
    files
        .iter()
        .map(|file| Desired {
            path: file.path.clone(),
            text: emit::text(file, source),
        })
        .collect()
}

fn show(outcomes: &[Outcome], mode: Mode, format: Format, root: &Path) {
    match format {
        Format::Json => print::out(&format!(
            "{}\n",
            json!({ "files": outcomes.iter().map(entry).collect::<Vec<_>>() })
        )),
        Format::Github => print::out(&outcomes.iter().filter_map(command).collect::<String>()),
        Format::Human => human(outcomes, mode, root),
        Format::Sarif => {}
    }
    if mode == Mode::Check && matches!(format, Format::Github) {
        human(outcomes, mode, root);
    }
}

fn entry(outcome: &Outcome) -> serde_json::Value {
    match &outcome.state {
        State::UpToDate => json!({ "path": outcome.path, "state": "up-to-date" }),
        State::Missing => json!({ "path": outcome.path, "state": "missing" }),
        State::Stale { diff, line } => {
            json!({ "path": outcome.path, "state": "stale", "line": line, "diff": diff })
        }
        State::Orphan => json!({ "path": outcome.path, "state": "orphan" }),
    }
}

fn command(outcome: &Outcome) -> Option<String> {
    let (line, what) = match &outcome.state {
        State::UpToDate => return None,
        State::Missing => (1, "is missing".to_owned()),
        State::Stale { line, .. } => (*line, "is not what pipeline.toml describes".to_owned()),
        State::Orphan => (
            1,
            "is generated, but not by this pipeline.toml any more".to_owned(),
        ),
    };
    let path = crate::diagnostic::escape_property(&outcome.path);
    Some(format!(
        "::error file={path},line={line},title=drift::{path} {what}: run `{MEND}` and commit the result\n"
    ))
}

fn human(outcomes: &[Outcome], mode: Mode, root: &Path) {
    let mut text = String::new();
    let mut differing = 0;
    for outcome in outcomes {
        let (verb, diff) = match (&outcome.state, mode) {
            (State::UpToDate, _) => continue,
            (State::Missing, Mode::Write) => ("wrote", None),
            (State::Missing, Mode::Check) => ("missing", None),
            (State::Missing, Mode::DryRun) => ("would write", None),
            (State::Stale { .. }, Mode::Write) => ("updated", None),
            (State::Stale { diff, .. }, Mode::Check) => ("stale", Some(diff)),
            (State::Stale { diff, .. }, Mode::DryRun) => ("would update", Some(diff)),
            (State::Orphan, Mode::Write) => ("removed", None),
            (State::Orphan, Mode::Check) => ("orphaned", None),
            (State::Orphan, Mode::DryRun) => ("would remove", None),
        };
        differing += 1;
        text.push_str(&format!("{verb} {}\n", outcome.path));
        if let Some(diff) = diff {
            text.push_str(diff);
        }
    }
    if differing == 0 {
        text.push_str(&format!("{} files up to date\n", outcomes.len()));
    } else if mode == Mode::Check {
        let root = if root == Path::new(".") {
            String::new()
        } else {
            format!(" --root {}", root.display())
        };
        text.push_str(&format!(
            "{differing} of {} files differ; run `{MEND}{root}` and commit the result\n",
            outcomes.len()
        ));
    }
    print::out(&text);
}
