//! The name of a row's check.

use super::document::{Document, Job};
use super::matrix::Row;
use super::source::Fault;
use crate::expression::{Environment, Value};

/// Longest name of a row, in UTF-16 units, when the job has no expression for it.
const LONGEST: usize = 100;

/// The name of a row's check, if it is known. A name with expressions is what they come to; without, what the row is made
/// of follows it.
pub(super) fn name(
    document: &Document,
    job: &Job,
    row: &Row,
    environment: &Environment<'_>,
) -> Result<Option<String>, Fault> {
    let mut plain = job.id.clone();
    if let Some(field) = &job.name {
        match field.value(&document.path, environment)? {
            Value::Unknown(_) => return Ok(None),
            value => {
                let name = value.text().unwrap_or_default().into_owned();
                if field.template.is_some() && !name.is_empty() {
                    return Ok(Some(name));
                }
                if !name.is_empty() {
                    plain = name;
                }
            }
        }
    }
    let mut segments = Vec::new();
    let known = row
        .values
        .iter()
        .take(row.named)
        .all(|(_, value)| leaves(value, &mut segments));
    Ok(known.then(|| made(plain, &segments)))
}

/// Adds the texts of a value's leaves; `false` if one is unknown.
fn leaves(value: &Value, into: &mut Vec<String>) -> bool {
    match value {
        Value::Null => true,
        Value::Unknown(_) => false,
        Value::Array(array) => array.items().iter().all(|item| leaves(item, into)),
        Value::Object(object) => object.iter().all(|(_, value)| leaves(value, into)),
        scalar => {
            let text = scalar.text().unwrap_or_default().into_owned();
            into.extend(Some(text).filter(|text| !text.is_empty()));
            true
        }
    }
}

fn made(plain: String, segments: &[String]) -> String {
    let name = if segments.is_empty() {
        plain
    } else {
        format!("{plain} ({})", segments.join(", "))
    };
    let units: Vec<u16> = name.encode_utf16().collect();
    if units.len() <= LONGEST {
        return name;
    }
    String::from_utf16_lossy(&units[..LONGEST - 3]) + "..."
}
