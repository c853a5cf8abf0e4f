//! Two readers see the same, and it is what was planned.

use serde_json::Value as Json;

use super::finding::{Finding, Property};
use super::{MAX_BYTES, meaning, schema};
use crate::emit;
use crate::lower::{Content, Generated};
use crate::yaml;

pub(super) fn file(file: &Generated, text: Option<&str>, findings: &mut Vec<Finding>) {
    let mut found = |line, message: String| {
        findings.push(Finding::new(Property::Meaning, &file.path, line, message));
    };
    let Some(text) = text else {
        return found(1, "the file is missing".to_owned());
    };
    let expected = emit::plain(&file.content);
    if let Content::Json(_) = file.content {
        match serde_json::from_str::<Json>(text) {
            Ok(read) if read == expected => {}
            Ok(_) => found(1, "the file does not say what the pipeline says".to_owned()),
            Err(error) => found(error.line(), format!("no JSON: {error}")),
        }
        return;
    }
    let node = match yaml::parse_bounded(text, MAX_BYTES) {
        Ok(node) => node,
        Err(fault) => return found(fault.at.line, fault.message),
    };
    match emit::read_back(text) {
        Err(error) => found(1, format!("a second reader cannot read it: {error}")),
        Ok(second) if !agree(&node.to_json(), &second) => {
            found(1, "two readers of YAML see different values".to_owned());
        }
        Ok(_) => {}
    }
    if let Content::Workflow(_) = file.content {
        findings.extend(schema::accepted(&file.path, &node));
    }
    meaning::compare(&file.path, &expected, &node, findings);
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
