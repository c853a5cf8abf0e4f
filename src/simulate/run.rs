//! Which jobs and rows of a started workflow run.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::document::{Call, Document, Job};
use super::event::World;
use super::inputs;
use super::matrix::{self, Row, Rows};
use super::name::name;
use super::report::{JobReport, Outcome, RowReport};
use super::secrets;
use super::source::{Fault, Workflows};
use super::upstream::{Upstream, order};
use super::values::{self, json, resolve};
use crate::expression::{Environment, Object, Place, Status, Value};

/// Deepest chain of called workflows, the first caller included.
const MAX_LEVELS: usize = 10;

pub(super) struct Runner<'r> {
    pub(super) workflows: &'r Workflows<'r>,
    /// Results of the jobs of the first workflow that are given.
    pub(super) results: &'r BTreeMap<String, String>,
}

/// What is known of the end of a job, and of what was before it.
#[derive(Debug)]
struct End {
    /// `None` is unknown.
    result: Option<String>,
    before: Upstream,
}

type Results = HashMap<String, End>;

impl Runner<'_> {
    /// What becomes of the jobs of a workflow. `chain`: the workflows that called it, and itself.
    pub(super) fn jobs(
        &self,
        document: &Document,
        world: &World,
        chain: &[&str],
    ) -> Result<Vec<JobReport>, Fault> {
        let mut reports: Vec<Option<JobReport>> = document.jobs.iter().map(|_| None).collect();
        let mut results = Results::new();
        // Needs form no circle, so every job has its turn.
        for at in order(&document.jobs, key) {
            let job = &document.jobs[at];
            let before = before(job, &results);
            let made = self.job(document, job, world, &results, before, chain)?;
            let result = made.result.clone();
            results.insert(key(&job.id), End { result, before });
            reports[at] = Some(made);
        }
        Ok(reports.into_iter().flatten().collect())
    }

    fn job(
        &self,
        document: &Document,
        job: &Job,
        world: &World,
        results: &Results,
        before: Upstream,
        chain: &[&str],
    ) -> Result<JobReport, Fault> {
        let needs: Vec<(String, Option<String>)> = job
            .needs
            .iter()
            .map(|(id, _)| {
                (
                    id.clone(),
                    results.get(&key(id)).and_then(|end| end.result.clone()),
                )
            })
            .collect();
        let mut contexts = world.contexts.clone();
        contexts.insert("needs", needs_context(&needs));
        let environment = Environment {
            contexts: &contexts,
            status: before.status(),
        };
        let (mut outcome, mut reason) = decide(document, job, &environment, &needs)?;
        let mut rows = Vec::new();
        if outcome != Outcome::Skipped {
            match self.expand(document, job, &environment)? {
                Rows::Known(known) => rows = self.rows(document, job, world, &environment, known, chain)?,
                Rows::Unknown(cause) => {
                    let unknown = format!("the rows depend on {cause}");
                    reason = Some(reason.map_or(unknown.clone(), |reason| format!("{reason}; {unknown}")));
                }
            }
            let inside = Outcome::of_all(rows.iter().map(|row| row.outcome));
            if outcome == Outcome::Runs && !rows.is_empty() && inside != Outcome::Runs {
                outcome = inside;
                reason = Some(match inside {
                    Outcome::Skipped => "every job of the called workflow is skipped".to_owned(),
                    _ => "it depends on the jobs of the called workflow".to_owned(),
                });
            }
        }
        let given = self.results.get(&job.id).filter(|_| chain.len() == 1);
        let result = match outcome {
            Outcome::Skipped => Some("skipped".to_owned()),
            Outcome::Runs => ended(document, job, &environment, given)?,
            Outcome::Unknown => None,
        };
        Ok(JobReport {
            id: job.id.clone(),
            line: job.at.line,
            outcome,
            reason,
            condition: job.condition_text.clone(),
            needs,
            result,
            rows,
        })
    }

    fn expand(&self, document: &Document, job: &Job, environment: &Environment<'_>) -> Result<Rows, Fault> {
        let alone = || Row {
            values: Object::new(),
            named: 0,
        };
        let Some(strategy) = &job.strategy else {
            return Ok(Rows::Known(vec![alone()]));
        };
        let node = job.matrix.as_ref().unwrap_or(strategy);
        let mut value = resolve(&document.path, node, &Place::Strategy.scope(), environment)?;
        if job.matrix.is_none() {
            value = match value {
                Value::Unknown(unknown) => return Ok(Rows::Unknown(unknown.cause.to_string())),
                Value::Object(strategy) => match strategy.get("matrix") {
                    Some(matrix) => matrix,
                    None => return Ok(Rows::Known(vec![alone()])),
                },
                other => {
                    let message = format!(
                        "a strategy is a mapping, and this is of the type {}",
                        other.kind()
                    );
                    return Err(Fault::new(&document.path, node.at, message));
                }
            };
        }
        let rows = matrix::expand(&value).map_err(|message| Fault::new(&document.path, node.at, message))?;
        Ok(match rows {
            // GitHub's own evaluator then makes one row without values.
            Rows::Known(none) if none.is_empty() => Rows::Known(vec![alone()]),
            rows => rows,
        })
    }

    fn rows(
        &self,
        document: &Document,
        job: &Job,
        world: &World,
        environment: &Environment<'_>,
        rows: Vec<Row>,
        chain: &[&str],
    ) -> Result<Vec<RowReport>, Fault> {
        let total = rows.len();
        let mut reports = Vec::with_capacity(total);
        for (index, row) in rows.into_iter().enumerate() {
            let mut contexts = environment.contexts.clone();
            contexts.insert(
                "matrix",
                if row.values.is_empty() {
                    Value::Null
                } else {
                    row.values.clone().into()
                },
            );
            contexts.insert("strategy", strategy(index, total));
            let environment = Environment {
                contexts: &contexts,
                status: environment.status,
            };
            let calls = self.call(document, job, world, &environment, chain)?;
            let outcome = match &calls {
                Some((_, _, jobs)) => Outcome::of_all(jobs.iter().map(|job| job.outcome)),
                None => Outcome::Runs,
            };
            reports.push(RowReport {
                name: name(document, job, &row, &environment)?,
                matrix: serde_json::Value::Object(values::members(&row.values)),
                outcome,
                calls,
            });
        }
        Ok(reports)
    }

    /// The local workflow that a job calls, its inputs, and what becomes of its jobs.
    fn call(
        &self,
        document: &Document,
        job: &Job,
        world: &World,
        environment: &Environment<'_>,
        chain: &[&str],
    ) -> Result<Option<(String, serde_json::Value, Vec<JobReport>)>, Fault> {
        let Some((call, called)) = self.callee(document, job, chain)? else {
            return Ok(None);
        };
        let path = called.path.as_str();
        let inputs = inputs::of_call(&document.path, call, &called, environment)?;
        let shown = json(&inputs);
        let chain: Vec<&str> = chain.iter().copied().chain([path]).collect();
        let jobs = self.jobs(&called, &world.called(inputs), &chain)?;
        Ok(Some((path.to_owned(), shown, jobs)))
    }

    /// Holds every call against what it calls, as GitHub does before it knows which are made. `seen`: the workflows that
    /// were looked at, each at its depth.
    pub(super) fn hold_calls(
        &self,
        document: &Document,
        chain: &[&str],
        seen: &mut HashSet<(String, usize)>,
    ) -> Result<(), Fault> {
        for job in &document.jobs {
            let Some((_, called)) = self.callee(document, job, chain)? else {
                continue;
            };
            if seen.insert((called.path.clone(), chain.len())) {
                let chain: Vec<&str> = chain.iter().copied().chain([called.path.as_str()]).collect();
                self.hold_calls(&called, &chain, seen)?;
            }
        }
        Ok(())
    }

    /// The local workflow that a job calls, as far as GitHub looks at it before a run.
    fn callee<'j>(
        &self,
        document: &Document,
        job: &'j Job,
        chain: &[&str],
    ) -> Result<Option<(&'j Call, Rc<Document>)>, Fault> {
        let Some((call, path)) = job.calls.as_ref().and_then(|call| Some((call, call.local()?))) else {
            return Ok(None);
        };
        if chain.contains(&path) {
            let message = format!(
                "workflows call each other in a circle: {} -> {path}",
                chain.join(" -> ")
            );
            return Err(Fault::new(&document.path, call.at, message));
        }
        if chain.len() >= MAX_LEVELS {
            let message = format!("workflows call each other more than {MAX_LEVELS} deep");
            return Err(Fault::new(&document.path, call.at, message));
        }
        let called = self.workflows.get(path).map_err(|faults| {
            let first = faults.into_iter().next();
            match first {
                Some(fault) if fault.at.is_some() => fault,
                Some(fault) => Fault::new(&document.path, call.at, fault.to_string()),
                None => Fault::new(&document.path, call.at, format!("{path} cannot be read")),
            }
        })?;
        inputs::declared(&document.path, call, &called)?;
        secrets::check(&document.path, job, call, &called)?;
        Ok(Some((call, called)))
    }
}

