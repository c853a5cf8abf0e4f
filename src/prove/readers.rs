//! Two readers see the same, and it is what was planned.

use serde_json::Value as Json;

use super::finding::{Finding, Property};
use super::{Input, Read, meaning, schema};
use crate::emit;
use crate::lower::{Content, Generated};
use crate::yaml::{At, Data, Node};

/// Holds every text against what was planned. `nodes`: the texts as the first reader reads them.
pub(super) fn check(input: Input<'_>, nodes: &[Read]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, node) in input.expected.iter().zip(nodes) {
        let found = |at, message: String| Finding::new(Property::Meaning, &file.path, at, message);
        let Some(text) = input.texts.get(&file.path) else {
            findings.push(found(At::START, "the file is missing".to_owned()));
            continue;
        };
        match node {
            None => findings.extend(json(file, text).map(|(at, message)| found(at, message))),
            Some(Err(fault)) => findings.push(found(fault.at, fault.message.clone())),
            Some(Ok(node)) => {
                findings.extend(second(text, node).map(|(at, message)| found(at, message)));
                if let Content::Workflow(_) = file.content {
                    findings.extend(schema::accepted(&file.path, node));
                }
                meaning::compare(&file.path, &emit::plain(&file.content), node, &mut findings);
            }
        }
    }
    findings
}

/// What is wrong with a text that should be JSON, and where.
fn json(file: &Generated, text: &str) -> Option<(At, String)> {
    match serde_json::from_str::<Json>(text) {
        Ok(read) if read == emit::plain(&file.content) => None,
        Ok(_) => Some((
            At::START,
            "the file does not say what the pipeline says".to_owned(),
        )),
        Err(error) => {
            let at = At {
                line: error.line().max(1),
                column: error.column().max(1),
            };
            Some((at, format!("no JSON: {error}")))
        }
    }
}

/// What a second reader says against the first, and where.
fn second(text: &str, first: &Node) -> Option<(At, String)> {
    match emit::read_back(text) {
        Err((line, column, error)) => Some((
            At { line, column },
            format!("a second reader cannot read it: {error}"),
        )),
        Ok(second) => disagreement(first, &second)
            .map(|at| (at, "two readers of YAML see different values here".to_owned())),
    }
}

/// Where two readers first see different values; how a number was written is no difference.
fn disagreement(one: &Node, other: &Json) -> Option<At> {
    match (&one.data, other) {
        (Data::List(items), Json::Array(others)) if items.len() == others.len() => items
            .iter()
            .zip(others)
            .find_map(|(item, other)| disagreement(item, other)),
        (Data::Map(entries), Json::Object(others)) if entries.len() == others.len() => {
            entries.iter().find_map(|entry| match others.get(&entry.key) {
                Some(other) => disagreement(&entry.value, other),
                None => Some(entry.at),
            })
        }
        (Data::Number(number), Json::Number(other)) if other.as_f64() == Some(*number) => None,
        (Data::List(_) | Data::Map(_), _) => Some(one.at),
        _ => (one.to_json() != *other).then_some(one.at),
    }
}
