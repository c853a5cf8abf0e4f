//! Why GitHub would refuse a workflow that somebody wrote: by the schema, by what its expressions may look at, and by what
//! its reader looks at beside the schema.

use std::collections::HashSet;

use super::reader::Reader;
use crate::simulate::{Fault, Source};
use crate::yaml::{self, At, Data, Entry, Node};

/// Longest id of a job or a step.
const LONGEST_ID: usize = 99;

/// Everything for which GitHub would refuse a workflow, with its place. Whether its jobs are there and form no circle is
/// for who simulates it.
#[must_use]
pub fn refused(workflow: &Node) -> Vec<(At, String)> {
    let mut found = Reader::deep().read(workflow);
    let mut say = |at, message| found.push((at, message));
    for event in ["workflow_dispatch", "workflow_call"] {
        let on = workflow.get("on").and_then(|on| on.get(event));
        let inputs = on.and_then(|on| on.get("inputs")).map(Node::entries);
        for input in inputs.unwrap_or_default() {
            default(input, event == "workflow_dispatch", &mut say);
        }
    }
    let jobs = workflow.get("jobs").map(Node::entries).unwrap_or_default();
    for job in jobs {
        id(&job.key, job.at, &mut say);
        let mut known = HashSet::new();
        let steps = job.value.get("steps").map(Node::items).unwrap_or_default();
        for (text, at) in steps.iter().filter_map(|step| {
            let node = step.get("id")?;
            Some((node.scalar().filter(|text| !text.is_empty())?, node.at))
        }) {
            id(&text, at, &mut say);
            if !known.insert(text.to_lowercase()) {
                say(
                    at,
                    format!("the id `{text}` is taken by an earlier step of this job"),
                );
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Why GitHub would refuse a workflow, or one of this repository that it calls. A file that cannot be read is left to who
/// follows the calls.
#[must_use]
pub fn refused_with_called(source: &dyn Source, path: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut paths = vec![path.to_owned()];
    let mut next = 0;
    while let Some(path) = paths.get(next).cloned() {
        next += 1;
        let Some(root) = source.text(&path).ok().and_then(|text| yaml::parse(&text).ok()) else {
            continue;
        };
        let found = refused(&root).into_iter();
        faults.extend(found.map(|(at, message)| Fault::new(&path, at, message)));
        let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
        for uses in jobs.iter().filter_map(|job| job.value.get("uses")?.text()) {
            if let Some(local) = uses.strip_prefix("./").or_else(|| uses.strip_prefix("$/")) {
                paths.extend(Some(local.to_owned()).filter(|local| !paths.contains(local)));
            }
        }
    }
    faults
}

fn id(text: &str, at: At, say: &mut impl FnMut(At, String)) {
    let first = text.chars().next().unwrap_or('0');
    let fits = (first.is_ascii_alphabetic() || first == '_')
        && text.len() <= LONGEST_ID
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !fits {
        let allowed = "a letter or `_`, then letters, digits, `_` and `-`, at most 99 in all";
        say(at, format!("`{text}` is no id; an id has {allowed}"));
    } else if text.starts_with("__") {
        say(at, format!("`{text}` is no id: GitHub keeps `__` for itself"));
    }
}

/// The choices and the default of an input.
/// `is_form`: whether people fill it in, whose numbers are texts.
fn default(input: &Entry, is_form: bool, say: &mut impl FnMut(At, String)) {
    let kind = input.value.get("type").and_then(Node::scalar).unwrap_or_default();
    let options = input.value.get("options").map(Node::items).unwrap_or_default();
    if kind == "choice" && options.is_empty() {
        say(
            input.at,
            format!("the input `{}` is a choice without `options`", input.key),
        );
        return;
    }
    let Some(default) = input.value.get("default") else {
        return;
    };
    let text = default.scalar().unwrap_or_default();
    let (fits, wanted) = match (kind.as_str(), &default.data) {
        (_, Data::Text(text)) if text.contains("${{") => return,
        ("boolean", data) => (matches!(data, Data::Bool(_)), "true or false"),
        ("number", Data::Text(text)) if is_form => (text.trim().parse::<f64>().is_ok(), "a number"),
        ("number", data) => (matches!(data, Data::Number(_)), "a number"),
        ("choice", _) => (
            options
                .iter()
                .any(|option| option.scalar().as_ref() == Some(&text)),
            "one of its options",
        ),
        _ => return,
    };
    if !fits {
        say(
            default.at,
            format!(
                "the default of the input `{}` has to be {wanted}, and is {}",
                input.key,
                if text.is_empty() {
                    "nothing".to_owned()
                } else {
                    format!("`{text}`")
                }
            ),
        );
    }
}
