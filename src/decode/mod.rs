//! TOML text -> [`Pipeline`], with every error in one run.
//!
//! The JSON Schema that schemars derives from the types of [`crate::pipeline`] is what the text is held against, so
//! the schema that editors use and the decoder cannot disagree. Serde then only has to build the value.

mod document;
mod echo;
mod salvage;
mod schema;
mod structure;

use std::collections::HashSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Path, Place, Spans};
use crate::pipeline::Pipeline;

use document::Document;
use echo::Replaced;
use structure::Fault;

/// What the form of a file can be wrong in: ids like those of [`crate::check::RULES`], and what they refuse.
pub const RULES: [(&str, &str); 9] = [
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
    let (document, mut diagnostics) = Document::parse(text);
    if !diagnostics.is_empty() {
        diagnostics.extend(beside(&diagnostics, &document, text));
        return Decoded {
            document,
            pipeline: None,
            diagnostics,
            replaced: Replaced::new(),
        };
    }
    structured(document, text)
}

/// What is wrong with the form of the parts that have no error of syntax in them nor right above them. What is missing
/// is not said: it may be in the parts that could not be read.
fn beside(syntax: &[Diagnostic], document: &Document<'_>, text: &str) -> Vec<Diagnostic> {
    let bracket = |error: &Diagnostic| {
        let starts = |beginning| error.message.starts_with(beginning);
        starts("missing comma") || starts("unclosed")
    };
    if syntax.iter().any(bracket) {
        // Whatever follows may stand within the bracket.
        return Vec::new();
    }
    let value = document.to_json();
    let parts = Parts::of(text);
    let broken = syntax.iter().filter_map(|error| match &error.place {
        Place::Bytes(bytes) => Some(parts.at(bytes)),
        _ => None,
    });
    let broken: HashSet<usize> = broken.flat_map(|part| [part, part + 1]).collect();
    let sound = |path: &Path| {
        let above = (1..=path.0.len()).map(|length| Path(path.0[..length].to_vec()));
        let mut spans = above.flat_map(|path| [document.key(&path), document.value(&path)]);
        spans.all(|span| span.is_some_and(|bytes| !bytes.is_empty() && !broken.contains(&parts.at(&bytes))))
    };
    let faults = structure::faults(&value);
    let faults = faults.iter().filter(|fault| match fault {
        Fault::UnknownKey(path, key) => sound(&path.join(key)),
        Fault::MissingKey(..) => false,
        Fault::WrongValue(path, ..) => sound(path),
    });
    faults
        .map(|fault| structure::diagnostic(fault, &value, text, document))
        .collect()
}

/// Where the parts of a text begin: its top, and each line that looks like the header of a table.
struct Parts(Vec<usize>);

impl Parts {
    fn of(text: &str) -> Self {
        let mut start = 0;
        let mut begun = vec![0];
        for line in text.split_inclusive('\n') {
            if line.starts_with('[') && start > 0 {
                begun.push(start);
            }
            start += line.len();
        }
        Self(begun)
    }

    fn at(&self, bytes: &Range<usize>) -> usize {
        self.0
            .partition_point(|begun| *begun <= bytes.start)
            .saturating_sub(1)
    }
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
    /// What the text says, as JSON: another text that differs in comments and layout alone has the same.
    #[must_use]
    pub fn meaning(&self) -> String {
        self.document.to_json().to_string()
    }

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
