//! Inputs: what is said, what holds when nothing is, and what GitHub refuses.

use serde_json::Value as Json;

use super::document::{Call, Document};
use super::source::Fault;
use super::{Question, values};
use crate::expression::{Environment, Object, Place, Value};
use crate::yaml::{Entry, Node};

/// The inputs of a run that an event started. Only two events have any.
pub(super) fn of_event(document: &Document, question: &Question) -> Result<Value, Fault> {
    let event = question.event.as_str();
    let declared = match (event, document.event(event)) {
        ("workflow_dispatch" | "workflow_call", Some(node)) => node.get("inputs").map(Node::entries),
        _ => return Ok(Object::new().into()),
    };
    let declared = declared.unwrap_or_default();
    let given = question
        .payload
        .as_ref()
        .and_then(|payload| payload.get("inputs"));
    let given = given.and_then(Json::as_object);
    let refuse = |message: String| Fault::whole(&document.path, message);
    let known = |name: &str| declared.iter().any(|entry| entry.key.eq_ignore_ascii_case(name));
    if let Some(name) = given
        .into_iter()
        .flat_map(|given| given.keys())
        .find(|name| !known(name))
    {
        return Err(refuse(format!(
            "the payload has the input `{name}`, which the workflow does not declare"
        )));
    }
    let mut inputs = Object::new();
    for entry in declared {
        let said = given.and_then(|given| {
            given
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(&entry.key))
                .map(|(_, value)| value)
        });
        let value = match said {
            Some(Json::Null) | None => unsaid(document, &entry.key, &entry.value)?,
            Some(said) => typed(&entry.value, &values::value(said))
                .map_err(|why| refuse(format!("the input `{}` of the payload {why}", entry.key)))?,
        };
        inputs.insert(&entry.key, value);
    }
    Ok(inputs.into())
}

/// The inputs that a called workflow declares, if what the caller hands over is declared, and all that is required is handed.
pub(super) fn declared<'d>(caller: &str, call: &Call, called: &'d Document) -> Result<&'d [Entry], Fault> {
    let Some(node) = called.event("workflow_call") else {
        let message = format!(
            "`{}` cannot be called: its `on` has no `workflow_call`",
            called.path
        );
        return Err(Fault::new(caller, call.at, message));
    };
    let declared = node.get("inputs").map(Node::entries).unwrap_or_default();
    let unknown = call
        .with
        .iter()
        .find(|(name, ..)| !declared.iter().any(|entry| entry.key.eq_ignore_ascii_case(name)));
    if let Some((name, at, _)) = unknown {
        let message = format!("`{}` declares no input `{name}`", called.path);
        return Err(Fault::new(caller, *at, message));
    }
    let is_handed = |entry: &Entry| {
        call.with
            .iter()
            .any(|(name, ..)| name.eq_ignore_ascii_case(&entry.key))
    };
    match declared
        .iter()
        .find(|entry| required(&entry.value) && !is_handed(entry))
    {
        Some(entry) => {
            let message = format!("`{}` requires the input `{}`", called.path, entry.key);
            Err(Fault::new(caller, call.at, message))
        }
        None => Ok(declared),
    }
}

/// The inputs of a called workflow.
pub(super) fn of_call(
    caller: &str,
    call: &Call,
    called: &Document,
    environment: &Environment<'_>,
) -> Result<Value, Fault> {
    let mut inputs = Object::new();
    for entry in declared(caller, call, called)? {
        let said = call
            .with
            .iter()
            .find(|(name, ..)| name.eq_ignore_ascii_case(&entry.key));
        let value = match said {
            Some((_, at, field)) => {
                handed(&entry.value, &field.value(caller, environment)?).map_err(|why| {
                    Fault::new(
                        caller,
                        *at,
                        format!("the input `{}` of `{}` {why}", entry.key, called.path),
                    )
                })?
            }
            None => call_default(called, &entry.key, &entry.value, environment)?,
        };
        inputs.insert(&entry.key, value);
    }
    Ok(inputs.into())
}

