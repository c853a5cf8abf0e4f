//! Everything before a plan: reading, decoding, checking.

use std::path::{Component, Path};

use super::{Format, Place, print};
use crate::check;
use crate::decode::{self, Decoded};
use crate::diagnostic::{self, Diagnostic, Place as At, Severity, Source};
use crate::pipeline::Pipeline;
use crate::read::{self, Kind, Root};

/// A pipeline without an error.
pub(super) struct Sound {
    /// What it says.
    pub(super) pipeline: Pipeline,
    /// Its path as it is written into generated files.
    pub(super) source: String,
    /// What it says, but for its comments and layout.
    pub(super) meaning: String,
    /// Whether there was nothing at all to say about it.
    pub(super) spotless: bool,
}

/// What happens to the warnings of a pipeline without an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Warnings {
    /// They are printed.
    Shown,
    /// They are not: standard output belongs to the answer.
    Hidden,
}

/// Reads, decodes and checks a pipeline, and prints what is wrong with it. `None` if there is an error.
pub(super) fn pipeline(place: &Place, format: Format, warnings: Warnings) -> Option<Sound> {
    let text = match text(place) {
        Ok(text) => text,
        Err(diagnostic) => {
            report_unreadable(place, &diagnostic, format);
            return None;
        }
    };
    let loaded = load(place, &text);
    let sound = loaded.pipeline().cloned();
    if sound.is_none() || warnings == Warnings::Shown {
        loaded.report(format);
    }
    let spotless = loaded.diagnostics.is_empty();
    let meaning = loaded.decoded.meaning();
    Some(Sound {
        pipeline: sound?,
        source: source(place),
        meaning,
        spotless,
    })
}

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
    if !is_inside(&place.pipeline) {
        return Err(unreadable(
            At::Whole,
            format!(
                "the pipeline {:?} is not inside of the repository",
                place.pipeline
            ),
            "name it from the root, without `..`; --root names another repository",
        ));
    }
    if Root::new(&place.root).kind(&place.pipeline) == Kind::Missing {
        let message = format!("there is no {} in {}", place.pipeline, place.root.display());
        let missing = unreadable(
            At::Whole,
            message,
            "`pipewright init` writes a first one, for what is in the folder",
        );
        return Err(Box::new(
            missing.help("--pipeline names another file, --root another folder"),
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
            "`pipewright init` writes the first one",
        ));
    }
    Ok(text)
}

/// Whether a path from the root stays under it.
fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
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
    fn pipeline(&self) -> Option<&Pipeline> {
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

/// Prints what is wrong. Machines get it on standard output, people on standard error.
pub(super) fn print_diagnostics(diagnostics: &[Diagnostic], source: &Source<'_>, format: Format) {
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
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match (errors, warnings) {
        (0, _) => format!("{}\n", print::many(warnings, "warning")),
        (_, 0) => format!("{}; nothing was written\n", print::many(errors, "error")),
        _ => format!(
            "{} and {}; nothing was written\n",
            print::many(errors, "error"),
            print::many(warnings, "warning")
        ),
    }
}

/// Path of the pipeline file as it is written into generated files: from the root, with `/`.
pub(super) fn source(place: &Place) -> String {
    Path::new(&place.pipeline)
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}
