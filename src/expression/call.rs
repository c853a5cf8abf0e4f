//! What the functions do.
//!
//! Each takes arguments that are known or not, and answers with a message if it fails. An argument whose
//! computation may fail makes the whole call so.

use super::budget::Budget;
use super::coerce::{self, is_primitive};
use super::environment::Status;
use super::format;
use super::function::Function;
use super::json::{self, Stop};
use super::letters::{lower, trim, upper};
use super::unknown::{self, Knowledge, Unknown};
use super::value::Value;

/// The value of a call. `case` is not called but evaluated: it does not compute all its arguments.
pub(super) fn call(
    function: Function,
    arguments: &[Value],
    status: &Status,
    budget: &mut Budget,
) -> Result<Value, String> {
    if let Some(failing) = arguments
        .iter()
        .find(|a| matches!(a, Value::Unknown(u) if u.may_fail()))
    {
        return Ok(failing.clone());
    }
    match (function, arguments) {
        (Function::Contains, [search, item]) => Ok(contains(search, item)),
        (Function::StartsWith, [text, part]) => Ok(affix(text, part, |text, part| text.starts_with(part))),
        (Function::EndsWith, [text, part]) => Ok(affix(text, part, |text, part| text.ends_with(part))),
        (Function::Format, [template, values @ ..]) => format::format(template, values, budget),
        (Function::FromJson, [text]) => from_json(text, budget),
        (Function::ToJson, [value]) => to_json(value, budget),
        (Function::Join, [list]) => join(list, &Value::string(","), budget),
        (Function::Join, [list, separator]) => join(list, separator, budget),
        (Function::HashFiles, _) => Ok(Value::unknown("hashFiles")),
        (Function::Always, _) => Ok(Value::Bool(true)),
        (Function::Success, []) => Ok(status_value("success()", status.success)),
        (Function::Failure, []) => Ok(status_value("failure()", status.failure)),
        (Function::Cancelled, _) => Ok(status_value("cancelled()", status.cancelled)),
        (Function::Success | Function::Failure, _) => Ok(status_value(function.name(), None)),
        _ => Err(format!(
            "{} cannot take {} arguments",
            function.name(),
            arguments.len()
        )),
    }
}

fn status_value(cause: &str, truth: Option<bool>) -> Value {
    match truth {
        Some(truth) => Value::Bool(truth),
        None => Value::Unknown(Unknown::new(cause).knowing(Knowledge::Boolean)),
    }
}

fn contains(search: &Value, item: &Value) -> Value {
    match (search, item) {
        (Value::Array(array), _) => {
            let mut unknown = None;
            for candidate in array.items() {
                match coerce::equal(item, candidate) {
                    Some(true) => return Value::Bool(true),
                    Some(false) => {}
                    None => unknown = unknown_of(item).or_else(|| unknown_of(candidate)),
                }
            }
            unknown.map_or(Value::Bool(false), |unknown| any_boolean(&unknown))
        }
        (Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) if unknown_of(search).is_none() => {
            Value::Bool(false)
        }
        _ => match (coerce::text(search), coerce::text(item)) {
            (Some(search), Some(item)) => Value::Bool(lower(&search).contains(&*lower(&item))),
            _ => undecided(search, item),
        },
    }
}

fn affix(text: &Value, part: &Value, holds: impl Fn(&str, &str) -> bool) -> Value {
    if !is_primitive(text) || !is_primitive(part) {
        return Value::Bool(false);
    }
    match (coerce::text(text), coerce::text(part)) {
        (Some(text), Some(part)) => Value::Bool(holds(&upper(&text), &upper(&part))),
        _ => undecided(text, part),
    }
}

fn unknown_of(value: &Value) -> Option<Unknown> {
    match value {
        Value::Unknown(unknown) => Some(unknown.clone()),
        _ => None,
    }
}

fn any_boolean(unknown: &Unknown) -> Value {
    if unknown.may_fail() {
        Value::Unknown(unknown.clone())
    } else {
        unknown::boolean(None, unknown)
    }
}

/// A boolean that depends on one of the two.
fn undecided(one: &Value, other: &Value) -> Value {
    unknown_of(one)
        .or_else(|| unknown_of(other))
        .map_or(Value::Bool(false), |unknown| any_boolean(&unknown))
}

fn from_json(text: &Value, budget: &mut Budget) -> Result<Value, String> {
    let text = match text {
        Value::Unknown(unknown) => return Ok(Value::Unknown(unknown.knowing(Knowledge::MayFail))),
        known => coerce::text(known).unwrap_or_default(),
    };
    if trim(&text).is_empty() {
        return Err("empty input".to_owned());
    }
    // A value takes several times the memory of its text.
    budget.spend(text.len().saturating_mul(4))?;
    json::read(&text).map_err(|_| "Error parsing JSON when evaluating fromJson".to_owned())
}

fn to_json(value: &Value, budget: &mut Budget) -> Result<Value, String> {
    match json::pretty(value, budget.left()) {
        Ok(text) => {
            budget.spend(text.len())?;
            Ok(Value::String(text.into()))
        }
        Err(Stop::TooLong) => Err(Budget::exceeded()),
        // Whatever is in the value: its JSON is not an empty string.
        Err(Stop::Unknown(unknown)) if unknown.may_fail() => Ok(Value::Unknown(unknown)),
        Err(Stop::Unknown(unknown)) => Ok(Value::Unknown(unknown.knowing(Knowledge::Truthy))),
    }
}

fn join(list: &Value, separator: &Value, budget: &mut Budget) -> Result<Value, String> {
    let items = match list {
        Value::Array(array) => array.items(),
        Value::Object(_) => return Ok(Value::string("")),
        Value::Unknown(unknown) => return Ok(Value::Unknown(unknown.knowing(Knowledge::Something))),
        primitive => return Ok(Value::String(coerce::text(primitive).unwrap_or_default().into())),
    };
    let mut unknown = None;
    let between = match separator {
        Value::Array(_) | Value::Object(_) => ",".into(),
        Value::Unknown(found) if items.len() > 1 => {
            unknown = Some(found.clone());
            "".into()
        }
        known => coerce::text(known).unwrap_or_default(),
    };
    let mut joined = String::new();
    for (at, item) in items.iter().enumerate() {
        let text = coerce::text(item);
        unknown = unknown.or_else(|| unknown_of(item));
        let text = text.unwrap_or_default();
        let between = if at == 0 { "" } else { &*between };
        budget.spend(between.len() + text.len())?;
        joined.push_str(between);
        joined.push_str(&text);
    }
    Ok(text_or_unknown(joined, unknown))
}

/// A text, of which pieces may be missing because they are unknown.
pub(super) fn text_or_unknown(text: String, unknown: Option<Unknown>) -> Value {
    match unknown {
        None => Value::String(text.into()),
        Some(unknown) if unknown.may_fail() => Value::Unknown(unknown),
        Some(unknown) if text.is_empty() => Value::Unknown(unknown.knowing(Knowledge::Something)),
        Some(unknown) => Value::Unknown(unknown.knowing(Knowledge::Truthy)),
    }
}
