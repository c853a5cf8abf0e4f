//! The schema, and the part of it that speaks of a given value.

use std::sync::LazyLock;

use serde_json::Value;

use crate::diagnostic::{Path, Segment};
use crate::pipeline::Pipeline;

static SCHEMA: LazyLock<Value> = LazyLock::new(Pipeline::schema);

static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    jsonschema::validator_for(&SCHEMA).expect("the schema is derived from our types, and a test compiles it")
});

pub(super) fn validator() -> &'static jsonschema::Validator {
    &VALIDATOR
}

/// The part of the schema that describes the value at a path, references followed.
pub(super) fn at(path: &Path) -> Option<&'static Value> {
    path.0.iter().try_fold(resolve(&SCHEMA)?, |schema, segment| {
        let next = match segment {
            Segment::Index(_) => schema.get("items"),
            Segment::Key(key) => schema
                .get("properties")
                .and_then(|properties| properties.get(key))
                .or_else(|| {
                    schema
                        .get("additionalProperties")
                        .filter(|additional| additional.is_object())
                }),
        };
        resolve(next?)
    })
}

fn resolve(schema: &'static Value) -> Option<&'static Value> {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => resolve(SCHEMA.pointer(reference.strip_prefix('#')?)?),
        None => Some(schema),
    }
}

/// The keys a table may have.
pub(super) fn keys(schema: &'static Value) -> Vec<&'static str> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .map(|properties| properties.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

/// The strings a value may be, if they can be listed.
pub(super) fn choices(schema: &'static Value) -> Vec<&'static str> {
    let of = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    let constants = of("oneOf").iter().filter_map(|choice| choice.get("const"));
    of("enum")
        .iter()
        .chain(constants)
        .filter_map(Value::as_str)
        .collect()
}

/// What a value must look like, in words.
pub(super) fn expected(schema: &'static Value) -> Option<&'static str> {
    schema.get("x-expected").and_then(Value::as_str)
}

/// Whether a text is of the pattern that a value must have, if it must have one.
pub(super) fn fits(schema: &'static Value, text: &str) -> bool {
    let pattern = schema.get("pattern").and_then(Value::as_str);
    pattern.is_none_or(|pattern| regex::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text)))
}
