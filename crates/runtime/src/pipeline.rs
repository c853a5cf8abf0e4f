//! `pipeline.toml`, as the compiler reads it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use pipewright::decode::decode;
use pipewright::diagnostic::{Format, Severity, Source, render};
use pipewright::pipeline::Pipeline;

/// Reads the pipeline. What is wrong with it is one error, with all diagnostics.
pub(crate) fn read(file: &Path) -> Result<Pipeline> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    parse(&text, file)
}

fn parse(text: &str, file: &Path) -> Result<Pipeline> {
    let decoded = decode(text);
    if decoded
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        let name = file.display().to_string();
        let source = Source {
            file: &name,
            text,
            spans: Some(&decoded),
        };
        bail!(
            "{}",
            render(&decoded.diagnostics, &source, Format::Human { colour: false }).trim_end()
        );
    }
    decoded
        .pipeline
        .with_context(|| format!("{} says nothing", file.display()))
}
