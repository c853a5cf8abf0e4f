//! Conditions on which jobs run.

use std::collections::HashSet;

use super::Input;
use crate::plan::{ALL, Cell, Profile, Trigger};

/// When the job of these cells of a profile runs: an expression without `${{ }}`.
pub(super) fn of(input: Input<'_>, profile: &Profile, cells: &[&Cell]) -> String {
    match &profile.trigger {
        // The literal cron of the schedule that fired, also when GitHub starts it hours late.
        Trigger::Schedule { cron, .. } => format!("github.event.schedule == {}", literal(cron)),
        Trigger::Dispatch { suite } => chosen(input, cells, suite),
        other => format!("github.event_name == {}", literal(other.event())),
    }
}

fn chosen(input: Input<'_>, cells: &[&Cell], suite: &str) -> String {
    let mut condition = format!("github.event_name == {}", literal("workflow_dispatch"));
    let Some(by_hand) = &input.plan.by_hand else {
        return condition;
    };
    condition.push_str(&format!(" && {}", one_of(&by_hand.suite.input, &[ALL, suite])));
    // A version that these cells do not have must not start a job in which every row is skipped.
    let has: HashSet<&str> = cells.iter().map(|cell| cell.version.as_str()).collect();
    let options = by_hand.version.options.iter().map(String::as_str);
    let versions: Vec<&str> = options
        .filter(|version| *version == ALL || has.contains(version))
        .collect();
    if versions.len() < by_hand.version.options.len() {
        condition.push_str(&format!(" && {}", one_of(&by_hand.version.input, &versions)));
    }
    condition
}

/// Whether an input has one of some values.
fn one_of(input: &str, values: &[&str]) -> String {
    if values.len() <= 2 {
        let each = values
            .iter()
            .map(|value| format!("inputs.{input} == {}", literal(value)));
        return format!("({})", each.collect::<Vec<_>>().join(" || "));
    }
    let list = serde_json::Value::from(values.to_vec()).to_string();
    format!("contains(fromJSON({}), inputs.{input})", literal(&list))
}

/// A string of GitHub's expression language.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