/// `needs.*.result` of a job that runs and ends as given. One that may fail is seen as a success; where only its rows tell
/// whether it may, nobody knows.
fn ended(
    document: &Document,
    job: &Job,
    environment: &Environment<'_>,
    given: Option<&String>,
) -> Result<Option<String>, Fault> {
    let given = given.map_or("success", String::as_str);
    let Some(field) = job.may_fail.as_ref().filter(|_| given == "failure") else {
        return Ok(Some(given.to_owned()));
    };
    let mut contexts = environment.contexts.clone();
    for name in ["matrix", "strategy"] {
        contexts.insert(name, Value::unknown(name));
    }
    let environment = Environment {
        contexts: &contexts,
        status: environment.status,
    };
    Ok(match field.value(&document.path, &environment)? {
        Value::Unknown(_) => None,
        Value::Bool(true) => Some("success".to_owned()),
        _ => Some(given.to_owned()),
    })
}

fn key(id: &str) -> String {
    id.to_ascii_lowercase()
}

/// Whether a job runs, and why it does not simply run.
fn decide(
    document: &Document,
    job: &Job,
    environment: &Environment<'_>,
    needs: &[(String, Option<String>)],
) -> Result<(Outcome, Option<String>), Fault> {
    let holds = |environment: &Environment<'_>| {
        let holds = job.condition.holds(environment);
        holds.map_err(|error| Fault::new(&document.path, job.condition_at, error.to_string()))
    };
    let text = job.condition_text.as_deref().unwrap_or("success()");
    Ok(match holds(environment)? {
        Some(true) => (Outcome::Runs, None),
        Some(false) => {
            let well = Environment {
                contexts: environment.contexts,
                status: Status::SUCCESS,
            };
            let ended: Vec<String> = needs
                .iter()
                .filter_map(|(id, result)| result.as_ref().map(|result| (id, result)))
                .filter(|(_, result)| *result != "success")
                .map(|(id, result)| format!("`{id}` ended as {result}"))
                .collect();
            let because_of_needs = environment.status.success == Some(false) && holds(&well)? != Some(false);
            let reason = match (because_of_needs, ended.is_empty()) {
                (true, false) => format!("{}, and nothing asks for more than success()", ended.join(", ")),
                (true, true) => {
                    "a job further up did not succeed, and nothing asks for more than success()".to_owned()
                }
                (false, _) => format!("the condition is false: {}", text.trim()),
            };
            (Outcome::Skipped, Some(reason))
        }
        None => {
            let cause = job.condition.unknown(environment);
            let cause = cause.unwrap_or_else(|| "how the jobs before it end".to_owned());
            (
                Outcome::Unknown,
                Some(format!("the condition depends on {cause}")),
            )
        }
    })
}

/// The context `needs`.
fn needs_context(needs: &[(String, Option<String>)]) -> Value {
    let mut context = Object::new();
    for (id, result) in needs {
        let mut job = Object::new();
        let cause = format!("needs.{id}.result");
        let result = result
            .as_deref()
            .map_or_else(|| Value::unknown_truthy(&cause), Value::string);
        job.insert("result", result);
        job.insert("outputs", Object::open(&format!("needs.{id}.outputs")).into());
        context.insert(id, job.into());
    }
    context.into()
}

/// How the jobs before a job ended.
fn before(job: &Job, results: &Results) -> Upstream {
    let needs = job.needs.iter().filter_map(|(id, _)| results.get(&key(id)));
    needs.fold(Upstream::default(), |all, end| {
        all.with(end.result.as_deref(), end.before)
    })
}

fn strategy(index: usize, total: usize) -> Value {
    let mut strategy = Object::open("strategy");
    strategy.insert("job-index", Value::Number(index as f64));
    strategy.insert("job-total", Value::Number(total as f64));
    strategy.into()
}
