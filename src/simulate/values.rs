//! Values of YAML, of JSON, and of expressions.

use serde_json::{Map, Value as Json, json as literal};

use super::document::Field;
use super::source::Fault;
use crate::expression::{Environment, Object, Scope, Template, Value};
use crate::yaml::{Data, Node};

/// A value as JSON; one that is unknown is `{"unknown": what it depends on}`.
#[must_use]
pub fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => Json::from(*number as i64),
        Value::Number(number) => Json::from(*number),
        Value::String(text) => Json::from(&**text),
        Value::Array(array) => array.items().iter().map(json).collect(),
        Value::Object(object) => Json::Object(members(object)),
        Value::Unknown(unknown) => literal!({ "unknown": &*unknown.cause }),
    }
}

/// The known members of an object as JSON.
pub(super) fn members(object: &Object) -> Map<String, Json> {
    object
        .iter()
        .map(|(name, value)| (name.to_owned(), json(value)))
        .collect()
}

/// A value of JSON as expressions see it.
pub(super) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::string(text),
        Json::Array(items) => Value::array(items.iter().map(value).collect()),
        Json::Object(members) => {
            let mut object = Object::new();
            for (name, member) in members {
                object.insert(name, value(member));
            }
            object.into()
        }
    }
}

/// A scalar without expressions.
pub(super) fn scalar(node: &Node) -> Value {
    match &node.data {
        Data::Bool(flag) => Value::Bool(*flag),
        Data::Number(number) => Value::Number(*number),
        Data::Text(text) => Value::string(text),
        Data::Null | Data::List(_) | Data::Map(_) => Value::Null,
    }
}

/// A whole value, with its expressions evaluated.
///
/// # Errors
/// The first expression that is none, or that surely fails.
pub fn resolve(
    file: &str,
    node: &Node,
    scope: &Scope,
    environment: &Environment<'_>,
) -> Result<Value, Fault> {
    match &node.data {
        Data::Text(text) if text.contains("${{") => Template::parse(text, scope)
            .and_then(|template| template.evaluate(environment))
            .map_err(|error| Fault::new(file, node.at, error.to_string())),
        Data::List(items) => {
            let items = items.iter().map(|item| resolve(file, item, scope, environment));
            Ok(Value::array(items.collect::<Result<_, _>>()?))
        }
        Data::Map(entries) => {
            let mut object = Object::new();
            for entry in entries {
                object.insert(&entry.key, resolve(file, &entry.value, scope, environment)?);
            }
            Ok(object.into())
        }
        _ => Ok(scalar(node)),
    }
}

impl Field {
    /// The value.
    ///
    /// # Errors
    /// What surely fails.
    pub fn value(&self, file: &str, environment: &Environment<'_>) -> Result<Value, Fault> {
        match &self.template {
            None => Ok(scalar(&self.node)),
            Some(template) => template
                .evaluate(environment)
                .map_err(|error| Fault::new(file, self.node.at, error.to_string())),
        }
    }
}
