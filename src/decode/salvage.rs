//! Makes a faulty document decodable, so that the rules can still look at the rest of it in the same run.

use serde_json::{Map, Value};

use super::document::Document;
use super::echo::Replaced;
use super::schema;
use super::structure::Fault;
use crate::diagnostic::{Path, Segment, closest};

/// Gives values under misspelt keys the name that was most likely meant, where nothing else has it, and says which.
pub(super) fn respell(
    value: &mut Value,
    document: &mut Document<'_>,
    faults: &[Fault],
) -> Vec<(Path, String)> {
    let mut respelt = Vec::new();
    for fault in faults {
        let Fault::UnknownKey(path, wrong) = fault else {
            continue;
        };
        let keys = schema::at(path).map(schema::keys).unwrap_or_default();
        let (Some(right), Some(Value::Object(table))) = (closest(wrong, keys), find(value, &path.0)) else {
            continue;
        };
        if table.contains_key(right) {
            continue;
        }
        if let Some(inner) = table.swap_remove(wrong) {
            table.insert(right.to_owned(), inner);
            document.respelt(path.join(right), wrong);
            respelt.push((path.clone(), wrong.clone()));
        }
    }
    respelt
}

/// Takes out or replaces everything faulty, and says which paths were touched.
pub(super) fn replace(document: &mut Value, faults: &[Fault]) -> Replaced {
    let mut touched = Replaced::new();
    for fault in faults {
        match fault {
            Fault::UnknownKey(path, key) => remove(document, path, key),
            Fault::MissingKey(path, key) => insert(document, path, key),
            Fault::WrongValue(path, ..) => mend(document, path),
        }
        touched.extend(match fault {
            // Nothing asks for a key that there is not, but in a version: there it may be the rest of a name.
            Fault::UnknownKey(path, key) => (!path.0.is_empty()).then(|| path.join(key).0),
            Fault::MissingKey(path, key) => Some(path.join(key).0),
            Fault::WrongValue(path, ..) => Some(path.0.clone()),
        });
    }
    touched
}

/// JSON Schema calls 7.0 an integer and serde does not: where the schema wants one, it becomes one.
pub(super) fn whole_numbers(value: &mut Value, path: &Path) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                whole_numbers(item, &path.join(index));
            }
        }
        Value::Object(entries) => {
            for (key, entry) in entries {
                whole_numbers(entry, &path.join(key));
            }
        }
        Value::Number(number) if !number.is_i64() => {
            let wanted = schema::at(path).and_then(|schema| schema.get("type"));
            if wanted.and_then(Value::as_str) == Some("integer") {
                // Only a number without a fraction has the same digits as an integer.
                let digits = number.to_string();
                let whole = digits
                    .strip_suffix(".0")
                    .and_then(|digits| digits.parse::<i64>().ok());
                if let Some(whole) = whole {
                    *value = whole.into();
                }
            }
        }
        _ => {}
    }
}

fn find<'v>(document: &'v mut Value, path: &[Segment]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |value, segment| match segment {
        Segment::Key(key) => value.get_mut(key),
        Segment::Index(index) => value.get_mut(index),
    })
}

fn remove(document: &mut Value, path: &Path, key: &str) {
    if let Some(Value::Object(table)) = find(document, &path.0) {
        // The order of the keys of a type means nothing, and taking out of the midst takes time.
        table.swap_remove(key);
    }
}

fn insert(document: &mut Value, path: &Path, key: &str) {
    let stand_in = stand_in(&path.join(key));
    if let Some(Value::Object(table)) = find(document, &path.0) {
        table.insert(key.to_owned(), stand_in);
    }
}

/// An optional value is taken out; one that must be there gets a stand-in.
fn mend(document: &mut Value, path: &Path) {
    let stand_in = stand_in(path);
    let Some((last, parent)) = path.0.split_last() else {
        return;
    };
    let required = schema::at(&Path(parent.to_vec()))
        .and_then(|schema| schema.get("required"))
        .and_then(Value::as_array)
        .is_some_and(|keys| matches!(last, Segment::Key(key) if keys.iter().any(|required| required == key)));
    match (find(document, parent), last) {
        (Some(Value::Object(table)), Segment::Key(key)) if !required => {
            // A map's entry keeps its name, so that nothing that refers to it becomes an echo.
            let known = schema::at(&Path(parent.to_vec()))
                .is_some_and(|schema| schema::keys(schema).contains(&key.as_str()));
            if known {
                drop(table.shift_remove(key))
            } else {
                drop(table.insert(key.clone(), stand_in))
            }
        }
        (Some(parent), _) => {
            if let Some(value) = find(parent, std::slice::from_ref(last)) {
                *value = stand_in;
            }
        }
        (None, _) => {}
    }
}

/// The least value that the schema accepts at a path.
fn stand_in(path: &Path) -> Value {
    let Some(schema) = schema::at(path) else {
        return Value::Null;
    };
    if let Some(first) = schema
        .get("examples")
        .and_then(Value::as_array)
        .and_then(|examples| examples.first())
    {
        return first.clone();
    }
    if let Some(first) = schema::choices(schema).first() {
        return Value::String((*first).to_owned());
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => Value::Array(Vec::new()),
        Some("object") => table(path, schema),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| 1.into()),
        Some("boolean") => Value::Bool(false),
        _ => Value::String(String::new()),
    }
}

fn table(path: &Path, schema: &'static Value) -> Value {
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let entries = required
        .iter()
        .filter_map(Value::as_str)
        .map(|key| (key.to_owned(), stand_in(&path.join(key))));
    Value::Object(entries.collect::<Map<_, _>>())
}
