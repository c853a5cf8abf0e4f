//! Whether an event starts a workflow, and what the run then knows.

use serde_json::Value as Json;

use super::Question;
use super::document::Document;
use super::filter;
use super::inputs;
use super::source::Fault;
use super::values;
use crate::expression::{Object, Value};
use crate::yaml::Node;

/// Whether an event starts a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Starts {
    /// It does.
    Yes,
    /// It does not, and why.
    No(String),
    /// It depends on what is unknown.
    Unknown(String),
}

/// What a run knows before its first job.
#[derive(Debug, Clone)]
pub(super) struct World {
    /// The contexts `github`, `inputs` and `vars`.
    pub(super) contexts: Object,
    /// The inputs by themselves.
    pub(super) inputs: Value,
}

impl World {
    /// What a run of a workflow knows that an event started.
    pub(super) fn new(document: &Document, question: &Question) -> Result<Self, Fault> {
        let inputs = inputs::of_event(document, question)?;
        let mut contexts = Object::new();
        contexts.insert("github", github(document, question, &inputs));
        contexts.insert("inputs", inputs.clone());
        contexts.insert("vars", Object::open("vars").into());
        Ok(Self { contexts, inputs })
    }

    /// The same run inside of a workflow that it calls.
    pub(super) fn called(&self, inputs: Value) -> Self {
        let mut contexts = Object::new();
        for (name, value) in self.contexts.iter().filter(|(name, _)| *name != "inputs") {
            contexts.insert(name, value.clone());
        }
        contexts.insert("inputs", inputs.clone());
        Self { contexts, inputs }
    }
}

/// The context `github`, as far as the event tells.
fn github(document: &Document, question: &Question, inputs: &Value) -> Value {
    let mut github = Object::open("github");
    github.insert("event_name", Value::string(&question.event));
    github.insert("event", payload(document, question, inputs));
    if let Some(name) = &document.name {
        github.insert("workflow", Value::string(name));
    }
    let texts = [
        ("repository", "/repository/full_name"),
        ("repository_owner", "/repository/owner/login"),
        ("actor", "/sender/login"),
        ("head_ref", "/pull_request/head/ref"),
        ("base_ref", "/pull_request/base/ref"),
    ];
    for (name, pointer) in texts {
        if let Some(text) = text(question, pointer) {
            github.insert(name, Value::string(text));
        }
    }
    if !question.event.starts_with("pull_request") {
        github.insert("head_ref", Value::string(""));
        github.insert("base_ref", Value::string(""));
    }
    if let Some(reference) = reference(question) {
        github.insert("ref", Value::string(&reference));
        let kinds = [
            ("refs/heads/", "branch"),
            ("refs/tags/", "tag"),
            ("refs/pull/", "branch"),
        ];
        for (prefix, kind) in kinds {
            if let Some(short) = reference.strip_prefix(prefix) {
                github.insert("ref_name", Value::string(short));
                github.insert("ref_type", Value::string(kind));
            }
        }
    }
    // When a branch is deleted, it is the default branch's.
    let deletes = |payload: &Json| payload.get("deleted").and_then(Json::as_bool) == Some(true);
    let deleted = question.payload.as_ref().is_some_and(deletes);
    if let Some(sha) = text(question, "/after").filter(|_| question.event == "push" && !deleted) {
        github.insert("sha", Value::string(sha));
    }
    github.into()
}

pub(super) fn text<'q>(question: &'q Question, pointer: &str) -> Option<&'q str> {
    question.payload.as_ref()?.pointer(pointer)?.as_str()
}

/// `github.ref`, if it is known.
pub(super) fn reference(question: &Question) -> Option<String> {
    if let Some(reference) = &question.reference {
        let full = reference.starts_with("refs/");
        return Some(if full {
            reference.clone()
        } else {
            format!("refs/heads/{reference}")
        });
    }
    match question.event.as_str() {
        "push" => text(question, "/ref").map(str::to_owned),
        "merge_group" => text(question, "/merge_group/head_ref").map(str::to_owned),
        "pull_request" => {
            let number = question.payload.as_ref()?.pointer("/number")?.as_u64()?;
            Some(format!("refs/pull/{number}/merge"))
        }
        "release" => text(question, "/release/tag_name").map(|tag| format!("refs/tags/{tag}")),
        "workflow_dispatch" => text(question, "/ref").map(|name| {
            if name.starts_with("refs/") {
                name.to_owned()
            } else {
                format!("refs/heads/{name}")
            }
        }),
        _ => None,
    }
}

