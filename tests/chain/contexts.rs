//! Contexts, and expressions evaluated in them.

use pipewright::expression::{Condition, Environment, Object, Template, Value};
use serde_json::{Map, Value as Json, json};

/// What expressions may name, by context.
#[derive(Clone)]
pub(crate) struct Contexts(Map<String, Json>);

impl Contexts {
    pub(crate) fn new(contexts: Json) -> Self {
        Self(contexts.as_object().unwrap().clone())
    }

    /// With a context set.
    pub(crate) fn with(&self, name: &str, value: Json) -> Self {
        let mut contexts = self.clone();
        contexts.0.insert(name.to_owned(), value);
        contexts
    }

    pub(crate) fn get(&self, name: &str) -> &Json {
        self.0.get(name).unwrap_or(&Json::Null)
    }

    fn object(&self) -> Object {
        let mut object = Object::new();
        for (name, value) in &self.0 {
            object.insert(name, Value::from_json(&value.to_string()).unwrap());
        }
        object
    }

    /// The value of a scalar. What nobody can know here, such as the hash of files, is `null`.
    pub(crate) fn value(&self, scalar: &Json) -> Json {
        let Some(text) = scalar.as_str() else {
            return scalar.clone();
        };
        let object = self.object();
        let value = Template::parse_any(text)
            .unwrap()
            .evaluate(&Environment::new(&object))
            .unwrap();
        value
            .to_json()
            .map_or(Json::Null, |json| serde_json::from_str(&json).unwrap())
    }

    /// The value of a scalar, as the environment of a process has it.
    pub(crate) fn text(&self, scalar: &Json) -> String {
        match self.value(scalar) {
            Json::String(text) => text,
            Json::Null => String::new(),
            Json::Number(number) if number.as_f64() == Some(number.as_f64().unwrap().trunc()) => {
                format!("{:.0}", number.as_f64().unwrap())
            }
            other => other.to_string(),
        }
    }

    /// Whether a job or step runs, whose job is in this status so far.
    pub(crate) fn holds(&self, condition: Option<&Json>, status: &str) -> bool {
        let object = self.with("job", json!({ "status": status })).object();
        let text = condition.map_or("success()".to_owned(), |condition| match condition {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        });
        Condition::parse_any(&text)
            .unwrap()
            .holds(&Environment::new(&object))
            .unwrap()
            .unwrap_or_else(|| panic!("`{text}` depends on what nobody knows"))
    }
}
