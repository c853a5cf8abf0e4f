//! The rows of a job's matrix, as far as the file tells.

use serde_json::Value as Json;

use super::facts::{Facts, Job, has_expressions};
use super::literal;
use crate::expression::Value;
use crate::simulate::{Rows, expand};
use crate::yaml::{At, Data, Node};

/// A row: keys and values in order.
pub(super) type Row = Vec<(String, String)>;

/// The rows of a job.
pub(super) enum Matrix {
    /// There is no matrix: one row without values.
    None,
    /// They are in the file.
    Known(Vec<Row>),
    /// They are literals of the step at that place, which decides in shell which of them run when.
    Literal(Vec<Row>, At),
    /// They are not in the file.
    Unknown(String),
}

pub(super) fn rows(facts: &Facts<'_>, job: &Job) -> Matrix {
    let Some(matrix) = job.matrix() else {
        return Matrix::None;
    };
    if !has_expressions(matrix) {
        return match expanded(&matrix.to_json()) {
            Ok(rows) => Matrix::Known(rows),
            Err(why) => Matrix::Unknown(why),
        };
    }
    let computed = || Matrix::Unknown("its values are computed while the workflow runs".to_owned());
    match &matrix.data {
        Data::Text(text) => {
            let found = literal::from_json(text).and_then(|inside| literal::of_output(facts, &inside));
            let Some((step, literals)) = found else {
                return computed();
            };
            let mut rows: Vec<Row> = Vec::new();
            for row in literals
                .iter()
                .flat_map(|literal| expanded(literal).unwrap_or_default())
            {
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            if rows.is_empty() {
                computed()
            } else {
                Matrix::Literal(rows, step.at)
            }
        }
        Data::Map(_) => with_literals(facts, matrix).unwrap_or_else(computed),
        _ => computed(),
    }
}

/// A matrix of which some vectors are read from JSON.
fn with_literals(facts: &Facts<'_>, matrix: &Node) -> Option<Matrix> {
    let mut whole = matrix.to_json();
    let mut at = None;
    for entry in matrix
        .entries()
        .iter()
        .filter(|entry| has_expressions(&entry.value))
    {
        let inside = literal::from_json(entry.value.text()?)?;
        let (step, literals) = literal::of_output(facts, &inside)?;
        let mut items: Vec<Json> = Vec::new();
        for item in literals.iter().filter_map(Json::as_array).flatten() {
            if !items.contains(item) {
                items.push(item.clone());
            }
        }
        whole[entry.key.as_str()] = Json::Array(items);
        at = Some(step.at);
    }
    let rows = expanded(&whole).ok()?;
    Some(Matrix::Literal(rows, at?))
}

fn expanded(matrix: &Json) -> Result<Vec<Row>, String> {
    let value = Value::from_json(&matrix.to_string()).map_err(|error| format!("{error:?}"))?;
    match expand(&value)? {
        Rows::Known(rows) => Ok(rows
            .iter()
            .map(|row| {
                row.values
                    .iter()
                    .map(|(name, value)| (name.to_owned(), text(value)))
                    .collect()
            })
            .collect()),
        Rows::Unknown(cause) => Err(format!("it depends on {cause}")),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => value.to_json().unwrap_or_default(),
        other => other.text().unwrap_or_default().into_owned(),
    }
}
