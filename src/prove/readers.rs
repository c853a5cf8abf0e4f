//! Two readers see the same, and it is what was planned.

use serde_json::Value as Json;

use super::finding::{Finding, Property};
use super::{Input, Read, meaning, schema};
use crate::emit;
use crate::lower::{Content, Generated};
use crate::yaml::{At, Node};

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
                findings.extend(second(text, node).map(|message| found(At::START, message)));
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

/// What a second reader says against the first.
fn second(text: &str, first: &Node) -> Option<String> {
    match emit::read_back(text) {
        Err(error) => Some(format!("a second reader cannot read it: {error}")),
        Ok(second) if !agree(&first.to_json(), &second) => {
            Some("two readers of YAML see different values".to_owned())
        }
        Ok(_) => None,
    }
}

/// Whether two readers saw the same; how a number was written is no difference.
fn agree(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| agree(a, b)))
        }
        (Json::Number(a), Json::Number(b)) => a.as_f64() == b.as_f64(),
        _ => one == other,
    }
}
