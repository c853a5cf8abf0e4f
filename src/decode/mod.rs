//! TOML text -> [`Pipeline`], with every error in one run.
//!
//! The JSON Schema that schemars derives from the types of [`crate::pipeline`] is what the text is held against, so
//! the schema that editors use and the decoder cannot disagree. Serde then only has to build the value.

mod document;
mod echo;
mod salvage;
mod schema;
mod structure;

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Path, Place, Spans};
use crate::pipeline::Pipeline;

use document::Document;
use echo::Replaced;

/// What the form of a file can be wrong in: ids like those of [`crate::check::RULES`], and what they refuse.
pub const RULES: [(&str, &str); 9] = [
    (
        "empty-value",
        "A list or a text with nothing in it, where there must be something.",
    ),
    ("missing-key", "A key that must be there, and is not."),
    ("out-of-range", "A number or a text beyond what is allowed."),
    ("syntax", "A text that is no TOML."),
    ("unknown-key", "A key that its table does not have."),
    ("unknown-value", "A word that is not one of those allowed."),
    (
        "unreadable",
        "A file that is not there, is empty, is not UTF-8, is too large, or is no file.",
    ),
    (
        "wrong-form",
        "A text that is not written as it must be, such as a duration.",
    ),
    (
        "wrong-type",
        "A value of another type, such as a number instead of a string.",
    ),
];

/// The rules about the form of the file, with what each refuses. Those about its meaning are in [`crate::check`].
pub const FORMS: [(&str, &str); 9] = [
    (
        "empty-value",
        "A string, list or table with nothing in it, where something must be.",
    ),
    ("missing-key", "A key that a table must have."),
    (
        "out-of-range",
        "A number outside its range, or a text that is too long.",
    ),
    (
        "syntax",
        "Text that is not TOML. Every syntax error of the file is reported.",
    ),
    (
        "unknown-key",
        "A key that the table does not have, most likely misspelt: it would do nothing.",
    ),
    ("unknown-value", "A string that is none of the choices."),
    (
        "unreadable",
        "A file that is not there, cannot be read, is empty, is not UTF-8, or is far too large.",
    ),
    (
        "wrong-form",
        "A string that does not look as it must, such as a duration without a unit.",
    ),
    (
        "wrong-type",
        "A value of another type. Versions, for one, are always strings: 3.10 is the number 3.1.",
    ),
];

/// What became of a text.
pub struct Decoded<'t> {
    document: Document<'t>,
    /// What the text says. With errors, what could be understood of it, so that the rules can still look at the
    /// rest; never a basis for output then.
    pub pipeline: Option<Pipeline>,
    /// What is wrong with its form.
    pub diagnostics: Vec<Diagnostic>,
    /// Values that had to be replaced: what a rule says about these is an echo.
    replaced: Replaced,
}

/// Reads a text. Errors are in the result, all of them.
#[must_use]
pub fn decode(text: &str) -> Decoded<'_> {
    let (document, diagnostics) = Document::parse(text);
    if !diagnostics.is_empty() {
        return Decoded {
            document,
            pipeline: None,
            diagnostics,
            replaced: Replaced::new(),
        };
    }
    structured(document, text)
}

/// Holds a document against the schema.
fn structured<'t>(mut document: Document<'t>, text: &str) -> Decoded<'t> {
    let mut value = document.to_json();
    let mut faults = structure::faults(&value);
    let mut diagnostics = Vec::new();
    // What stands under a misspelt key is read as if the key were right: it is part of the same file, and without it
    // half of the rest would seem to be missing.
    loop {
        let misspelt = salvage::respell(&mut value, &mut document, &faults);
        if misspelt.is_empty() {
            break;
        }
        let unknown = misspelt.iter().map(structure::unknown);
        diagnostics.extend(unknown);
        faults = structure::faults(&value);
    }
    let others = faults.iter();
    diagnostics.extend(others.map(|fault| structure::diagnostic(fault, &value, text, &document)));
    let replaced = salvage::replace(&mut value, &faults);
    salvage::whole_numbers(&mut value, &Path::root());
    decoded(document, value, diagnostics, replaced)
}

fn decoded(
    document: Document<'_>,
    value: serde_json::Value,
    mut diagnostics: Vec<Diagnostic>,
    replaced: Replaced,
) -> Decoded<'_> {
    let pipeline = match serde_json::from_value(value) {
        Ok(pipeline) => Some(pipeline),
        Err(error) => {
            if diagnostics.is_empty() {
                diagnostics.push(Diagnostic::error("format", Place::Whole, error.to_string()).help(
                    "the schema accepts this file and the decoder does not: please report it as a bug",
                ));
            }
            None
        }
    };
    Decoded {
        document,
        pipeline,
        diagnostics,
        replaced,
    }
}

impl Decoded<'_> {
    /// Whether a diagnostic only repeats what was already said about a value that could not be used.
    #[must_use]
    pub fn is_echo(&self, diagnostic: &Diagnostic) -> bool {
        echo::is_echo(diagnostic, &self.replaced)
    }
}

impl Spans for Decoded<'_> {
    fn key(&self, path: &Path) -> Option<Range<usize>> {
        self.document.key(path)
    }

    fn value(&self, path: &Path) -> Option<Range<usize>> {
        self.document.value(path)
    }
}
