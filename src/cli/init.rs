use std::collections::BTreeSet;

use anyhow::bail;
use clap::Args;
use pipewright_model::exit::Compiler as Exit;

use super::{Format, Place, arrival, load, print};
use crate::diagnostic::{Diagnostic, Place as At, Segment, Severity};
use crate::draft::harmless;
use crate::init::{Release, Survey, Wish, draft, survey};
use crate::read::Root;

pub(super) const EXAMPLES: &str = "Examples:
  pipewright init --dry-run     show what would be written
  pipewright init               write pipeline.toml for what is in this repository
  pipewright init --release-url 'https://…/pipewright-{version}.tar.gz' --release-sha256 DIGEST

docs/how-to/adopt.md goes on from here.";

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Where generated jobs download pipewright; {version} stands for the version
    #[arg(long, value_name = "URL", requires = "release_sha256")]
    release_url: Option<String>,
    /// SHA-256 of that archive, in hexadecimal
    #[arg(long, value_name = "DIGEST", requires = "release_url")]
    release_sha256: Option<String>,
    /// Version of that archive
    #[arg(long, value_name = "VERSION", default_value = env!("CARGO_PKG_VERSION"))]
    release_version: String,
}

impl Options {
    fn release(&self) -> Option<Release> {
        Some(Release {
            version: self.release_version.clone(),
            url: self.release_url.clone()?,
            sha256: self.release_sha256.clone()?,
        })
    }
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let place = &options.place;
    if !place.root.is_dir() {
        bail!(
            "{}: there is no such folder; --root names the repository",
            place.root.display()
        );
    }
    arrival::is_free(place)?;
    let survey = survey(&Root::new(&place.root));
    let (text, left_out) = text(options, &survey)?;
    if options.dry_run {
        print::out(&text);
    } else {
        arrival::write(place, &text)?;
        print::out(&format!("wrote {}\n", place.pipeline));
    }
    print::error(&story(&survey, &left_out));
    print::error(&next(options, &survey));
    Ok(Exit::Done)
}

/// A text that passes `check`, and what had to be left out for that.
fn text(options: &Options, survey: &Survey) -> anyhow::Result<(String, Vec<String>)> {
    let place = &options.place;
    let mut wish = Wish {
        file: place.pipeline.clone(),
        release: options.release(),
        output: arrival::output(place, None),
        without: BTreeSet::new(),
    };
    let mut left_out = Vec::new();
    loop {
        let text = draft(survey, &wish).text();
        let loaded = load::load(place, &text);
        let errors = || {
            loaded
                .diagnostics
                .iter()
                .filter(|found| found.severity == Severity::Error)
        };
        if errors().next().is_none() {
            return Ok((text, left_out));
        }
        let before = wish.without.len();
        for error in errors() {
            let Some(owner) = owner(error) else { continue };
            if wish.without.insert(owner.clone()) {
                left_out.push(format!("{}.{}: {}", owner.0, owner.1, error.message));
            }
        }
        if wish.without.len() == before {
            loaded.report(Format::Human);
            bail!("what was drafted from this repository does not pass `check`; nothing was written");
        }
    }
}

/// The chart's version or scenario that an error is about: it can be left out, the rest of the file stays.
fn owner(error: &Diagnostic) -> Option<(String, String)> {
    let places = std::iter::once(&error.place).chain(error.related.iter().map(|(place, _)| place));
    places.into_iter().find_map(|place| {
        let path = match place {
            At::Key(path) | At::Value(path) | At::Within(path, _) => path,
            _ => return None,
        };
        match path.0.as_slice() {
            [Segment::Key(table), Segment::Key(name), ..]
                if ["versions", "scenarios"].contains(&table.as_str()) =>
            {
                Some((table.clone(), name.clone()))
            }
            _ => None,
        }
    })
}

fn story(survey: &Survey, left_out: &[String]) -> String {
    let mut text = String::new();
    let mut line = |what: &str, about: &str| text.push_str(&format!("{what:9} {}\n", harmless(about)));
    for chart in &survey.charts {
        let version = chart.app_version.as_deref().unwrap_or("no appVersion");
        line(
            "chart",
            &format!(
                "{} ({version}, {})",
                chart.path,
                print::many(chart.values.len(), "values file")
            ),
        );
    }
    for finding in &survey.commands {
        line(
            "test",
            &format!("{}: {}", finding.seen, finding.command.join(" ")),
        );
    }
    if survey.charts.is_empty() && survey.commands.is_empty() {
        let stand_in =
            "nothing that looks like one: `git fsck` stands where yours goes, in [tests.repository]";
        line("test", stand_in);
    }
    for path in &survey.workflows.paths {
        line("workflow", path);
    }
    for refused in survey.refused.iter().chain(left_out) {
        line("left out", refused);
    }
    text
}

fn next(options: &Options, survey: &Survey) -> String {
    let mut steps = Vec::new();
    if !survey.is_home && options.release_url.is_none() {
        steps.push("fill in [runtime.release]: generated jobs download pipewright from there".to_owned());
    }
    if let Some(path) = survey.workflows.paths.first() {
        let path = harmless(path);
        steps.push(format!(
            "`pipewright import {path} --dry-run` shows what that workflow would become; to begin with it instead, remove {} \
             and import without --dry-run",
            harmless(&options.place.pipeline)
        ));
    }
    steps.push("`pipewright check`, then `pipewright gen`, and commit what they wrote".to_owned());
    steps.push("require the check `test-suite` in the branch's rules".to_owned());
    let lines = steps
        .iter()
        .enumerate()
        .map(|(index, step)| format!("  {}. {step}\n", index + 1));
    format!("next:\n{}", lines.collect::<String>())
}
