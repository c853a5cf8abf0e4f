//! The rows of a matrix.
//!
//! Every combination of the vectors, the first vector slowest; without those that an `exclude` matches; with the
//! values of each `include` that matches, a later one over an earlier one, and never over a vector's; then each
//! `include` that matched nothing, as a row of its own. To match is to be `==` at every leaf, as loosely as
//! expressions compare. The judge is GitHub's open workflow parser.

use std::sync::Arc;

use crate::expression::{Array, Object, Value};

/// Most rows that GitHub expands a matrix to.
pub const MAX_ROWS: usize = 256;

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// The `matrix` context.
    pub values: Object,
    /// How many of its values are in its name, when the job has none.
    pub named: usize,
}

/// The rows of a matrix.
#[derive(Debug, Clone)]
pub enum Rows {
    /// They are known.
    Known(Vec<Row>),
    /// They depend on what is unknown.
    Unknown(String),
}

/// Expands a matrix whose expressions are evaluated.
///
/// # Errors
/// Why GitHub would refuse it.
pub fn expand(matrix: &Value) -> Result<Rows, String> {
    let parts = match parts(matrix)? {
        Ok(parts) => parts,
        Err(cause) => return Ok(Rows::Unknown(cause)),
    };
    let mut rows = Vec::new();
    let mut matched = vec![false; parts.include.len()];
    let mut size = usize::from(!parts.vectors.is_empty());
    for (_, vector) in &parts.vectors {
        size = size.saturating_mul(vector.items().len());
    }
    if size > MAX_ROWS * MAX_ROWS {
        return Err(format!(
            "the matrix has {size} combinations; GitHub expands at most {MAX_ROWS}"
        ));
    }
    for index in 0..size {
        let combination = combination(&parts.vectors, index, size);
        match excluded(&parts.exclude, &combination) {
            None => return Ok(Rows::Unknown("matrix.exclude".to_owned())),
            Some(true) => continue,
            Some(false) => {}
        }
        let mut extra: Vec<(String, Value)> = Vec::new();
        for (include, matched) in parts.include.iter().zip(&mut matched) {
            match matches(&include.filter, &combination) {
                None => return Ok(Rows::Unknown("matrix.include".to_owned())),
                Some(false) => {}
                Some(true) => {
                    *matched = true;
                    merge(&mut extra, &include.extra);
                }
            }
        }
        rows.push(row(combination, extra));
    }
    let alone = parts
        .include
        .into_iter()
        .zip(matched)
        .filter(|(_, matched)| !matched);
    rows.extend(alone.map(|(include, _)| {
        let mut row = row(include.filter, Vec::new());
        include
            .extra
            .into_iter()
            .for_each(|(name, value)| row.values.insert(&name, value));
        row.named = row.values.len();
        row
    }));
    if rows.len() > MAX_ROWS {
        return Err(format!(
            "the matrix has {} rows; GitHub expands at most {MAX_ROWS}",
            rows.len()
        ));
    }
    Ok(Rows::Known(rows))
}

struct Parts {
    vectors: Vec<(String, Arc<Array>)>,
    exclude: Vec<Object>,
    include: Vec<Include>,
}

struct Include {
    filter: Object,
    extra: Vec<(String, Value)>,
}

/// The parts of a matrix, or why they are unknown.
fn parts(matrix: &Value) -> Result<Result<Parts, String>, String> {
    let matrix = match matrix {
        Value::Object(matrix) => matrix,
        Value::Unknown(unknown) => return Ok(Err(unknown.cause.to_string())),
        other => {
            return Err(format!(
                "a matrix is a mapping, and this is of the type {}",
                other.kind()
            ));
        }
    };
    let mut vectors = Vec::new();
    for (name, value) in matrix.iter() {
        if name == "include" || name == "exclude" {
            continue;
        }
        match value {
            Value::Array(items) if items.items().is_empty() => {
                return Err(format!("matrix vector '{name}' does not contain any values"));
            }
            Value::Array(items) => vectors.push((name.to_owned(), Arc::clone(items))),
            Value::Unknown(unknown) => return Ok(Err(unknown.cause.to_string())),
            other => {
                return Err(format!(
                    "matrix vector '{name}' is a sequence, not of the type {}",
                    other.kind()
                ));
            }
        }
    }
    let (exclude, include) = match (objects(matrix, "exclude")?, objects(matrix, "include")?) {
        (Err(cause), _) | (_, Err(cause)) => return Ok(Err(cause)),
        (Ok(exclude), Ok(include)) => (exclude, include),
    };
    let is_vector = |name: &str| vectors.iter().any(|(known, _)| is(known, name));
    for (name, _) in exclude.iter().flat_map(|exclude| exclude.iter()) {
        if !is_vector(name) {
            return Err(format!(
                "Matrix exclude key '{name}' does not match any key within the matrix"
            ));
        }
    }
    let include: Vec<Include> = include.iter().map(|include| split(include, &is_vector)).collect();
    if vectors.is_empty() && include.is_empty() {
        return Err("Matrix must define at least one vector".to_owned());
    }
    Ok(Ok(Parts {
        vectors,
        exclude,
        include,
    }))
}

