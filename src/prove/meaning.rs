//! Whether a text means what the typed workflow means: layout, comments, quotes, the order of keys and white space in
//! expressions mean nothing.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::finding::{Finding, Property};
use crate::expression::{Piece, pieces};
use crate::yaml::{At, Data, Node};

pub(super) fn compare(file: &str, expected: &Json, node: &Node, findings: &mut Vec<Finding>) {
    let mut comparison = Comparison {
        file,
        path: Vec::new(),
        findings,
    };
    comparison.value(expected, node);
}

struct Comparison<'c> {
    file: &'c str,
    path: Vec<String>,
    findings: &'c mut Vec<Finding>,
}

/// Lists in which the order means nothing.
const SETS: [&str; 3] = ["needs", "include", "schedule"];

/// Lists in which the order means nothing unless a pattern takes something back.
const FILTERS: [&str; 6] = [
    "branches",
    "branches-ignore",
    "paths",
    "paths-ignore",
    "types",
    "workflows",
];

impl Comparison<'_> {
    fn found(&mut self, at: At, message: String) {
        let property = self.property();
        self.findings.push(Finding::new(property, self.file, at, message));
    }

    fn property(&self) -> Property {
        let place: Vec<&str> = self.path.iter().map(String::as_str).collect();
        if let ["permissions", ..] | ["jobs", _, "permissions", ..] = place.as_slice() {
            Property::Permissions
        } else if self.path.last().is_some_and(|last| last == "retention-days") {
            Property::Artifacts
        } else {
            Property::Meaning
        }
    }

    fn place(&self) -> String {
        self.path.join(".")
    }

    fn last(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Whether this is a variable of a step or a job, or an input of an action: GitHub makes a text of it. An input of a
    /// called workflow is none: it has a type.
    fn is_text(&self) -> bool {
        let place: Vec<&str> = self.path.iter().map(String::as_str).collect();
        matches!(
            place.as_slice(),
            ["env", ..] | ["jobs", _, "env", ..] | ["jobs", _, "steps", _, "env" | "with", ..]
        )
    }

    /// Whether this is a list that may be written as one value.
    fn is_one_or_many(&self) -> bool {
        FILTERS.contains(&self.last()) || matches!(self.last(), "needs" | "runs-on")
    }

    fn is_condition(&self) -> bool {
        let place: Vec<&str> = self.path.iter().map(String::as_str).collect();
        matches!(
            place.as_slice(),
            ["jobs", _, "if"] | ["jobs", _, "steps", _, "if"]
        )
    }

    /// `on: { push: }` and `on: { push: {} }` are the same.
    fn is_event(&self) -> bool {
        matches!(self.path.as_slice(), [on, _] if on == "on")
    }

    fn value(&mut self, expected: &Json, node: &Node) {
        match (expected, &node.data) {
            (Json::Object(members), Data::Null) if members.is_empty() && self.is_event() => {}
            (Json::String(_), Data::List(nodes)) if nodes.len() == 1 && self.is_one_or_many() => {
                self.value(expected, &nodes[0]);
            }
            (Json::Object(expected), Data::Map(_)) => self.map(expected, node),
            (Json::Array(items), Data::List(nodes)) => {
                let nodes: Vec<&Node> = nodes.iter().collect();
                self.list(items, &nodes, node.at);
            }
            (Json::Array(items), Data::Text(_)) if self.is_one_or_many() => {
                self.list(items, &[node], node.at);
            }
            (Json::Object(_) | Json::Array(_), _) | (_, Data::Map(_) | Data::List(_)) => {
                let message = format!(
                    "`{}` is {} and should be {}",
                    self.place(),
                    node.kind(),
                    shown(expected)
                );
                self.found(node.at, message);
            }
            _ => {
                if !self.same(expected, node) {
                    let message = match (expected, &node.data) {
                        (Json::String(wanted), Data::Text(is)) if wanted.contains('\n') => {
                            format!("`{}` differs {}", self.place(), first_difference(wanted, is))
                        }
                        _ => {
                            let is = shown(&node.to_json());
                            format!("`{}` is {is} and should be {}", self.place(), shown(expected))
                        }
                    };
                    self.found(node.at, message);
                }
            }
        }
    }

    fn map(&mut self, expected: &serde_json::Map<String, Json>, node: &Node) {
        for (key, value) in expected {
            self.path.push(key.clone());
            match node.get(key) {
                Some(inner) => self.value(value, inner),
                None => {
                    let message = format!("`{}` is missing; it should be {}", self.place(), shown(value));
                    self.found(node.at, message);
                }
            }
            self.path.pop();
        }
        for entry in node
            .entries()
            .iter()
            .filter(|entry| !expected.contains_key(&entry.key))
        {
            self.path.push(entry.key.clone());
            let message = format!("`{}` should not be there", self.place());
            self.found(entry.at, message);
            self.path.pop();
        }
    }

    fn list(&mut self, expected: &[Json], nodes: &[&Node], at: At) {
        let is_plain = |item: &Json| item.as_str().is_some_and(|text| !text.starts_with('!'));
        let is_filter = FILTERS.contains(&self.last()) && expected.iter().all(is_plain);
        if SETS.contains(&self.last()) || is_filter {
            return self.set(expected, nodes, at);
        }
        for (index, (expected, node)) in expected.iter().zip(nodes).enumerate() {
            let name = expected.get("id").and_then(Json::as_str);
            self.path
                .push(name.map_or_else(|| index.to_string(), str::to_owned));
            self.value(expected, node);
            self.path.pop();
        }
        if expected.len() != nodes.len() {
            let message = format!(
                "`{}` has {} items and should have {}",
                self.place(),
                nodes.len(),
                expected.len()
            );
            self.found(at, message);
        }
    }

    fn set(&mut self, expected: &[Json], nodes: &[&Node], at: At) {
        let mut open: HashMap<String, isize> = HashMap::new();
        for item in expected {
            *open.entry(canonical(item)).or_default() += 1;
        }
        for node in nodes {
            let item = canonical(&node.to_json());
            let left = open.entry(item.clone()).or_default();
            *left -= 1;
            if *left < 0 {
                let message = format!("`{}` has {item}, which is not planned", self.place());
                self.found(node.at, message);
            }
        }
        let mut missing: Vec<&String> = open
            .iter()
            .filter(|(_, left)| **left > 0)
            .map(|(item, _)| item)
            .collect();
        missing.sort_unstable();
        for item in missing {
            let message = format!("`{}` lacks {item}", self.place());
            self.found(at, message);
        }
    }

    fn same(&self, expected: &Json, node: &Node) -> bool {
        let loose = self.is_text() || self.last() == "name";
        let is_condition = self.is_condition();
        match (expected, &node.data) {
            (Json::String(text), Data::Text(other)) => {
                text == other || normal(text, is_condition) == normal(other, is_condition)
            }
            (Json::Bool(flag), Data::Bool(other)) => flag == other,
            (Json::Number(number), Data::Number(other)) => number.as_f64() == Some(*other),
            (Json::Null, Data::Null) => true,
            (_, Data::Number(number)) if loose && !is_written_out(*number) => false,
            _ if loose => node.scalar() == Some(text(expected)),
            _ => false,
        }
    }
}

