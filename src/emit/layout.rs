//! Lines, indentation, blank lines and comments.

use serde_yaml::{Mapping, Value};

use super::scalar::{self, Style};
use crate::workflow::{NOTE, VALUE};

/// Lists of scalars up to this column stand on one line.
const WIDTH: usize = 100;

/// A document whose top is a mapping.
pub(super) fn document(tree: &Value) -> String {
    let mut writer = Writer {
        text: String::new(),
        path: Vec::new(),
    };
    if let Value::Mapping(map) = tree {
        writer.map(map, 0, false);
    }
    writer.text
}

struct Writer {
    text: String,
    path: Vec<String>,
}

impl Writer {
    /// The entries of a mapping, each on its own line. `open`: the cursor already is where the first key goes.
    fn map(&mut self, map: &Mapping, indent: usize, mut open: bool) {
        let mut first = true;
        for (key, value) in map {
            let key = text_of(key);
            if key == NOTE {
                continue;
            }
            if !first && self.spaced() {
                self.text.push('\n');
            }
            if let Some(note) = note(value) {
                self.comment(&note, indent);
            }
            if !open {
                self.indent(indent);
            }
            (first, open) = (false, false);
            self.text.push_str(&scalar::write(&key, Style::Block));
            self.text.push(':');
            self.path.push(key);
            self.value(value, indent);
            self.path.pop();
        }
    }

    /// Whether a blank line goes between the entries of the current mapping: at the top, and between jobs.
    fn spaced(&self) -> bool {
        self.path.is_empty() || self.path == ["jobs"]
    }

    /// What stands behind a key.
    fn value(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Mapping(map) => match map.get(VALUE) {
                Some(inner) => {
                    let remark: String = map.get(NOTE).map(text_of).unwrap_or_default();
                    let remark: String = remark.chars().filter(|c| !scalar::unprintable(*c)).collect();
                    self.line(&format!(" {} # {remark}", single(inner, Style::Block)));
                }
                None if is_empty(map) => self.line(" {}"),
                None => {
                    self.line("");
                    self.map(map, indent + 2, false);
                }
            },
            Value::Sequence(items) if items.is_empty() => self.line(" []"),
            Value::Sequence(items) => self.list(items, indent),
            Value::String(text) if is_script(text) => self.script(text, indent + 2),
            other => self.line(&format!(" {}", single(other, Style::Block))),
        }
    }

    fn list(&mut self, items: &[Value], indent: usize) {
        if items
            .iter()
            .all(|item| !matches!(item, Value::Mapping(_) | Value::Sequence(_)))
        {
            let flow = format!(
                " [{}]",
                items
                    .iter()
                    .map(|item| single(item, Style::Flow))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            let column = self.text.len() - self.text.rfind('\n').map_or(0, |newline| newline + 1);
            if column + flow.len() <= WIDTH {
                return self.line(&flow);
            }
        }
        self.line("");
        let rows = self.path.ends_with(&["matrix".to_owned(), "include".to_owned()]);
        for item in items {
            if let Some(note) = note(item) {
                self.comment(&note, indent + 2);
            }
            self.indent(indent + 2);
            self.text.push_str("- ");
            match item {
                Value::Mapping(map) if rows => self.line(&row(map)),
                Value::Mapping(map) => self.map(map, indent + 4, true),
                other => self.line(&single(other, Style::Block)),
            }
        }
    }

    /// A text of several lines, as it is: never folded.
    fn script(&mut self, text: &str, indent: usize) {
        self.line(if text.ends_with('\n') { " |" } else { " |-" });
        for line in text.lines() {
            if line.is_empty() {
                self.text.push('\n');
            } else {
                self.indent(indent);
                self.line(line);
            }
        }
    }

    fn comment(&mut self, note: &str, indent: usize) {
        for line in note.lines() {
            self.indent(indent);
            let line: String = line.chars().filter(|c| !scalar::unprintable(*c)).collect();
            self.line(format!("# {line}").trim_end());
        }
    }

    fn indent(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }
}

/// A row of a matrix on one line.
fn row(map: &Mapping) -> String {
    let cells = map.iter().map(|(key, value)| {
        format!(
            "{}: {}",
            scalar::write(&text_of(key), Style::Flow),
            single(value, Style::Flow)
        )
    });
    format!("{{ {} }}", cells.collect::<Vec<_>>().join(", "))
}

/// A scalar on one line.
fn single(value: &Value, style: Style) -> String {
    match value {
        Value::String(text) => scalar::write(text, style).into_owned(),
        other => text_of(other),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        _ => "null".to_owned(),
    }
}

/// The comment that a value carries. One with [`VALUE`] has it behind the value instead.
fn note(value: &Value) -> Option<String> {
    let map = value.as_mapping()?;
    if map.contains_key(VALUE) {
        None
    } else {
        map.get(NOTE).map(text_of)
    }
}

fn is_empty(map: &Mapping) -> bool {
    map.keys().all(|key| text_of(key) == NOTE)
}

/// Whether a text can stand as a block: several lines, none of which begins the block with a space or holds what a
/// block cannot.
fn is_script(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with("\n\n")
        && text.chars().all(|c| c == '\n' || c == '\t' || !c.is_control())
        && !text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
        && text.lines().all(|line| line.trim_end() == line)
}
