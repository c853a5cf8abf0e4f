//! Values of YAML, of JSON, and of expressions.

use serde_json::{Map, Value as Json, json as literal};

use super::document::Field;
use super::source::Fault;
use crate::expression::{Environment, Object, Scope, Template, Value};
use crate::yaml::{Data, Entry, Node};

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
                let value = resolve(file, &entry.value, scope, environment)?;
                if !entry.key.contains("${{") {
                    object.insert(&entry.key, value);
                    continue;
                }
                match computed(file, entry, scope, environment)? {
                    Value::Unknown(unknown) => return Ok(Value::Unknown(unknown)),
                    // The members of a mapping, in the place of the key.
                    Value::Null => match value {
                        Value::Object(members) => {
                            for (name, member) in members.iter() {
                                object.insert(name, member.clone());
                            }
                        }
                        Value::Unknown(unknown) => return Ok(Value::Unknown(unknown)),
                        other => {
                            let message = format!(
                                "a mapping is inserted here, not a value of the type {}",
                                other.kind()
                            );
                            return Err(Fault::new(file, entry.value.at, message));
                        }
                    },
                    key => object.insert(&key.text().unwrap_or_default(), value),
                }
            }
            Ok(object.into())
        }
        _ => Ok(scalar(node)),
    }
}

/// What a key with expressions comes to; nothing for `${{ insert }}`.
fn computed(file: &str, entry: &Entry, scope: &Scope, environment: &Environment<'_>) -> Result<Value, Fault> {
    let directive = entry
        .key
        .trim()
        .strip_prefix("${{")
        .and_then(|key| key.strip_suffix("}}"));
    if directive.is_some_and(|directive| directive.trim() == "insert") {
        return Ok(Value::Null);
    }
    let key = Template::parse(&entry.key, scope).and_then(|template| template.evaluate(environment));
    match key.map_err(|error| Fault::new(file, entry.at, error.to_string()))? {
        Value::Null => Ok(Value::string("")),
        key => Ok(key),
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