/// Whether GitHub turns a number into text as it is: with 15 digits (`G15` of .NET), and without an exponent.
fn is_written_out(number: f64) -> bool {
    let size = number.abs();
    let digits = number.to_string().bytes().filter(u8::is_ascii_digit).count();
    number == 0.0 || ((1e-4..1e15).contains(&size) && digits <= 15)
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// Where two texts of several lines begin to differ.
fn first_difference(wanted: &str, is: &str) -> String {
    let (mut wants, mut has) = (wanted.split('\n'), is.split('\n'));
    let mut line = 1;
    loop {
        match (wants.next(), has.next()) {
            (Some(want), Some(has)) if want == has => line += 1,
            (want, has) => {
                let told = |line: Option<&str>| {
                    line.map_or_else(|| "nothing".to_owned(), |text| shown(&text.into()))
                };
                return format!(
                    "in its line {line}, which is {} and should be {}",
                    told(has),
                    told(want)
                );
            }
        }
    }
}

fn shown(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// One text for all mappings that differ in the order of keys alone.
fn canonical(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", Json::from(key.as_str()), canonical(value)))
                .collect();
            members.sort_unstable();
            format!("{{ {} }}", members.join(", "))
        }
        Json::Number(number) => number
            .as_f64()
            .map_or_else(|| number.to_string(), |n| n.to_string()),
        other => other.to_string(),
    }
}

/// A text without the white space of its expressions; a condition also without its `${{ }}`.
fn normal(text: &str, is_condition: bool) -> String {
    if !text.contains("${{") {
        return if is_condition {
            squeezed(text)
        } else {
            text.to_owned()
        };
    }
    let Ok(pieces) = pieces(text) else {
        return text.to_owned();
    };
    if let ([Piece::Expression { text, .. }], true) = (pieces.as_slice(), is_condition) {
        return squeezed(text);
    }
    let each = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Expression { text, .. } => format!("${{{{{}}}}}", squeezed(text)),
    });
    each.collect()
}

/// An expression without white space outside of strings.
pub(super) fn squeezed(expression: &str) -> String {
    let mut quoted = false;
    let kept = expression.chars().filter(|c| {
        quoted ^= *c == '\'';
        quoted || !c.is_whitespace()
    });
    kept.collect()
}
