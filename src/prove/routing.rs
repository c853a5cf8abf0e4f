//! Exactly the planned cells run, each once, under every trigger.

use std::collections::{BTreeSet, HashMap};

use super::finding::{Finding, Property};
use super::question::{self, Trigger};
use crate::expression::{Environment, Object, Place, Status, Value};
use crate::plan::{Cell, Plan};
use crate::simulate::{Document, Field, Job, Row, Rows, expand, json, resolve};
use crate::yaml::Node;

/// A trigger, and which jobs run cells under it.
pub(super) struct Run {
    pub(super) trigger: Trigger,
    /// Ids of the jobs that run a cell.
    pub(super) jobs: BTreeSet<String>,
    /// Whether any cell is planned.
    pub(super) is_planned: bool,
}

/// A job that calls the workflow of a cell.
struct TestJob<'d> {
    job: &'d Job,
    /// The cell that each row is; none for one that is not planned.
    cells: Vec<Option<usize>>,
    /// Rows that no condition can tell apart have the same class, in all jobs.
    classes: Vec<usize>,
    /// Jobs whose conditions say the same have the same number.
    condition: usize,
    /// Inputs of the call that conditions of the called workflow look at.
    inputs: Vec<(&'d str, Option<&'d Field>, Value)>,
}

struct Router<'r> {
    plan: &'r Plan,
    suite: &'r Document,
    cell: &'r Document,
    findings: &'r mut Vec<Finding>,
    /// Cells by version and scenario.
    index: HashMap<(&'r str, &'r str), usize>,
    /// Classes of rows, by what conditions can see of them.
    classes: HashMap<String, usize>,
    /// A row of each class.
    samples: Vec<Row>,
    conditions: HashMap<String, usize>,
}

/// What is known under one trigger, so that nothing is evaluated twice.
#[derive(Default)]
struct Memo {
    conditions: HashMap<usize, bool>,
    classes: HashMap<usize, bool>,
}

/// Proves the routing, and returns what should run under each trigger.
pub(super) fn check(plan: &Plan, suite: &Document, cell: &Document, findings: &mut Vec<Finding>) -> Vec<Run> {
    let cells = plan.cells.iter().enumerate();
    let mut router = Router {
        plan,
        suite,
        cell,
        findings,
        index: cells
            .map(|(at, cell)| ((cell.version.as_str(), cell.scenario.as_str()), at))
            .collect(),
        classes: HashMap::new(),
        samples: Vec::new(),
        conditions: HashMap::new(),
    };
    router.events();
    let jobs: Vec<TestJob<'_>> = suite
        .jobs
        .iter()
        .filter(|job| job.calls.is_some())
        .filter_map(|job| router.test_job(job))
        .collect();
    let runs = question::all(plan)
        .into_iter()
        .map(|trigger| router.run(&jobs, trigger));
    runs.collect()
}

