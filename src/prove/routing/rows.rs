//! The rows of a job: which cells they are, and what conditions can see of them.

use super::{Router, TestJob, name};
use crate::expression::{Environment, Object, Place, Status, Value};
use crate::plan::Cell;
use crate::prove::question::Trigger;
use crate::simulate::{Document, Field, Job, Row, Rows, expand, json, resolve};
use crate::yaml::{At, Data, Node};

impl<'r> Router<'r> {
    /// Reads the rows of a job once: which cells they are, and what their conditions look at.
    pub(super) fn test_job(&mut self, job: &'r Job) -> Option<TestJob<'r>> {
        let call = job.calls.as_ref()?;
        if call.local() != Some(self.cell.path.as_str()) {
            self.found(
                call.at,
                format!(
                    "job `{}` calls `{}`, not the workflow of a cell",
                    job.id, call.uses
                ),
            );
            return None;
        }
        let rows = match self.literal_rows(job) {
            Ok(rows) => rows,
            Err(message) => {
                self.found(job.at, format!("job `{}`: {message}", job.id));
                return None;
            }
        };
        let places = places(job);
        let declared = self
            .cell
            .event("workflow_call")
            .and_then(|call| call.get("inputs"));
        let inputs = looked_at(self.cell, declared, call.with.as_slice());
        let fields: Vec<&Field> = inputs.iter().filter_map(|(_, field, _)| *field).collect();
        let texts: Vec<Option<&str>> = fields.iter().map(|field| field.node.text()).collect();
        let told = format!("{texts:?}");
        let (mut cells, mut classes) = (Vec::new(), Vec::new());
        for (index, row) in rows.into_iter().enumerate() {
            let at = places.get(index).copied().unwrap_or(job.at);
            cells.push(self.cell_of(job, &row, at));
            let next = self.samples.len();
            let seen = told.clone() + &class(&fields, &row);
            let class = *self.classes.entry(seen).or_insert(next);
            if class == next {
                self.samples.push(row);
            }
            classes.push(class);
        }
        let needs: Vec<&str> = job.needs.iter().map(|(id, _)| id.as_str()).collect();
        let condition = format!("{:?} {needs:?}", job.condition_text);
        let next = self.conditions.len();
        let condition = *self.conditions.entry(condition).or_insert(next);
        Some(TestJob {
            job,
            cells,
            classes,
            condition,
            inputs,
        })
    }
    /// The rows of a job, which nothing may decide at run time.
    fn literal_rows(&self, job: &Job) -> Result<Vec<Row>, String> {
        let node = job.matrix.as_ref().ok_or("it has no matrix")?;
        let contexts = Object::new();
        let environment = Environment {
            contexts: &contexts,
            status: Status::SUCCESS,
        };
        let matrix = resolve(&self.suite.path, node, &Place::Strategy.scope(), &environment);
        match expand(&matrix.map_err(|fault| fault.message)?)? {
            Rows::Known(rows) => Ok(rows),
            Rows::Unknown(cause) => Err(format!("its rows depend on {cause}")),
        }
    }
    /// The cell that a row is, with everything that the called workflow is told about it.
    fn cell_of(&mut self, job: &Job, row: &Row, at: At) -> Option<usize> {
        let trigger = Trigger {
            event: "a row".to_owned(),
            cron: None,
            inputs: Vec::new(),
        };
        let mut contexts = trigger.contexts(&Value::unknown("needs"));
        contexts.insert("matrix", row.values.clone().into());
        let environment = Environment {
            contexts: &contexts,
            status: Status::SUCCESS,
        };
        let call = job.calls.as_ref()?;
        let told = |name: &str| {
            let field = call.with.iter().find(|(known, ..)| known == name);
            let value = field.and_then(|(_, _, field)| field.value(&self.suite.path, &environment).ok());
            value.and_then(|value| value.text().map(std::borrow::Cow::into_owned))
        };
        let version = told("version").unwrap_or_default();
        let scenario = told("scenario").unwrap_or_default();
        let Some(index) = self.index.get(&(version.as_str(), scenario.as_str())).copied() else {
            let cell = format!("{version}/{scenario}");
            let finding = self.found(
                at,
                format!("is in the matrix of job `{}`, and is not planned", job.id),
            );
            finding.cell = Some(cell);
            return None;
        };
        let cell = &self.plan.cells[index];
        let wanted = [
            ("timeout", cell.timeout_minutes.to_string()),
            ("needs", capabilities(cell)),
            ("runner", runner(cell)),
        ];
        let wrong: Vec<String> = wanted
            .into_iter()
            .filter_map(|(name, wanted)| {
                let is = told(name);
                let wrong = is.as_deref() != Some(wanted.as_str());
                wrong.then(|| format!("is told `{name}` {is:?}, and the plan says {wanted:?}"))
            })
            .collect();
        for message in wrong {
            self.found(at, message).cell = Some(name(cell));
        }
        Some(index)
    }
}

/// The inputs of the called workflow that its conditions mention, with what the caller says of them.
fn looked_at<'d>(
    cell: &Document,
    declared: Option<&'d Node>,
    with: &'d [(String, At, Field)],
) -> Vec<(&'d str, Option<&'d Field>, Value)> {
    let texts = cell.jobs.iter().filter_map(|job| job.condition_text.as_deref());
    let texts = texts.collect::<Vec<_>>().join("\n").to_lowercase();
    let inputs = declared.map(Node::entries).unwrap_or_default().iter();
    let mentioned =
        inputs.filter(|entry| texts.contains(&entry.key.to_lowercase()) || texts.contains("inputs)"));
    let mentioned = mentioned.map(|entry| {
        let said = with
            .iter()
            .find(|(name, ..)| name.eq_ignore_ascii_case(&entry.key));
        let default = entry.value.get("default");
        let default = default.map_or(Value::Null, |default| match &default.data {
            Data::Bool(flag) => Value::Bool(*flag),
            Data::Number(number) => Value::Number(*number),
            Data::Text(text) => Value::string(text),
            _ => Value::Null,
        });
        (entry.key.as_str(), said.map(|(_, _, field)| field), default)
    });
    mentioned.collect()
}
/// What the expressions of some fields can see of a row.
fn class(fields: &[&Field], row: &Row) -> String {
    let mut class = String::new();
    let texts: Vec<&str> = fields.iter().filter_map(|field| field.node.text()).collect();
    if texts.iter().all(|text| !text.contains("matrix")) {
        return class;
    }
    for (name, value) in row.values.iter() {
        if texts
            .iter()
            .any(|text| text.contains(name) || text.contains("matrix)") || text.contains("matrix["))
        {
            class.push_str(&format!("{name}={}\n", json(value)));
        }
    }
    class
}
/// Where each row stands.
fn places(job: &Job) -> Vec<At> {
    let rows = job.matrix.as_ref().and_then(|matrix| matrix.get("include"));
    rows.map(Node::items)
        .unwrap_or_default()
        .iter()
        .map(|row| row.at)
        .collect()
}
fn capabilities(cell: &Cell) -> String {
    cell.provides.join(" ")
}
fn runner(cell: &Cell) -> String {
    match cell.runner.as_slice() {
        [one] => one.clone(),
        several => serde_json::Value::from(several.to_vec()).to_string(),
    }
}
