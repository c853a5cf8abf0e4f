use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::print;
use crate::diagnostic::closest;
use crate::simulate::{EVENTS, Question, Source, Starts, simulate};
use crate::{prove, read};

pub(super) const EXAMPLES: &str = "Examples:
  pipewright simulate .github/workflows/ci.yml --event push --ref main
  pipewright simulate .github/workflows/ci.yml --event schedule --payload event.json
  pipewright simulate .github/workflows/ci.yml --event push --needs build=failure

docs/simulate.md has the form of the output.";

/// The results that a job can have.
const RESULTS: [&str; 4] = ["success", "failure", "cancelled", "skipped"];

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The workflow file
    #[arg(value_name = "WORKFLOW.yml")]
    workflow: PathBuf,
    /// GitHub's name of the event
    #[arg(long, value_name = "NAME")]
    event: String,
    /// JSON file with the event's payload, which is github.event
    #[arg(long, value_name = "FILE.json")]
    payload: Option<PathBuf>,
    /// The branch, or the full name of any other ref
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// A file that changed, for filters of paths
    #[arg(long, value_name = "PATH")]
    changed: Vec<String>,
    /// How a job ends, where that is not success
    #[arg(long, value_name = "JOB=RESULT", value_parser = result)]
    needs: Vec<(String, String)>,
    /// The repository's top folder [default: the one that holds .github]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

fn result(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((job, result)) if RESULTS.contains(&result) => Ok((job.to_owned(), result.to_owned())),
        _ => Err(format!(
            "write JOB=RESULT, with a result of {}",
            RESULTS.join(", ")
        )),
    }
}

/// The files of a repository.
pub(super) struct Disk {
    pub(super) root: PathBuf,
}

impl Source for Disk {
    fn text(&self, path: &str) -> Result<String, String> {
        if path.split('/').any(|part| part == "..") {
            return Err("the path leaves the repository".to_owned());
        }
        read::text(&self.root.join(path)).map_err(|error| format!("cannot read it: {error}"))
    }
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let (root, path) = place(&options.workflow, options.root.as_deref())?;
    let payload = options.payload.as_deref().map(payload).transpose()?;
    let question = Question {
        event: options.event.clone(),
        payload,
        reference: options.reference.clone(),
        changed: (!options.changed.is_empty()).then(|| options.changed.clone()),
        results: options.needs.iter().cloned().collect(),
    };
    let disk = Disk { root };
    let refused = prove::refused_with_called(&disk, &path);
    let result = if refused.is_empty() {
        simulate(&disk, &path, &question)
    } else {
        Err(refused)
    };
    match result {
        Ok(report) if matches!(report.starts, Starts::No(_)) && !EVENTS.contains(&options.event.as_str()) => {
            let event = options.event.escape_debug();
            let meant = closest(&options.event, EVENTS).map(|name| format!("; did you mean `{name}`?"));
            bail!("GitHub has no event `{event}`{}", meant.unwrap_or_default());
        }
        Ok(report) => {
            print::out(&format!("{:#}\n", report.to_json()));
            Ok(Exit::Done)
        }
        Err(faults) => {
            let lines = faults.iter().map(|fault| format!("error: {fault}\n"));
            print::error(&lines.collect::<String>());
            Ok(Exit::Input)
        }
    }
}

fn payload(path: &Path) -> anyhow::Result<serde_json::Value> {
    let text = read::text(path).with_context(|| format!("cannot read {}", path.display()))?;
    let value: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    if !value.is_object() {
        bail!("{}: a payload is a JSON object", path.display());
    }
    Ok(value)
}

/// The repository, and the workflow's path in it.
pub(super) fn place(file: &Path, root: Option<&Path>) -> anyhow::Result<(PathBuf, String)> {
    let root = match root {
        Some(root) => root.to_path_buf(),
        None => file
            .ancestors()
            .find(|folder| folder.file_name().is_some_and(|name| name == ".github"))
            .and_then(Path::parent)
            .or_else(|| file.parent())
            .map_or_else(PathBuf::new, Path::to_path_buf),
    };
    let root = if root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        root
    };
    let inside = file.strip_prefix(&root).or_else(|_| file.strip_prefix("."));
    let inside = inside.unwrap_or(file);
    let Some(inside) = inside.to_str() else {
        bail!("{}: the path is no UTF-8", file.display());
    };
    Ok((root, inside.replace('\\', "/")))
}