/// `github.event`: what the payload says; without one, what follows from the event alone.
fn payload(document: &Document, question: &Question, inputs: &Value) -> Value {
    let given = match &question.payload {
        Some(Json::Object(given)) => given,
        _ => {
            let mut event = Object::open("github.event");
            match (question.event.as_str(), crons(document).as_slice()) {
                ("schedule", [only]) => event.insert("schedule", Value::string(only)),
                ("schedule", _) => {}
                // No other event has these.
                _ => event.insert("schedule", Value::Null),
            }
            if !question.event.starts_with("pull_request") {
                event.insert("pull_request", Value::Null);
            }
            return event.into();
        }
    };
    let mut event = Object::new();
    for (name, member) in given {
        event.insert(name, values::value(member));
    }
    // Those of a run by hand are there with their defaults, all of them as text.
    if let ("workflow_dispatch", Value::Object(inputs)) = (question.event.as_str(), inputs) {
        let mut texts = Object::new();
        for (name, value) in inputs.iter() {
            let text = value.text().map(|text| Value::string(&text));
            texts.insert(name, text.unwrap_or_else(|| value.clone()));
        }
        event.insert("inputs", texts.into());
    }
    // Every payload has these, also where somebody wrote down only the part that matters.
    let mut always = vec!["repository", "sender"];
    if question.event.starts_with("pull_request") {
        always.push("pull_request");
    }
    for name in always {
        event.insert(name, Object::open(&format!("github.event.{name}")).into());
    }
    event.into()
}

fn crons(document: &Document) -> Vec<String> {
    let entries = document.event("schedule").map(Node::items).unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| entry.get("cron").and_then(Node::scalar))
        .collect()
}

/// Whether an event starts a workflow.
pub(super) fn starts(document: &Document, question: &Question) -> Result<Starts, Fault> {
    let event = question.event.as_str();
    let Some(node) = document.event(event) else {
        let known: Vec<&str> = document.events.iter().map(|(name, _)| name.as_str()).collect();
        return Ok(Starts::No(format!(
            "`on` has no `{event}`; it has {}",
            known.join(", ")
        )));
    };
    let checks = [
        filter::skipped,
        types,
        schedule,
        filter::workflows,
        filter::refs,
        filter::paths,
    ];
    let mut result = Starts::Yes;
    for check in checks {
        match check(&document.path, node, question)? {
            Starts::Yes => {}
            no @ Starts::No(_) => return Ok(no),
            unknown @ Starts::Unknown(_) => {
                if result == Starts::Yes {
                    result = unknown;
                }
            }
        }
    }
    Ok(result)
}

fn types(file: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    const PULL_REQUEST: [&str; 3] = ["opened", "synchronize", "reopened"];
    let declared = match node.get("types") {
        Some(types) => Some(filter::strings(file, types)?),
        None if matches!(question.event.as_str(), "pull_request" | "pull_request_target") => {
            Some(PULL_REQUEST.map(str::to_owned).to_vec())
        }
        None => None,
    };
    let Some(declared) = declared else {
        return Ok(Starts::Yes);
    };
    let wanted = declared.join(", ");
    Ok(match text(question, "/action") {
        None => Starts::Unknown(format!(
            "github.event.action is not given; it has to be one of {wanted}"
        )),
        Some(action) if declared.iter().any(|known| known == action) => Starts::Yes,
        Some(action) => Starts::No(format!("the type `{action}` is not one of {wanted}")),
    })
}

fn schedule(_: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    if question.event != "schedule" {
        return Ok(Starts::Yes);
    }
    let crons: Vec<String> = node
        .items()
        .iter()
        .filter_map(|entry| entry.get("cron").and_then(Node::scalar))
        .collect();
    Ok(match text(question, "/schedule") {
        Some(cron) if crons.iter().any(|known| known == cron) => Starts::Yes,
        Some(cron) => Starts::No(format!(
            "no entry of `schedule` has the cron `{cron}`; they have {}",
            crons.join("; ")
        )),
        None if crons.len() == 1 => Starts::Yes,
        None => Starts::Unknown(format!(
            "github.event.schedule is not given; it is one of {}",
            crons.join("; ")
        )),
    })
}