impl<'r> Router<'r> {
    fn found(&mut self, line: usize, message: String) -> &mut Finding {
        let finding = Finding::new(Property::Routing, &self.suite.path, line, message);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The events are those of the plan, and so are the crons.
    fn events(&mut self) {
        let planned: BTreeSet<&str> = self.plan.profiles.iter().map(|p| p.trigger.event()).collect();
        let events: Vec<(String, usize)> = self
            .suite
            .events
            .iter()
            .map(|(name, node)| (name.clone(), node.at.line))
            .collect();
        for (name, line) in &events {
            if !planned.contains(name.as_str()) {
                self.found(
                    *line,
                    format!("the event `{name}` starts the workflow, and is not planned"),
                );
            }
        }
        for name in planned {
            if !events.iter().any(|(known, _)| known == name) {
                self.found(
                    1,
                    format!("the event `{name}` is planned, and does not start the workflow"),
                );
            }
        }
    }

    /// Reads the rows of a job once: which cells they are, and what their conditions look at.
    fn test_job(&mut self, job: &'r Job) -> Option<TestJob<'r>> {
        let call = job.calls.as_ref()?;
        if call.local() != Some(self.cell.path.as_str()) {
            self.found(
                call.at.line,
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
                self.found(job.at.line, format!("job `{}`: {message}", job.id));
                return None;
            }
        };
        let lines = row_lines(job);
        let declared = self
            .cell
            .event("workflow_call")
            .and_then(|call| call.get("inputs"));
        let inputs = looked_at(self.cell, declared, call.with.as_slice());
        let fields: Vec<&Field> = inputs.iter().filter_map(|(_, field, _)| *field).collect();
        let texts: Vec<Option<&str>> = fields.iter().map(|field| field.node.text()).collect();
        let told = format!("{texts:?}");
        let (mut cells, mut classes) = (Vec::new(), Vec::new());
        for (at, row) in rows.into_iter().enumerate() {
            let line = lines.get(at).copied().unwrap_or(job.at.line);
            cells.push(self.cell_of(job, &row, line));
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
    fn cell_of(&mut self, job: &Job, row: &Row, line: usize) -> Option<usize> {
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
        let Some(at) = self.index.get(&(version.as_str(), scenario.as_str())).copied() else {
            let cell = format!("{version}/{scenario}");
            let finding = self.found(
                line,
                format!("is in the matrix of job `{}`, and is not planned", job.id),
            );
            finding.cell = Some(cell);
            return None;
        };
        let cell = &self.plan.cells[at];
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
            self.found(line, message).cell = Some(name(cell));
        }
        Some(at)
    }

    /// Holds what runs under a trigger against the plan.
    fn run(&mut self, jobs: &[TestJob<'_>], trigger: Trigger) -> Run {
        let planned = trigger.planned(self.plan);
        let mut ran: Vec<(usize, usize)> = Vec::new();
        let mut running = BTreeSet::new();
        let mut memo = Memo::default();
        for test in jobs {
            if !self.holds(test, &trigger, &mut memo) {
                continue;
            }
            let before = ran.len();
            let mut unplanned = false;
            for (class, cell) in test.classes.iter().zip(&test.cells) {
                if self.selects(test, &trigger, *class, &mut memo) {
                    ran.extend(cell.map(|cell| (cell, test.job.at.line)));
                    unplanned |= cell.is_none();
                }
            }
            if unplanned || ran.len() > before {
                running.insert(test.job.id.clone());
            }
        }
        ran.sort_unstable();
        let lines: HashMap<usize, usize> = ran.iter().copied().collect();
        for pair in ran.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            self.cell_under(&trigger, pair[1].0, pair[1].1, "runs twice");
        }
        let ran: BTreeSet<usize> = ran.into_iter().map(|(cell, _)| cell).collect();
        for cell in &ran {
            if planned.binary_search(cell).is_err() {
                let line = lines.get(cell).copied().unwrap_or(1);
                self.cell_under(&trigger, *cell, line, "runs, and is not planned");
            }
        }
        for cell in planned.iter().filter(|cell| !ran.contains(cell)) {
            self.cell_under(&trigger, *cell, 1, "is planned, and does not run");
        }
        Run {
            trigger,
            jobs: running,
            is_planned: !planned.is_empty(),
        }
    }

    fn cell_under(&mut self, trigger: &Trigger, cell: usize, line: usize, message: &str) {
        let finding = Finding::new(Property::Routing, &self.suite.path, line, message);
        let finding = finding.under(trigger).of(name(&self.plan.cells[cell]));
        self.findings.push(finding);
    }

    /// Whether the condition of a job holds under a trigger.
    fn holds(&mut self, test: &TestJob<'_>, trigger: &Trigger, memo: &mut Memo) -> bool {
        if let Some(known) = memo.conditions.get(&test.condition) {
            return *known;
        }
        let contexts = trigger.contexts(&ended(test.job));
        let environment = Environment {
            contexts: &contexts,
            status: Status::SUCCESS,
        };
        let condition = &test.job.condition;
        let undecided = match condition.holds(&environment) {
            Ok(Some(_)) => None,
            Ok(None) => Some(format!(
                "job `{}` depends on {}",
                test.job.id,
                condition.unknown(&environment).unwrap_or_default()
            )),
            Err(error) => Some(format!("the condition of job `{}` fails: {error}", test.job.id)),
        };
        if let Some(message) = undecided {
            self.undecided(trigger, test.job.condition_at.line, &message);
        }
        let holds = condition.holds(&environment) == Ok(Some(true));
        memo.conditions.insert(test.condition, holds);
        holds
    }

    /// Whether rows of a class run under a trigger, in a job that does.
    fn selects(&mut self, test: &TestJob<'_>, trigger: &Trigger, class: usize, memo: &mut Memo) -> bool {
        if let Some(known) = memo.classes.get(&class) {
            return *known;
        }
        let contexts = trigger.contexts(&ended(test.job));
        let selected = self.selected(test, &contexts, &self.samples[class]);
        if selected.is_none() {
            let message = format!("whether the rows of job `{}` run is not known", test.job.id);
            self.undecided(trigger, test.job.at.line, &message);
        }
        memo.classes.insert(class, selected == Some(true));
        selected == Some(true)
    }

    fn undecided(&mut self, trigger: &Trigger, line: usize, message: &str) {
        let finding = Finding::new(Property::Routing, &self.suite.path, line, message);
        self.findings.push(finding.under(trigger));
    }

    /// Whether any job of the called workflow runs for a row.
    fn selected(&self, test: &TestJob<'_>, contexts: &Object, row: &Row) -> Option<bool> {
        let mut with_row = contexts.clone();
        with_row.insert("matrix", row.values.clone().into());
        let environment = Environment {
            contexts: &with_row,
            status: Status::SUCCESS,
        };
        let mut inputs = Object::open("inputs");
        for (name, field, default) in &test.inputs {
            let value = match field {
                Some(field) => field.value(&self.suite.path, &environment).ok()?,
                None => default.clone(),
            };
            inputs.insert(name, value);
        }
        let mut inside = Object::new();
        inside.insert("github", contexts.get("github")?);
        inside.insert("vars", contexts.get("vars")?);
        inside.insert("inputs", inputs.into());
        let environment = Environment {
            contexts: &inside,
            status: Status::SUCCESS,
        };
        let mut any = Some(false);
        for job in &self.cell.jobs {
            match job.condition.holds(&environment) {
                Ok(Some(true)) => return Some(true),
                Ok(Some(false)) => {}
                Ok(None) | Err(_) => any = None,
            }
        }
        any
    }
}

/// The context `needs` when everything before a job ended in success.
fn ended(job: &Job) -> Value {
    let mut needs = Object::new();
    for (id, _) in &job.needs {
        let mut ended = Object::new();
        ended.insert("result", Value::string("success"));
        ended.insert("outputs", Object::open(&format!("needs.{id}.outputs")).into());
        needs.insert(id, ended.into());
    }
    needs.into()
}

/// The inputs of the called workflow that its conditions mention, with what the caller says of them.
fn looked_at<'d>(
    cell: &Document,
    declared: Option<&'d Node>,
    with: &'d [(String, crate::yaml::At, Field)],
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
            crate::yaml::Data::Bool(flag) => Value::Bool(*flag),
            crate::yaml::Data::Number(number) => Value::Number(*number),
            crate::yaml::Data::Text(text) => Value::string(text),
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

fn row_lines(job: &Job) -> Vec<usize> {
    let rows = job.matrix.as_ref().and_then(|matrix| matrix.get("include"));
    rows.map(Node::items)
        .unwrap_or_default()
        .iter()
        .map(|row| row.at.line)
        .collect()
}

fn name(cell: &Cell) -> String {
    format!("{}/{}", cell.version, cell.scenario)
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
