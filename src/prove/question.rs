//! Everything that can start a run, declared or not, and what is planned for it.

use std::collections::BTreeSet;
use std::fmt;

use crate::expression::{Object, Value};
use crate::plan::{self, ALL, Plan};
use crate::simulate::EVENTS;

/// What starts a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// GitHub's name of the event.
    pub event: String,
    /// The cron of a schedule.
    pub cron: Option<String>,
    /// The inputs of a run by hand.
    pub inputs: Vec<(String, String)>,
}

impl fmt::Display for Trigger {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.event)?;
        if let Some(cron) = &self.cron {
            write!(out, " `{cron}`")?;
        }
        for (name, value) in &self.inputs {
            write!(out, " {name}={value}")?;
        }
        Ok(())
    }
}

impl Trigger {
    fn bare(event: &str) -> Self {
        Self {
            event: event.to_owned(),
            cron: None,
            inputs: Vec::new(),
        }
    }

    /// What a run knows: the contexts, with every job before it ended in success.
    pub(super) fn contexts(&self, needs: &Value) -> Object {
        let mut event = Object::open("github.event");
        event.insert(
            "schedule",
            self.cron.as_deref().map_or(Value::Null, Value::string),
        );
        let mut github = Object::open("github");
        github.insert("event_name", Value::string(&self.event));
        github.insert("event", event.into());
        let mut inputs = Object::new();
        for (name, value) in &self.inputs {
            inputs.insert(name, Value::string(value));
        }
        let mut contexts = Object::new();
        contexts.insert("github", github.into());
        contexts.insert("inputs", inputs.into());
        contexts.insert("needs", needs.clone());
        contexts.insert("vars", Object::open("vars").into());
        contexts
    }

    /// The cells that are planned for it, as indices in order.
    pub(super) fn planned(&self, plan: &Plan) -> Vec<usize> {
        let input = |name: &str| {
            let found = self.inputs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let mut cells = BTreeSet::new();
        for profile in plan
            .profiles
            .iter()
            .filter(|profile| profile.trigger.event() == self.event)
        {
            let by_hand = plan.by_hand.as_ref();
            let version = match (&profile.trigger, by_hand) {
                (plan::Trigger::Schedule { cron, .. }, _) if Some(cron) == self.cron.as_ref() => ALL,
                (plan::Trigger::Dispatch { suite }, Some(by_hand)) => {
                    let chosen = input(&by_hand.suite.input);
                    if chosen != ALL && chosen != suite {
                        continue;
                    }
                    input(&by_hand.version.input)
                }
                (plan::Trigger::Push | plan::Trigger::PullRequest | plan::Trigger::MergeGroup, _) => ALL,
                _ => continue,
            };
            let picked = profile.cells.iter().copied();
            cells.extend(picked.filter(|index| version == ALL || plan.cells[*index].version == version));
        }
        cells.into_iter().collect()
    }
}

/// Every trigger that can make a difference.
pub(super) fn all(plan: &Plan) -> Vec<Trigger> {
    let mut triggers: Vec<Trigger> = EVENTS.into_iter().chain([""]).map(Trigger::bare).collect();
    let declared = plan.profiles.iter().filter_map(|profile| match &profile.trigger {
        plan::Trigger::Schedule { cron, .. } => Some(cron.clone()),
        _ => None,
    });
    let declared: Vec<String> = declared.collect();
    let near = declared
        .iter()
        .flat_map(|cron| [format!("{cron} "), cron.replacen(' ', "  ", 1)]);
    let undeclared = ["1 2 3 4 5".to_owned(), "*/5 * * * *".to_owned(), String::new()];
    let crons: BTreeSet<String> = near.chain(undeclared).chain(declared.iter().cloned()).collect();
    triggers.extend(crons.into_iter().map(|cron| Trigger {
        cron: Some(cron),
        ..Trigger::bare("schedule")
    }));
    if let Some(by_hand) = &plan.by_hand {
        let with_undeclared = |options: &[String]| {
            let undeclared = [String::new(), "no such choice".to_owned()];
            options.iter().cloned().chain(undeclared).collect::<Vec<_>>()
        };
        for suite in with_undeclared(&by_hand.suite.options) {
            for version in with_undeclared(&by_hand.version.options) {
                triggers.push(Trigger {
                    inputs: vec![
                        (by_hand.suite.input.clone(), suite.clone()),
                        (by_hand.version.input.clone(), version),
                    ],
                    ..Trigger::bare("workflow_dispatch")
                });
            }
        }
    }
    triggers
}
