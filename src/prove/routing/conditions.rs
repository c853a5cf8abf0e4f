//! What conditions say under a trigger, each evaluated once.

use super::{Memo, Router, TestJob};
use crate::expression::{Environment, Object, Status, Value};
use crate::prove::finding::{Finding, Property};
use crate::prove::question::Trigger;
use crate::simulate::{Job, Row};
use crate::yaml::At;

impl Router<'_> {
    /// Whether the condition of a job holds under a trigger.
    pub(super) fn holds(&mut self, test: &TestJob<'_>, trigger: &Trigger, memo: &mut Memo) -> bool {
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
            self.undecided(trigger, test.job.condition_at, &message);
        }
        let holds = condition.holds(&environment) == Ok(Some(true));
        memo.conditions.insert(test.condition, holds);
        holds
    }
    /// Whether rows of a class run under a trigger, in a job that does.
    pub(super) fn selects(
        &mut self,
        test: &TestJob<'_>,
        trigger: &Trigger,
        class: usize,
        memo: &mut Memo,
    ) -> bool {
        if let Some(known) = memo.classes.get(&class) {
            return *known;
        }
        let contexts = trigger.contexts(&ended(test.job));
        let selected = self.selected(test, &contexts, &self.samples[class]);
        if selected.is_none() {
            let message = format!("whether the rows of job `{}` run is not known", test.job.id);
            self.undecided(trigger, test.job.at, &message);
        }
        memo.classes.insert(class, selected == Some(true));
        selected == Some(true)
    }
    fn undecided(&mut self, trigger: &Trigger, at: At, message: &str) {
        let finding = Finding::new(Property::Routing, &self.suite.path, at, message);
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