/// The default of a called workflow's input, which may say what the caller knows.
fn call_default(
    called: &Document,
    name: &str,
    declaration: &Node,
    environment: &Environment<'_>,
) -> Result<Value, Fault> {
    let Some(node) = declaration.get("default") else {
        return default(called, name, declaration);
    };
    let value = values::resolve(&called.path, node, &Place::Workflow.scope(), environment)?;
    handed(declaration, &value).map_err(|why| {
        let message = format!("the default of the input `{name}` {why}");
        Fault::new(&called.path, node.at, message)
    })
}

/// A value that one workflow hands another. Unlike those of an event, it is of the right type already: the text `true` is
/// no boolean.
fn handed(declaration: &Node, value: &Value) -> Result<Value, String> {
    let wanted = match (kind(declaration).as_str(), value) {
        ("boolean", Value::String(_)) => "true or false",
        ("number", Value::String(_)) => "a number",
        _ => return typed(declaration, value),
    };
    Err(format!(
        "has to be {wanted}, and is the text {}; fromJSON() makes a value of a text",
        values::json(value)
    ))
}

pub(super) fn required(declaration: &Node) -> bool {
    declaration.get("required").and_then(Node::scalar).as_deref() == Some("true")
}

fn kind(declaration: &Node) -> String {
    let kind = declaration.get("type").and_then(Node::scalar);
    kind.unwrap_or_else(|| "string".to_owned())
}

/// What holds when the payload says nothing.
fn unsaid(document: &Document, name: &str, declaration: &Node) -> Result<Value, Fault> {
    if declaration.get("default").is_none() && required(declaration) {
        let message = format!("the payload lacks the required input `{name}`");
        return Err(Fault::whole(&document.path, message));
    }
    default(document, name, declaration)
}

fn default(document: &Document, name: &str, declaration: &Node) -> Result<Value, Fault> {
    let Some(default) = declaration.get("default") else {
        return Ok(match kind(declaration).as_str() {
            "boolean" => Value::Bool(false),
            "number" => Value::Number(0.0),
            // The form offers the first choice, the interface none.
            "choice" | "environment" => Value::unknown(&format!("inputs.{name}")),
            _ => Value::string(""),
        });
    };
    if default.text().is_some_and(|text| text.contains("${{")) {
        return Ok(Value::unknown(&format!("inputs.{name}")));
    }
    typed(declaration, &values::scalar(default)).map_err(|why| {
        let message = format!("the default of the input `{name}` {why}");
        Fault::new(&document.path, default.at, message)
    })
}

/// A value as the type of the input has it.
fn typed(declaration: &Node, value: &Value) -> Result<Value, String> {
    if let Value::Unknown(_) = value {
        return Ok(value.clone());
    }
    let text = value.text().unwrap_or_default().into_owned();
    let shown = || values::json(value).to_string();
    match kind(declaration).as_str() {
        "boolean" => match (value, text.as_str()) {
            (Value::Bool(_), _) => Ok(value.clone()),
            (Value::String(_), "true") => Ok(Value::Bool(true)),
            (Value::String(_), "false") => Ok(Value::Bool(false)),
            _ => Err(format!("has to be true or false, and is {}", shown())),
        },
        "number" => match (value, Value::string(&text).number().unwrap_or(f64::NAN)) {
            (Value::Number(_), _) => Ok(value.clone()),
            (Value::String(_), number) if !number.is_nan() && !text.trim().is_empty() => {
                Ok(Value::Number(number))
            }
            _ => Err(format!("has to be a number, and is {}", shown())),
        },
        "choice" => {
            let options = declaration.get("options").map(Node::items).unwrap_or_default();
            let options: Vec<String> = options.iter().filter_map(Node::scalar).collect();
            if options.contains(&text) {
                Ok(Value::string(&text))
            } else {
                Err(format!(
                    "has no choice {}; there are {}",
                    shown(),
                    options.join(", ")
                ))
            }
        }
        _ if matches!(value, Value::Array(_) | Value::Object(_)) => {
            Err(format!("has to be a string, and is {}", shown()))
        }
        _ => Ok(Value::string(&text)),
    }
}
