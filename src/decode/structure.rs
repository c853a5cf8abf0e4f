//! The form of the document: keys, types, ranges.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::document::Document;
use super::schema;
use crate::diagnostic::{Diagnostic, Path, Segment, Spans};
use crate::migrate::newer_help;

/// A way in which the document is not of the form that the schema asks for.
pub(super) enum Fault {
    /// A key that the table at the path does not have.
    UnknownKey(Path, String),
    /// A key that the table at the path must have.
    MissingKey(Path, String),
    /// The value at the path is wrong in itself, and how.
    WrongValue(Path, &'static str, String),
}

/// Every fault of a document.
pub(super) fn faults(value: &Value) -> Vec<Fault> {
    let validator = schema::validator();
    if validator.is_valid(value) {
        return Vec::new();
    }
    validator
        .iter_errors(value)
        .flat_map(|error| of(&error, value))
        .collect()
}

fn of(error: &ValidationError<'_>, document: &Value) -> Vec<Fault> {
    let path = path(error, document);
    let wrong = |rule, message: String| vec![Fault::WrongValue(path.clone(), rule, message)];
    let found = found(error.instance());
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|key| Fault::UnknownKey(path.clone(), key.clone()))
            .collect(),
        Kind::Required { property } => {
            vec![Fault::MissingKey(
                path.clone(),
                property.as_str().unwrap_or_default().to_owned(),
            )]
        }
        Kind::Type { .. } => wrong("wrong-type", format!("expected {}, found {found}", wanted(&path))),
        Kind::Enum { .. } | Kind::Constant { .. } | Kind::OneOfNotValid { .. }
            if !error.instance().is_string() =>
        {
            wrong("wrong-type", format!("expected a string, found {found}"))
        }
        Kind::Enum { .. } | Kind::Constant { .. } | Kind::OneOfNotValid { .. } => {
            wrong("unknown-value", format!("unknown value {found}"))
        }
        Kind::Minimum { limit } => wrong(
            "out-of-range",
            format!("{found} is below the least allowed, {limit}"),
        ),
        Kind::Maximum { limit } => wrong(
            "out-of-range",
            format!("{found} is above the most allowed, {limit}"),
        ),
        Kind::MinLength { .. } | Kind::MinItems { .. } | Kind::MinProperties { .. } => {
            wrong("empty-value", format!("`{path}` must not be empty"))
        }
        Kind::MaxLength { limit } => wrong(
            "out-of-range",
            format!("longer than the {limit} characters allowed"),
        ),
        Kind::Pattern { pattern } => {
            let expected = schema::at(&path).and_then(schema::expected);
            wrong(
                "wrong-form",
                format!("expected {}, found {found}", expected.unwrap_or(pattern)),
            )
        }
        _ => wrong("wrong-form", error.to_string()),
    }
}

/// Where an error is. A location takes a key of digits, such as the version `4`, for an index; the document knows.
fn path(error: &ValidationError<'_>, document: &Value) -> Path {
    let mut path = Path::root();
    let mut value = Some(document);
    for segment in error.instance_path() {
        let key = segment.to_string();
        let (segment, below) = match value {
            Some(Value::Array(items)) => match key.parse::<usize>() {
                Ok(index) => (Segment::Index(index), items.get(index)),
                Err(_) => (Segment::Key(key), None),
            },
            other => {
                let below = other.and_then(|table| table.get(&key));
                (Segment::Key(key), below)
            }
        };
        path.0.push(segment);
        value = below;
    }
    path
}

/// A fault as people are told of it.
pub(super) fn diagnostic(fault: &Fault, value: &Value, text: &str, document: &Document<'_>) -> Diagnostic {
    match fault {
        Fault::UnknownKey(path, key) => unknown(&(path.clone(), key.clone())),
        Fault::MissingKey(path, key) => {
            let message = format!("`{key}` is missing {}", within(path));
            let mut diagnostic = Diagnostic::error("missing-key", path.clone().key(), message);
            if let Some(what) = schema::at(&path.join(key)).and_then(description) {
                diagnostic = diagnostic.help(format!("`{key}`: {what}"));
            }
            diagnostic.help(format!("add it: {}", example(&path.join(key))))
        }
        Fault::WrongValue(path, rule, message) => {
            let diagnostic = Diagnostic::error(rule, path.clone().value(), message.clone());
            advise(diagnostic, path, value, text, document)
        }
    }
}

/// A key that the table at a path does not have.
pub(super) fn unknown((path, key): &(Path, String)) -> Diagnostic {
    let keys = schema::at(path).map(schema::keys).unwrap_or_default();
    let message = format!("unknown key `{key}` {}", within(path));
    Diagnostic::error("unknown-key", path.join(key).key(), message)
        .known("keys here", key, keys)
        .hint(path, key)
}

impl Diagnostic {
    /// An unquoted `3.5.7` in a header is three nested tables: the one mistake whose message would mislead.
    fn hint(self, path: &Path, key: &str) -> Self {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match path.0.as_slice() {
            [Segment::Key(table), Segment::Key(major)]
                if table == "versions" && digits(major) && digits(key) =>
            {
                self.help(format!(
                    "a name with dots needs quotes: `[versions.\"{major}.{key}…\"]`"
                ))
            }
            _ => self,
        }
    }
}

