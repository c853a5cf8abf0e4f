//! The pipeline as it is at another place of the repository's history.

use std::io;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, bail};

use super::load::{self, Sound};
use super::{Format, Place};
use crate::check;
use crate::decode::decode;
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::lower::{self, Generated, Pins, lock_path, lower_pinned};
use crate::pins;
use crate::pipeline::Pipeline;
use crate::plan::{Plan, plan};
use crate::read::Root;

/// Rules that look at files beside the pipeline: those of the working tree say nothing about another commit.
const OF_THE_DISK: [&str; 5] = ["chart", "command", "runtime-source", "values-file", "values-key"];

/// A pipeline of the past, compiled.
pub(super) struct Past {
    pub(super) plan: Plan,
    pub(super) files: Vec<Generated>,
}

/// Compiles the pipeline as it was at a ref. `None` if it was faulty then, which has been said.
///
/// # Errors
/// There is no git, no repository, no such ref, or no pipeline there.
pub(super) fn past(
    place: &Place,
    now: &Sound,
    reference: &str,
    format: Format,
) -> anyhow::Result<Option<Past>> {
    let commit = commit(&place.root, reference)?;
    let Some(text) = show(&place.root, &commit, &now.source)? else {
        bail!(
            "there is no {} at `{reference}`: it cannot be compared with what is new",
            now.source
        );
    };
    let Some(pipeline) = pipeline(place, &now.source, reference, &text, format) else {
        return Ok(None);
    };
    let lock = show(&place.root, &commit, &lock_path(&pipeline.output))?;
    // What is wrong with an old lock is mended by now, or is said about the new one.
    let pins = lock.map_or_else(Pins::default, |lock| pins::read(&lock).0);
    let plan = plan(&pipeline);
    let input = lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source: &now.source,
    };
    let files = lower_pinned(input, &pins);
    Ok(Some(Past { plan, files }))
}

fn pipeline(place: &Place, path: &str, reference: &str, text: &str, format: Format) -> Option<Pipeline> {
    let decoded = decode(text);
    let mut found = decoded.diagnostics.clone();
    if let (true, Some(pipeline)) = (found.is_empty(), &decoded.pipeline) {
        let root = Root::new(&place.root);
        let input = check::Input {
            pipeline,
            root: &root,
            source: path,
        };
        found.extend(check::check(input));
    }
    let is_fault = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error && !OF_THE_DISK.contains(&diagnostic.rule)
    };
    found.retain(is_fault);
    if !found.is_empty() {
        let file = format!("{reference}:{path}");
        let source = Source {
            file: &file,
            text,
            spans: Some(&decoded),
        };
        load::print_diagnostics(&found, &source, format);
        return None;
    }
    decoded.pipeline
}

/// The commit that a ref stands for.
fn commit(root: &Path, reference: &str) -> anyhow::Result<String> {
    let wanted = format!("{reference}^{{commit}}");
    let found = git(
        root,
        &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted],
    )?;
    if found.status.success() {
        return Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned());
    }
    let inside = git(root, &["rev-parse", "--git-dir"])?;
    if !inside.status.success() {
        bail!(
            "{} is in no git repository, and `--against` compares with a ref of one; run it in a clone, or name one with --root",
            root.display()
        );
    }
    let shallow = git(root, &["rev-parse", "--is-shallow-repository"])?;
    if shallow.stdout.starts_with(b"true") && reference.contains(['~', '^']) {
        bail!(
            "there is no `{reference}` here: this clone has only the newest commits; fetch the others with \
             `git fetch --unshallow`, or name a branch"
        );
    }
    bail!(
        "there is no `{reference}` here: fetch it first, as in `git fetch origin main`, and name it `origin/main`"
    )
}

/// The text of a file at a commit; `None` if it was not there.
fn show(root: &Path, commit: &str, path: &str) -> anyhow::Result<Option<String>> {
    let object = format!("{commit}:./{path}");
    if !git(root, &["cat-file", "-e", &object])?.status.success() {
        return Ok(None);
    }
    let found = git(root, &["cat-file", "blob", &object])?;
    if !found.status.success() {
        bail!(
            "git cannot show {path}: {}",
            String::from_utf8_lossy(&found.stderr).trim()
        );
    }
    let text = String::from_utf8(found.stdout).with_context(|| format!("{path} was no UTF-8 text then"))?;
    Ok(Some(text))
}

fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    output.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!("git is not on the path, and --against needs it"),
        _ => anyhow::Error::new(error).context("git does not run"),
    })
}
