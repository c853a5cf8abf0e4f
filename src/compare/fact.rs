use indexmap::IndexMap;
use serde_json::Value;

use super::{Change, Side};
use crate::emit;
use crate::lower::{Content, Generated};
use crate::plan::Plan;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What starts the workflow.
    Trigger,
    /// A cell of a profile.
    Cell,
    /// What the token of a job may do.
    Permission,
    /// The commit of an action.
    Pin,
    /// How long something may run.
    Timeout,
}

impl Kind {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Trigger,
        Self::Cell,
        Self::Permission,
        Self::Pin,
        Self::Timeout,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Cell => "cell",
            Self::Permission => "permission",
            Self::Pin => "pin",
            Self::Timeout => "timeout",
        }
    }
}

/// A kind and a subject.
pub type Fact = (Kind, String);

/// Everything that holds, by what it is about.
pub(super) type Facts = IndexMap<Fact, String>;

/// The facts of a pipeline.
pub(super) fn facts(side: Side<'_>) -> Facts {
    let mut facts = Facts::new();
    cells(side.plan, &mut facts);
    let mut workflows = side
        .files
        .iter()
        .filter(|file| matches!(file.content, Content::Workflow(_)));
    if let Some(suite) = workflows.clone().next() {
        triggers(&emit::plain(&suite.content)["on"], &mut facts);
    }
    workflows.by_ref().for_each(|file| workflow(file, &mut facts));
    facts
}

/// What is in one set of facts and not, or not so, in the other.
pub(super) fn changes(before: &Facts, after: &Facts) -> Vec<Change> {
    let gone = before.keys().filter(|fact| !after.contains_key(*fact));
    let mut changes: Vec<Change> = after
        .keys()
        .chain(gone)
        .map(|fact| Change {
            kind: fact.0,
            subject: fact.1.clone(),
            before: before.get(fact).cloned(),
            after: after.get(fact).cloned(),
        })
        .filter(|change| change.before != change.after)
        .collect();
    changes.sort_by_key(|change| change.kind);
    changes
}

fn triggers(on: &Value, facts: &mut Facts) {
    let Some(events) = on.as_object() else { return };
    for (event, filters) in events {
        match filters {
            Value::Array(schedules) => schedules.iter().for_each(|schedule| {
                let cron = schedule["cron"].as_str().unwrap_or_default();
                let zone = schedule["timezone"].as_str().unwrap_or("UTC");
                facts.insert((Kind::Trigger, format!("{event} {cron}")), zone.to_owned());
            }),
            filters => drop(facts.insert((Kind::Trigger, event.clone()), shown(filters))),
        }
    }
}

/// Filters as `branches: main, dev; paths: src/**`.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let each = members
                .iter()
                .map(|(key, inner)| format!("{key}: {}", shown(inner)));
            each.collect::<Vec<_>>().join("; ")
        }
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn cells(plan: &Plan, facts: &mut Facts) {
    for profile in &plan.profiles {
        for cell in plan.cells_of(profile) {
            let subject = format!("{} {}/{}", profile.name, cell.version, cell.scenario);
            let what = [
                ("tests", cell.tests.join(", ")),
                ("needs", cell.provides.join(", ")),
                ("runner", cell.runner.join(", ")),
            ];
            let what = what.into_iter().filter(|(_, value)| !value.is_empty());
            let what: Vec<String> = what.map(|(name, value)| format!("{name}: {value}")).collect();
            facts.insert((Kind::Cell, subject), what.join("; "));
        }
    }
    for cell in &plan.cells {
        let subject = format!("cell {}/{}", cell.version, cell.scenario);
        facts.insert(
            (Kind::Timeout, subject),
            format!("{} minutes", cell.timeout_minutes),
        );
    }
}

/// What jobs may do, for how long, and with which actions.
fn workflow(file: &Generated, facts: &mut Facts) {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let workflow = emit::plain(&file.content);
    for (id, job) in workflow["jobs"].as_object().into_iter().flatten() {
        for (scope, level) in job["permissions"].as_object().into_iter().flatten() {
            let subject = format!("{name} job {id}: {scope}");
            facts.insert((Kind::Permission, subject), shown(level));
        }
        if let Some(minutes) = job["timeout-minutes"].as_u64() {
            let subject = format!("{name} job {id}");
            facts.insert((Kind::Timeout, subject), format!("{minutes} minutes"));
        }
        for step in job["steps"].as_array().into_iter().flatten() {
            let uses = step["uses"].as_str().unwrap_or_default();
            if let Some((action, commit)) = uses.split_once('@') {
                facts.insert((Kind::Pin, action.to_owned()), commit.to_owned());
            }
        }
    }
}