/// How what was meant is written, where a table, a list or a text stands for another of them.
fn another_form(schema: &Value, found: Option<&Value>, path: &Path) -> Option<String> {
    let is = |name: &str| {
        let kind = schema.get("type");
        kind.is_some_and(|kind| {
            kind == name
                || kind
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|kind| kind == name))
        })
    };
    match found? {
        Value::Object(_) if is("array") => Some(format!("of these there may be several: write `[[{path}]]`")),
        Value::String(text) if is("array") => {
            let is_command = matches!(path.0.last(), Some(Segment::Key(key)) if ["command", "setup", "teardown"].contains(&key.as_str()));
            let words: Vec<&str> = if is_command {
                text.split_whitespace().collect()
            } else {
                vec![text]
            };
            Some(format!("write a list: {words:?}"))
        }
        found if is("object") && !found.is_object() && !found.is_array() => {
            let (_, outer) = path.0.split_last()?;
            let outer = Path(outer.to_vec());
            (!outer.0.is_empty()).then(|| format!("each has a name and a table of its own: `[{outer}.NAME]`"))
        }
        _ => None,
    }
}

fn advise(
    diagnostic: Diagnostic,
    path: &Path,
    value: &Value,
    text: &str,
    document: &Document<'_>,
) -> Diagnostic {
    let Some(schema) = schema::at(path) else {
        return diagnostic;
    };
    let choices = schema::choices(schema);
    let pointer = path.0.iter().try_fold(value, |value, segment| match segment {
        Segment::Key(key) => value.get(key),
        Segment::Index(index) => value.get(index),
    });
    let mut diagnostic = match pointer {
        Some(Value::String(wrong)) if !choices.is_empty() => diagnostic.known("values", wrong, choices),
        _ if !choices.is_empty() => diagnostic.help(format!("allowed: {}", choices.join(", "))),
        _ => diagnostic,
    };
    if let Some(help) = another_form(schema, pointer, path) {
        diagnostic = diagnostic.help(help);
    }
    let wants_string =
        schema.get("type").and_then(Value::as_str) == Some("string") || schema.get("oneOf").is_some();
    if let (true, Some(Value::Number(_) | Value::Bool(_))) = (wants_string, pointer)
        && let Some(written) = document.value(path).and_then(|span| text.get(span))
    {
        // Quotes alone do not make a duration of a number.
        diagnostic = diagnostic.help(match schema::expected(schema) {
            Some(expected) if !schema::fits(schema, written) => format!("write {expected}"),
            _ => format!("put it in quotes: \"{written}\""),
        });
    }
    if let (Some(least), Some(most)) = (schema.get("minimum"), schema.get("maximum")) {
        diagnostic = diagnostic.help(format!("allowed: {least} to {most}"));
    }
    if path.0.as_slice() == [Segment::Key("format".to_owned())] {
        diagnostic = diagnostic.help(newer_help());
    }
    match description(schema) {
        Some(what) => diagnostic.help(format!("`{path}`: {what}")),
        None => diagnostic,
    }
}

/// A key as it could be written.
fn example(path: &Path) -> String {
    let Some(Segment::Key(key)) = path.0.last() else {
        return String::new();
    };
    let schema = schema::at(path);
    let first = schema
        .and_then(|schema| schema.get("examples"))
        .and_then(|examples| examples.get(0));
    let kind = schema
        .and_then(|schema| schema.get("type"))
        .and_then(Value::as_str);
    match (first, kind) {
        (Some(example), _) => format!("{key} = {example}"),
        (None, Some("object")) if schema.is_some_and(|schema| schema["additionalProperties"].is_object()) => {
            format!("[{path}.NAME]")
        }
        (None, Some("object")) => format!("[{path}]"),
        (None, Some("array")) => format!("{key} = [\"…\"]"),
        (None, _) => format!("{key} = \"…\""),
    }
}

/// The first sentence of what the schema says of a value.
fn description(schema: &'static Value) -> Option<String> {
    let text = schema.get("description")?.as_str()?;
    let first = text.split("\n\n").next()?.replace('\n', " ");
    Some(first)
}

fn within(path: &Path) -> String {
    if path.0.is_empty() {
        "at the top of the file".to_owned()
    } else {
        format!("in `{path}`")
    }
}

fn wanted(path: &Path) -> &'static str {
    match schema::at(path)
        .and_then(|schema| schema.get("type"))
        .and_then(Value::as_str)
    {
        Some("string") => "a string",
        Some("integer") => "a whole number",
        Some("number") => "a number",
        Some("boolean") => "true or false",
        Some("array") => "an array",
        Some("object") => "a table",
        _ => "another type",
    }
}

fn found(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() <= 60 => format!("{text:?}"),
        Value::String(_) => "a long string".to_owned(),
        Value::Number(number) if number.is_i64() => format!("the integer {number}"),
        Value::Number(number) => format!("the float {number}"),
        Value::Bool(flag) => format!("the boolean {flag}"),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "a table".to_owned(),
        Value::Null => "nothing".to_owned(),
    }
}
