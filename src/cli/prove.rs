use std::collections::HashMap;

use anyhow::Context;
use clap::Args;
use pipewright_model::exit::Compiler as Exit;
use serde_json::json;

use super::compile::{PinsOf, compile};
use super::load::{self, Warnings};
use super::{Format, Place, print};
use crate::prove::{self, Finding, prove};
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
    let mut texts = HashMap::new();
    for file in files {
        // What is not there is a finding of the proof, not an error of reading.
        let path = options.place.root.join(&file.path);
        if path.exists() {
            let text = read::text(&path).with_context(|| format!("cannot read {}", file.path))?;
            texts.insert(file.path.clone(), text);
        }
    }
    let findings = prove(prove::Input {
        plan: &compiled.plan,
        expected: files,
        texts: &texts,
    });
    show(&findings, options.format);
    if options.format == Format::Human && findings.is_empty() {
        print::out(&format!(
            "proved: {} files do what {} says\n",
            files.len(),
            sound.source
        ));
    }
    Ok(if findings.is_empty() {
        Exit::Done
    } else {
        Exit::Differs
    })
}

/// Prints what does not hold. Machines get it on standard output, people on standard error.
pub(super) fn show(findings: &[Finding], format: Format) {
    match format {
        Format::Human | Format::Sarif => {
            let lines = findings.iter().map(|finding| format!("error: {finding}\n"));
            print::error(&lines.collect::<String>());
        }
        Format::Github => {
            let lines = findings.iter().map(|finding| {
                let file = crate::diagnostic::escape_property(&finding.file);
                let text = finding.to_string().replace('%', "%25").replace('\n', "%0A");
                format!("::error file={file},line={},title=proof::{text}\n", finding.line)
            });
            print::out(&lines.collect::<String>());
        }
        Format::Json => {
            let findings: Vec<_> = findings.iter().map(entry).collect();
            print::out(&format!("{}\n", json!({ "findings": findings })));
        }
    }
}

fn entry(finding: &Finding) -> serde_json::Value {
    json!({
        "property": finding.property.name(),
        "file": finding.file,
        "line": finding.line,
        "trigger": finding.trigger,
        "cell": finding.cell,
        "message": finding.message,
    })
}
