//! The text as a tree that knows where each key and value is.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Path, Place, Segment, Spans};

pub(super) struct Document<'t> {
    top: Spanned<DeTable<'t>>,
    /// Keys as they are written, by the path with the name that was meant.
    written: HashMap<Vec<Segment>, String>,
}

impl<'t> Document<'t> {
    /// Parses the text and reports every syntax error in it.
    pub(super) fn parse(text: &'t str) -> (Self, Vec<Diagnostic>) {
        let (top, errors) = DeTable::parse_recoverable(text);
        let conflicts = if errors.is_empty() {
            Vec::new()
        } else {
            conflicts(text)
        };
        let mut diagnostics: Vec<Diagnostic> = conflicts.iter().map(conflict).collect();
        let unclosed = errors.iter().any(|error| error.message().starts_with("unclosed"));
        let mut last: Option<usize> = None;
        for error in &errors {
            let start = error.span().map(|span| span.start);
            if start.is_some_and(|start| conflicts.iter().any(|conflict| conflict.contains(&start))) {
                continue;
            }
            // What the parser says of the rest of a broken line follows from the break.
            let follows = match (last, start) {
                (Some(last), Some(start)) if last <= start => !text[last..start].contains('\n'),
                _ => false,
            };
            // Within a bracket that is never closed, a comma is missed on every line.
            let comma = unclosed
                && diagnostics.last().is_some_and(|last| {
                    last.message.starts_with("missing comma") && error.message().starts_with("missing comma")
                });
            if !follows && !comma {
                diagnostics.push(syntax(error, text));
            }
            last = start;
        }
        let document = Self {
            top,
            written: HashMap::new(),
        };
        document.unrepresentable(&mut diagnostics);
        (document, diagnostics)
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

    /// From now on, a path is looked up under the key as it is written.
    pub(super) fn respelt(&mut self, path: Path, written: &str) {
        self.written.insert(path.0, written.to_owned());
    }

    fn find(&self, path: &Path) -> Option<(Option<Range<usize>>, Range<usize>)> {
        let mut table = Some(self.top.get_ref());
        let mut items: &[Spanned<DeValue<'t>>] = &[];
        let mut found = None;
        for (index, segment) in path.0.iter().enumerate() {
            let (key, value) = match segment {
                Segment::Key(name) => {
                    let written = self.written.get(&path.0[..=index]).unwrap_or(name);
                    let (key, value) = table?.get_key_value(written.as_str())?;
                    (Some(key.span()), value)
                }
                Segment::Index(index) => (None, items.get(*index)?),
            };
            table = match value.get_ref() {
                DeValue::Table(entries) => Some(entries),
                _ => None,
            };
            items = match value.get_ref() {
                DeValue::Array(array) => array,
                _ => &[],
            };
            found = Some((key, value.span()));
        }
        found
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

/// Where git has left both sides of a merge: from the line that begins one to the one that ends it.
fn conflicts(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut begin) = (0, None);
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") {
            begin = Some(at);
        }
        at += line.len();
        if line.starts_with(">>>>>>> ") {
            found.extend(begin.take().map(|begin| begin..at));
        }
    }
    found
}

fn conflict(conflict: &Range<usize>) -> Diagnostic {
    let mark = conflict.start..conflict.start + "<<<<<<<".len();
    Diagnostic::error("syntax", Place::Bytes(mark), "a merge conflict that nobody has resolved").help(
        "keep what is right of the two sides, and delete the lines with <<<<<<<, =======, ||||||| and >>>>>>>",
    )
}

fn syntax(error: &toml::de::Error, text: &str) -> Diagnostic {
    let Some(span) = error.span() else {
        // The parser only knows no place for a key of too many parts.
        return Diagnostic::error("syntax", Place::Bytes(longest_key(text)), "nested too deep")
            .help("allowed are up to 80 levels; a pipeline has 6");
    };
    let place = Place::Bytes(span);
    let (message, help) = match error.message().split_once('\n') {
        Some((message, help)) => (message, Some(help.replace('\n', ", "))),
        None => (error.message(), None),
    };
    let diagnostic = Diagnostic::error("syntax", place, message);
    match help {
        Some(help) => diagnostic.help(help),
        None if message == "duplicate key" => {
            diagnostic.help("keep one of the two; the keys of a table all stand below one header")
        }
        None => diagnostic.help("the grammar of TOML is at https://toml.io"),
    }
}

/// The beginning of the line with the most dots before anything that is no key.
fn longest_key(text: &str) -> Range<usize> {
    let dots = |line: &str| {
        let key = line.split(['=', '#']).next().unwrap_or_default();
        key.matches('.').count()
    };
    let mut start = 0;
    let mut longest = (0, 0..0);
    for line in text.split_inclusive('\n') {
        let found = dots(line);
        if found > longest.0 {
            longest = (found, start..start + line.trim_end().len());
        }
        start += line.len();
    }
    longest.1
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
