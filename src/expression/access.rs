//! Taking values out of values: `.name`, `[index]` and `*`.

use super::coerce;
use super::object::Object;
use super::unknown::{Knowledge, Unknown};
use super::value::{Array, Value};

/// Everything in `target`. An index into the result goes to each item.
pub(super) fn all(target: &Value) -> Value {
    match target {
        Value::Array(array) if array.filtered => each(array, items_of),
        Value::Unknown(unknown) if unknown.may_fail() => target.clone(),
        _ => {
            let mut items = Vec::new();
            match items_of(target, &mut items) {
                Ok(()) => Value::filtered(items),
                Err(unknown) => unknown_list(&unknown),
            }
        }
    }
}

/// What `index` selects in `target`; `null` if there is no such thing.
pub(super) fn one(target: &Value, index: &Value) -> Value {
    match index {
        Value::Unknown(unknown) if unknown.may_fail() => index.clone(),
        _ => select(target, |value| member(value, index)),
    }
}

/// What is called `name` in `target`; `null` if there is no such thing.
pub(super) fn named(target: &Value, name: &str) -> Value {
    select(target, |value| match value {
        Value::Object(object) => property(object, name),
        Value::Unknown(unknown) => Err(unknown.knowing(Knowledge::Something)),
        // No name is a number, so a list has no such item.
        _ => Ok(None),
    })
}

fn select(target: &Value, member: impl Fn(&Value) -> Result<Option<Value>, Unknown>) -> Value {
    match target {
        Value::Unknown(unknown) if unknown.may_fail() => target.clone(),
        Value::Array(array) if array.filtered => each(array, |item, out| {
            out.extend(member(item)?);
            Ok(())
        }),
        _ => match member(target) {
            Ok(value) => value.unwrap_or(Value::Null),
            Err(unknown) => Value::Unknown(unknown),
        },
    }
}

fn each(array: &Array, take: impl Fn(&Value, &mut Vec<Value>) -> Result<(), Unknown>) -> Value {
    let mut found = Vec::new();
    for item in array.items() {
        if let Err(unknown) = take(item, &mut found) {
            return unknown_list(&unknown);
        }
    }
    Value::filtered(found)
}

/// A list of which neither length nor items are known; still, a list is truthy.
fn unknown_list(unknown: &Unknown) -> Value {
    let knowledge = if unknown.may_fail() {
        Knowledge::MayFail
    } else {
        Knowledge::Truthy
    };
    Value::Unknown(unknown.knowing(knowledge))
}

fn items_of(value: &Value, out: &mut Vec<Value>) -> Result<(), Unknown> {
    match value {
        Value::Array(array) => out.extend_from_slice(array.items()),
        Value::Object(object) => match object.unknown_rest() {
            Some(unknown) => return Err(unknown),
            None => out.extend(object.iter().map(|(_, value)| value.clone())),
        },
        Value::Unknown(unknown) => return Err(unknown.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    Ok(())
}

/// The member of `target` at `index`, if there is one; the unknown that decides it otherwise.
fn member(target: &Value, index: &Value) -> Result<Option<Value>, Unknown> {
    match target {
        Value::Array(array) => item(array, index),
        Value::Object(object) => by_index(object, index),
        Value::Unknown(unknown) => Err(unknown.knowing(Knowledge::Something)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(None),
    }
}

fn item(array: &Array, index: &Value) -> Result<Option<Value>, Unknown> {
    if let Value::Unknown(unknown) = index {
        return if array.items().is_empty() {
            Ok(None)
        } else {
            Err(unknown.knowing(Knowledge::Something))
        };
    }
    let at = coerce::number(index).unwrap_or(f64::NAN);
    // Not a number, negative, endless: no index. A fraction is cut off.
    if !at.is_finite() || at < 0.0 {
        return Ok(None);
    }
    Ok(array.items().get(at as usize).cloned())
}

fn by_index(object: &Object, index: &Value) -> Result<Option<Value>, Unknown> {
    if let Value::Unknown(unknown) = index {
        let nothing = object.is_empty() && object.unknown_rest().is_none();
        return if nothing {
            Ok(None)
        } else {
            Err(unknown.knowing(Knowledge::Something))
        };
    }
    if !coerce::is_primitive(index) {
        return Ok(None);
    }
    property(object, &coerce::text(index).unwrap_or_default())
}

fn property(object: &Object, name: &str) -> Result<Option<Value>, Unknown> {
    // In an open object, even whether there is such a name is unknown: a filter may leave it out.
    match object.get(name) {
        Some(Value::Unknown(unknown)) if !object.knows(name) => Err(unknown),
        found => Ok(found),
    }
}