/// What an `include` has to match, and what it adds.
fn split(include: &Object, is_vector: &impl Fn(&str) -> bool) -> Include {
    let mut filter = Object::new();
    let mut extra = Vec::new();
    for (name, value) in include.iter() {
        if is_vector(name) {
            filter.insert(name, value.clone());
        } else {
            extra.push((name.to_owned(), value.clone()));
        }
    }
    Include { filter, extra }
}

/// The mappings of `include` or `exclude`, or why they are unknown.
fn objects(matrix: &Object, key: &str) -> Result<Result<Vec<Object>, String>, String> {
    let items = match matrix.get(key) {
        None => return Ok(Ok(Vec::new())),
        Some(Value::Array(items)) => items,
        Some(Value::Unknown(unknown)) => return Ok(Err(unknown.cause.to_string())),
        Some(other) => return Err(format!("`{key}` is a sequence, not of the type {}", other.kind())),
    };
    let mut objects = Vec::new();
    for item in items.items() {
        match item {
            Value::Object(object) if object.is_empty() => {
                return Err(format!("an item of `{key}` has no values"));
            }
            Value::Object(object) => objects.push((**object).clone()),
            Value::Unknown(unknown) => return Ok(Err(unknown.cause.to_string())),
            other => {
                return Err(format!(
                    "an item of `{key}` is a mapping, not of the type {}",
                    other.kind()
                ));
            }
        }
    }
    Ok(Ok(objects))
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

fn combination(vectors: &[(String, Arc<Array>)], index: usize, size: usize) -> Object {
    let mut object = Object::new();
    let mut block = size;
    for (name, vector) in vectors {
        block /= vector.items().len();
        object.insert(
            name,
            vector.items()[(index / block) % vector.items().len()].clone(),
        );
    }
    object
}

fn excluded(exclude: &[Object], combination: &Object) -> Option<bool> {
    let mut unknown = false;
    for filter in exclude {
        match matches(filter, combination) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => unknown = true,
        }
    }
    if unknown { None } else { Some(false) }
}

fn matches(filter: &Object, values: &Object) -> Option<bool> {
    all(filter
        .iter()
        .map(|(name, wanted)| leaf(wanted, values.get(name).as_ref())))
}

/// Whether every leaf of `wanted` is `==` the one at the same place.
fn leaf(wanted: &Value, value: Option<&Value>) -> Option<bool> {
    let unknown = matches!(value, Some(Value::Unknown(_)));
    match wanted {
        Value::Object(object) => all(object.iter().map(|(name, wanted)| {
            let inner = match value {
                Some(Value::Object(value)) => value.get(name),
                other if unknown => other.cloned(),
                _ => None,
            };
            leaf(wanted, inner.as_ref())
        })),
        Value::Array(array) => all(array.items().iter().enumerate().map(|(at, wanted)| {
            let inner = match value {
                Some(Value::Array(value)) => value.items().get(at).cloned(),
                other if unknown => other.cloned(),
                _ => None,
            };
            leaf(wanted, inner.as_ref())
        })),
        wanted => wanted.equals(value.unwrap_or(&Value::Null)),
    }
}

fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}

/// Adds values, a later one in the place of an earlier one of the same name.
fn merge(into: &mut Vec<(String, Value)>, from: &[(String, Value)]) {
    for (name, value) in from {
        match into.iter_mut().find(|(known, _)| is(known, name)) {
            Some(known) => known.1 = value.clone(),
            None => into.push((name.clone(), value.clone())),
        }
    }
}

fn row(mut values: Object, extra: Vec<(String, Value)>) -> Row {
    let named = values.len();
    for (name, value) in extra {
        values.insert(&name, value);
    }
    Row { values, named }
}
