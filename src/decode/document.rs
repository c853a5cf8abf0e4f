//! The text as a tree that knows where each key and value is.

use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Path, Place, Segment, Spans};

pub(super) struct Document<'t> {
    top: Spanned<DeTable<'t>>,
}

impl<'t> Document<'t> {
    /// Parses the text and reports every syntax error in it.
    pub(super) fn parse(text: &'t str) -> (Option<Self>, Vec<Diagnostic>) {
        let (top, errors) = DeTable::parse_recoverable(text);
        let mut diagnostics: Vec<Diagnostic> = errors.iter().map(syntax).collect();
        let document = Self { top };
        document.unrepresentable(&mut diagnostics);
        (Some(document), diagnostics)
    }

    /// The document as JSON, which the schema is about. Dates become the strings they are written as.
    pub(super) fn to_json(&self) -> Value {
        table(self.top.get_ref())
    }

    /// Numbers that JSON cannot hold are of no use in this file either.
    fn unrepresentable(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut values: Vec<&Spanned<DeValue<'t>>> = self.top.get_ref().values().collect();
        while let Some(value) = values.pop() {
            match value.get_ref() {
                DeValue::Array(items) => values.extend(items.iter()),
                DeValue::Table(entries) => values.extend(entries.values()),
                other if number(other).is_none() => diagnostics.push(
                    Diagnostic::error("syntax", Place::Bytes(value.span()), "number out of range")
                        .help("allowed are whole numbers of 64 bits and finite floating-point numbers"),
                ),
                _ => {}
            }
        }
    }

    fn find(&self, path: &Path) -> Option<(Option<Range<usize>>, Range<usize>)> {
        let (first, rest) = path.0.split_first()?;
        let Segment::Key(first) = first else { return None };
        let (key, mut value) = self.top.get_ref().get_key_value(first.as_str())?;
        let mut key = Some(key.span());
        for segment in rest {
            (key, value) = match (segment, value.get_ref()) {
                (Segment::Key(name), DeValue::Table(entries)) => {
                    let (key, value) = entries.get_key_value(name.as_str())?;
                    (Some(key.span()), value)
                }
                (Segment::Index(index), DeValue::Array(items)) => (None, items.get(*index)?),
                _ => return None,
            };
        }
        Some((key, value.span()))
    }
}

impl Spans for Document<'_> {
    fn key(&self, path: &Path) -> Option<Range<usize>> {
        let (key, value) = self.find(path)?;
        Some(key.unwrap_or(value))
    }

    fn value(&self, path: &Path) -> Option<Range<usize>> {
        Some(self.find(path)?.1)
    }
}

fn syntax(error: &toml::de::Error) -> Diagnostic {
    let place = error.span().map_or(Place::Whole, Place::Bytes);
    let (message, help) = match error.message().split_once('\n') {
        Some((message, help)) => (message, Some(help.replace('\n', ", "))),
        None => (error.message(), None),
    };
    let diagnostic = Diagnostic::error("syntax", place, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic.help("the grammar of TOML is at https://toml.io"),
    }
}

fn table(entries: &DeTable<'_>) -> Value {
    let entries = entries
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| json(item.get_ref())).collect()),
        DeValue::Table(entries) => table(entries),
        DeValue::Integer(_) | DeValue::Float(_) => number(value).flatten().map_or(Value::Null, Value::Number),
    }
}

/// The number a value is; `Some(None)` for a value that is no number, `None` for one that JSON cannot hold.
fn number(value: &DeValue<'_>) -> Option<Option<Number>> {
    match value {
        DeValue::Integer(integer) => {
            let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok()?;
            Some(Some(Number::from(number)))
        }
        DeValue::Float(float) => {
            let number: f64 = float.as_str().parse().ok()?;
            Some(Some(Number::from_f64(number)?))
        }
        _ => Some(None),
    }
}
