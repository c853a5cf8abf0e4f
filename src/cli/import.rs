use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use pipewright_model::exit::Compiler as Exit;

use super::{Format as Diagnostics, arrival, load, print, simulate};
use crate::diagnostic::{Place as At, Severity};
use crate::import::{Import, Wish, import};
use crate::init;
use crate::read::Root;

pub(super) const EXAMPLES: &str = "Examples:
  pipewright import .github/workflows/tests.yml --dry-run          show the pipeline and the report
  pipewright import .github/workflows/tests.yml                    write pipeline.toml
  pipewright import .github/workflows/tests.yml --format json      the report for programs

docs/how-to/adopt.md explains the report.";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The workflow file
    #[arg(value_name = "WORKFLOW.yml")]
    workflow: PathBuf,
    /// The pipeline file to write, relative to the root
    #[arg(long, value_name = "FILE", default_value = "pipeline.toml")]
    pipeline: String,
    /// The repository's top folder [default: the one that holds .github]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How the report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let (root, path) = simulate::place(&options.workflow, options.root.as_deref())?;
    let place = super::Place {
        pipeline: options.pipeline.clone(),
        root: root.clone(),
    };
    if !options.dry_run {
        arrival::is_free(&place)?;
    }
    let wish = Wish {
        file: place.pipeline.clone(),
        output: arrival::output(&place, Some(&path)),
        runtime: init::runtime(&Root::new(&root)),
    };
    let mut imported = match import(&simulate::Disk { root }, &path, &wish) {
        Ok(imported) => imported,
        Err(fault) => {
            print::error(&format!("error: {fault}\n"));
            return Ok(Exit::Input);
        }
    };
    let text = sound(&place, &mut imported)?;
    if !options.dry_run {
        arrival::write(&place, &text)?;
    }
    show(options, &imported, &text);
    Ok(Exit::Done)
}

/// The text of the pipeline, without what `check` refuses: that is said in the report.
fn sound(place: &super::Place, imported: &mut Import) -> anyhow::Result<String> {
    loop {
        let text = imported.draft.text();
        let loaded = load::load(place, &text);
        let mut errors = loaded
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .peekable();
        if errors.peek().is_none() {
            return Ok(text);
        }
        let found: Vec<(Vec<String>, String)> = errors
            .filter_map(|error| {
                let path = match &error.place {
                    At::Key(path) | At::Value(path) | At::Within(path, _) => path,
                    _ => return None,
                };
                Some((
                    path.0
                        .iter()
                        .filter_map(|segment| match segment {
                            crate::diagnostic::Segment::Key(key) => Some(key.clone()),
                            crate::diagnostic::Segment::Index(_) => None,
                        })
                        .collect(),
                    error.message.clone(),
                ))
            })
            .collect();
        let removed = found
            .iter()
            .filter(|(path, message)| imported.drop(path, message))
            .count();
        if removed == 0 {
            loaded.report(Diagnostics::Human);
            bail!("what was drafted from this workflow does not pass `check`; nothing was written");
        }
    }
}

fn show(options: &Options, imported: &Import, text: &str) {
    if options.format == Format::Json {
        print::out(&format!("{:#}\n", imported.to_json(&options.pipeline, text)));
        return;
    }
    if options.dry_run {
        print::out(text);
        print::error(&imported.to_text());
        return;
    }
    print::out(&imported.to_text());
    print::out(&format!(
        "wrote {}\nnext:\n  1. read what was not carried over, and fill it in\n  2. `pipewright check`, then `pipewright gen`\n  \
         3. remove {} when the new workflow has your trust\n",
        options.pipeline,
        options.workflow.display()
    ));
}
