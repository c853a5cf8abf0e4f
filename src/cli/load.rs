//! Everything before a plan: reading, decoding, checking.

use std::path::Path;

use super::{Format, Place, print};
use crate::check;
use crate::decode::{self, Decoded};
use crate::diagnostic::{self, Diagnostic, Place as At, Severity, Source};
use crate::pipeline::Pipeline;
use crate::read::{self, Root};

/// A pipeline file, read.
pub(super) struct Loaded<'t> {
    file: &'t str,
    text: &'t str,
    decoded: Decoded<'t>,
    /// Everything that is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The text of a pipeline file, or why there is none.
pub(super) fn text(place: &Place) -> Result<String, Box<Diagnostic>> {
    let unreadable = |at: At, message: String, help: &str| {
        Box::new(Diagnostic::error("unreadable", at, message).help(help))
    };
    // The name is written into comments and scripts of generated files.
    if place.pipeline.contains("${{") || place.pipeline.chars().any(char::is_control) {
        return Err(unreadable(
            At::Whole,
            format!("a pipeline cannot be called {:?}", place.pipeline),
            "rename the file: no control characters and no `${{`",
        ));
    }
    let path = place.root.join(&place.pipeline);
    let text = read::text(&path).map_err(|fault| {
        let message = format!("cannot read {}: {fault}", path.display());
        let at = match fault.line {
            0 => At::Whole,
            line => At::Other {
                file: place.pipeline.clone(),
                line,
                column: fault.column,
            },
        };
        let unreadable = unreadable(at, message, fault.help);
        match fault.line {
            0 => Box::new(unreadable.help("--pipeline names the file and --root the repository")),
            _ => unreadable,
        }
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(unreadable(
            At::Whole,
            "the file is empty".to_owned(),
            "examples/minimal.toml is the smallest that works",
        ));
    }
    Ok(text)
}

/// Decodes and checks a text.
pub(super) fn load<'t>(place: &'t Place, text: &'t str) -> Loaded<'t> {
    let decoded = decode::decode(text);
    let mut diagnostics = decoded.diagnostics.clone();
    if let Some(pipeline) = &decoded.pipeline {
        let root = Root::new(&place.root);
        let found = check::check(check::Input {
            pipeline,
            root: &root,
            source: &place.pipeline,
        });
        diagnostics.extend(
            found
                .into_iter()
                .filter(|diagnostic| !decoded.is_echo(diagnostic)),
        );
    }
    // A misspelt name leaves something unused: a warning beside an error is most likely its echo.
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    }
    Loaded {
        file: &place.pipeline,
        text,
        decoded,
        diagnostics,
    }
}

impl Loaded<'_> {
    /// The pipeline, if nothing is wrong with it.
    pub(super) fn pipeline(&self) -> Option<&Pipeline> {
        let sound = self
            .diagnostics
            .iter()
            .all(|diagnostic| diagnostic.severity != Severity::Error);
        self.decoded.pipeline.as_ref().filter(|_| sound)
    }

    /// Prints what is wrong. Machines get it on standard output, people on standard error.
    pub(super) fn report(&self, format: Format) {
        let source = Source {
            file: self.file,
            text: self.text,
            spans: Some(&self.decoded),
        };
        print_diagnostics(&self.diagnostics, &source, format);
    }
}

/// Prints what is wrong with a file that could not be read.
pub(super) fn report_unreadable(place: &Place, diagnostic: &Diagnostic, format: Format) {
    let source = Source {
        file: &place.pipeline,
        text: "",
        spans: None,
    };
    print_diagnostics(std::slice::from_ref(diagnostic), &source, format);
}

/// Prints what is wrong with a text that was not decoded.
pub(super) fn report_text(place: &Place, text: &str, diagnostic: &Diagnostic, format: Format) {
    let source = Source {
        file: &place.pipeline,
        text,
        spans: None,
    };
    print_diagnostics(std::slice::from_ref(diagnostic), &source, format);
}

fn print_diagnostics(diagnostics: &[Diagnostic], source: &Source<'_>, format: Format) {
    match format {
        Format::Human if diagnostics.is_empty() => {}
        Format::Human => {
            let mut text = diagnostic::render(
                diagnostics,
                source,
                diagnostic::Format::Human {
                    colour: print::colour(),
                },
            );
            text.push_str(&summary(diagnostics));
            print::error(&text);
        }
        Format::Json => print::out(&diagnostic::render(diagnostics, source, diagnostic::Format::Json)),
        Format::Github => print::out(&diagnostic::render(
            diagnostics,
            source,
            diagnostic::Format::Github,
        )),
        Format::Sarif => print::out(&diagnostic::render(
            diagnostics,
            source,
            diagnostic::Format::Sarif,
        )),
    }
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let word = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match (errors, warnings) {
        (0, _) => format!("{}\n", word(warnings, "warning")),
        (_, 0) => format!("{}; nothing was written\n", word(errors, "error")),
        _ => format!(
            "{} and {}; nothing was written\n",
            word(errors, "error"),
            word(warnings, "warning")
        ),
    }
}

/// Path of the pipeline file as it is written into generated files: from the root, with `/`.
pub(super) fn source(place: &Place) -> String {
    let path = Path::new(&place.pipeline);
    let path = path.strip_prefix("./").unwrap_or(path);
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
