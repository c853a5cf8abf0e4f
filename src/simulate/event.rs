//! Whether an event starts a workflow, and what the run then knows.

use serde_json::Value as Json;

use super::Question;
use super::document::Document;
use super::glob::{Pattern, included};
use super::inputs;
use super::source::Fault;
use super::values;
use crate::expression::{Object, Value};
use crate::yaml::{Data, Node};

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
        contexts.insert("github", github(document, question));
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
fn github(document: &Document, question: &Question) -> Value {
    let mut github = Object::open("github");
    github.insert("event_name", Value::string(&question.event));
    github.insert("event", payload(document, question));
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
    if let Some(sha) = text(question, "/after").filter(|_| question.event == "push") {
        github.insert("sha", Value::string(sha));
    }
    github.into()
}

fn text<'q>(question: &'q Question, pointer: &str) -> Option<&'q str> {
    question.payload.as_ref()?.pointer(pointer)?.as_str()
}

/// `github.ref`, if it is known.
fn reference(question: &Question) -> Option<String> {
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
fn payload(document: &Document, question: &Question) -> Value {
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
    let checks = [types, schedule, refs, paths];
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
        Some(types) => Some(strings(file, types)?),
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

/// The branch or tag that the filters look at.
fn filtered(question: &Question) -> Option<String> {
    match question.event.as_str() {
        "pull_request" | "pull_request_target" => {
            text(question, "/pull_request/base/ref").map(|name| format!("refs/heads/{name}"))
        }
        "workflow_run" => {
            text(question, "/workflow_run/head_branch").map(|name| format!("refs/heads/{name}"))
        }
        "merge_group" => text(question, "/merge_group/base_ref").map(str::to_owned),
        _ => reference(question),
    }
}

fn refs(file: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    let filter = |key: &str| patterns(file, node, key);
    let (branches, branches_ignore) = (filter("branches")?, filter("branches-ignore")?);
    let (tags, tags_ignore) = (filter("tags")?, filter("tags-ignore")?);
    for (one, other, names) in [
        (&branches, &branches_ignore, "`branches` and `branches-ignore`"),
        (&tags, &tags_ignore, "`tags` and `tags-ignore`"),
    ] {
        if one.is_some() && other.is_some() {
            return Err(Fault::new(file, node.at, format!("{names} cannot both be there")));
        }
    }
    let about_branches = branches.is_some() || branches_ignore.is_some();
    let about_tags = tags.is_some() || tags_ignore.is_some();
    if !about_branches && !about_tags {
        return Ok(Starts::Yes);
    }
    let Some(reference) = filtered(question) else {
        return Ok(Starts::Unknown("the branch or tag is not given".to_owned()));
    };
    let (kind, name, about, wanted, ignored) = match reference.strip_prefix("refs/tags/") {
        Some(tag) => ("tag", tag, about_tags, tags, tags_ignore),
        None => {
            let branch = reference.strip_prefix("refs/heads/").unwrap_or(&reference);
            ("branch", branch, about_branches, branches, branches_ignore)
        }
    };
    if !about {
        return Ok(Starts::No(format!(
            "the filters are not about a {kind}, and `{name}` is one"
        )));
    }
    let passes = match (&wanted, &ignored) {
        (Some(wanted), _) => included(wanted, name),
        (None, Some(ignored)) => !included(ignored, name),
        (None, None) => true,
    };
    Ok(if passes {
        Starts::Yes
    } else {
        Starts::No(format!("the {kind} `{name}` does not pass the filters"))
    })
}

fn paths(file: &str, node: &Node, question: &Question) -> Result<Starts, Fault> {
    let (wanted, ignored) = (
        patterns(file, node, "paths")?,
        patterns(file, node, "paths-ignore")?,
    );
    if wanted.is_some() && ignored.is_some() {
        return Err(Fault::new(
            file,
            node.at,
            "`paths` and `paths-ignore` cannot both be there",
        ));
    }
    // GitHub looks at no paths when a tag is pushed.
    let is_tag = filtered(question).is_some_and(|reference| reference.starts_with("refs/tags/"));
    if (wanted.is_none() && ignored.is_none()) || is_tag {
        return Ok(Starts::Yes);
    }
    let Some(changed) = question.changed.clone().or_else(|| committed(question)) else {
        return Ok(Starts::Unknown("the changed files are not given".to_owned()));
    };
    let passes = match (&wanted, &ignored) {
        (Some(wanted), _) => changed.iter().any(|path| included(wanted, path)),
        (None, Some(ignored)) => changed.is_empty() || !changed.iter().all(|path| included(ignored, path)),
        (None, None) => true,
    };
    Ok(if passes {
        Starts::Yes
    } else {
        Starts::No("no changed file passes the filters of paths".to_owned())
    })
}

/// The files that the commits of a push changed, if the payload names them.
fn committed(question: &Question) -> Option<Vec<String>> {
    let commits = question.payload.as_ref()?.get("commits")?.as_array()?;
    let mut files = Vec::new();
    for commit in commits {
        for list in ["added", "modified", "removed"] {
            let names = commit.get(list)?.as_array()?;
            files.extend(names.iter().filter_map(Json::as_str).map(str::to_owned));
        }
    }
    Some(files)
}

fn patterns(file: &str, node: &Node, key: &str) -> Result<Option<Vec<Pattern>>, Fault> {
    let Some(list) = node.get(key) else {
        return Ok(None);
    };
    let texts = strings(file, list)?;
    let patterns = texts
        .iter()
        .zip(places(list))
        .map(|(text, at)| Pattern::parse(text).map_err(|message| Fault::new(file, at, message)));
    patterns.collect::<Result<_, _>>().map(Some)
}

fn places(list: &Node) -> impl Iterator<Item = crate::yaml::At> {
    let single = matches!(list.data, Data::Text(_)).then_some(list.at);
    list.items().iter().map(|item| item.at).chain(single)
}

/// A string, or several.
fn strings(file: &str, node: &Node) -> Result<Vec<String>, Fault> {
    let text = |node: &Node| {
        node.scalar().ok_or_else(|| {
            Fault::new(
                file,
                node.at,
                format!("a string is expected, and this is {}", node.kind()),
            )
        })
    };
    match &node.data {
        Data::List(items) => items.iter().map(text).collect(),
        _ => Ok(vec![text(node)?]),
    }
}
