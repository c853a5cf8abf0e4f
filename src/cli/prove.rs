use std::collections::HashMap;
use std::path::Path;

use clap::Args;
use pipewright_model::exit::Compiler as Exit;
use serde_json::json;

use super::compile::{PinsOf, compile};
use super::load::{self, Warnings};
use super::{Format, Place, print};
use crate::diagnostic::{self, Diagnostic, Place as At, Source};
use crate::lower::Generated;
use crate::prove::{self, Finding, Grant, Proof, Property, prove};
use crate::read;

pub(super) const EXAMPLES: &str = "Examples:
  pipewright prove
  pipewright prove --root ../other --format json

Judges by meaning, not by bytes: a file that was only laid out anew passes.";

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Place,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(options: &Options) -> anyhow::Result<Exit> {
    let Some(sound) = load::pipeline(&options.place, options.format, Warnings::Hidden) else {
        return Ok(Exit::Input);
    };
    let Some(compiled) = compile(&options.place, &sound, PinsOf::Lock, options.format) else {
        return Ok(Exit::Input);
    };
    let files = &compiled.files;
    let (texts, unread) = texts(&options.place.root, files);
    let input = prove::Input {
        plan: &compiled.plan,
        expected: files,
        texts: &texts,
    };
    let Proof { mut findings, grants } = prove(input);
    // What is there and cannot be read is not missing.
    findings.retain(|finding| !unread.iter().any(|other: &Finding| other.file == finding.file));
    findings.splice(0..0, unread);
    if options.format == Format::Json {
        let answer = json!({
            "findings": findings.iter().map(entry).collect::<Vec<_>>(),
            "permissions": grants.iter().map(granted).collect::<Vec<_>>(),
        });
        print::out(&format!("{answer}\n"));
    } else {
        show(&findings, options.format);
    }
    if options.format == Format::Human && findings.is_empty() {
        print::out(&format!(
            "proved: {} files do what {} says\n",
            files.len(),
            sound.source
        ));
        print::out(&permissions(&grants));
    }
    Ok(if findings.is_empty() {
        Exit::Done
    } else {
        Exit::Differs
    })
}

/// What is on disk, and why some of it cannot be read.
fn texts(root: &Path, files: &[Generated]) -> (HashMap<String, String>, Vec<Finding>) {
    let mut texts = HashMap::new();
    let mut unread = Vec::new();
    let disk = read::Root::new(root);
    for file in files {
        let path = root.join(&file.path);
        let is_workflow = file.path.starts_with(".github/");
        if let Some(link) = disk.link(&file.path).filter(|_| is_workflow) {
            let message =
                format!("`{link}` is a symbolic link, and GitHub follows none: it would run nothing");
            unread.push(Finding::new(
                Property::Meaning,
                &file.path,
                prove::At::START,
                message,
            ));
        } else if path.symlink_metadata().is_ok() {
            match read::text(&path) {
                Ok(text) => drop(texts.insert(file.path.clone(), text)),
                Err(fault) => {
                    let at = prove::At {
                        line: fault.line,
                        column: fault.column,
                    };
                    let message = format!("it cannot be read: {fault}");
                    unread.push(Finding::new(Property::Meaning, &file.path, at, message));
                }
            }
        }
    }
    (texts, unread)
}

/// Which job may do what, and which of its steps need it, for people.
fn permissions(grants: &[Grant]) -> String {
    let mut text = String::from("permissions, each with what needs it:\n");
    for job in grants.chunk_by(|one, other| (&one.file, &one.job) == (&other.file, &other.job)) {
        let each = job.iter().map(|grant| {
            let (scope, level) = (&grant.scope, grant.level.name());
            format!("{scope}: {level} ({})", grant.needed_by.join(", "))
        });
        text.push_str(&format!(
            "  {}: {}\n",
            job[0].job,
            each.collect::<Vec<_>>().join(", ")
        ));
    }
    text
}

/// Prints what does not hold. Machines get it on standard output, people on standard error.
pub(super) fn show(findings: &[Finding], format: Format) {
    let machine = match format {
        Format::Human => {
            let lines = findings.iter().map(|finding| format!("error: {finding}\n"));
            return print::error(&lines.collect::<String>());
        }
        Format::Json => {
            let findings: Vec<_> = findings.iter().map(entry).collect();
            return print::out(&format!("{}\n", json!({ "findings": findings })));
        }
        Format::Github => diagnostic::Format::Github,
        Format::Sarif => diagnostic::Format::Sarif,
    };
    let diagnostics: Vec<Diagnostic> = findings.iter().map(told).collect();
    let nowhere = Source {
        file: "",
        text: "",
        spans: None,
    };
    print::out(&diagnostic::render(&diagnostics, &nowhere, machine));
}

/// A finding as a diagnostic, whose rule is the property.
fn told(finding: &Finding) -> Diagnostic {
    let at = At::Other {
        file: finding.file.clone(),
        line: finding.at.line,
        column: finding.at.column,
    };
    Diagnostic::error(finding.property.name(), at, finding.sentence())
}

fn granted(grant: &Grant) -> serde_json::Value {
    json!({
        "file": grant.file,
        "job": grant.job,
        "scope": grant.scope,
        "level": grant.level.name(),
        "needed_by": grant.needed_by,
    })
}

fn entry(finding: &Finding) -> serde_json::Value {
    json!({
        "property": finding.property.name(),
        "file": finding.file,
        "line": finding.at.line,
        "column": finding.at.column,
        "trigger": finding.trigger,
        "cell": finding.cell,
        "message": finding.message,
    })
}
