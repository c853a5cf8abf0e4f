use std::collections::HashMap;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "cron-duplicate",
    summary: "Two schedules with the same cron expression.",
    why: "A run only learns the text of the cron expression that started it (`github.event.schedule`), not the time zone \
          and not the position. Two schedules with one text cannot be told apart, so both would run each time.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let schedules = &input.pipeline.triggers.schedule;
    let mut known: HashMap<String, &String> = HashMap::new();
    for (name, schedule) in schedules {
        // GitHub compares strings without regard to case.
        let cron = schedule.cron.to_ascii_lowercase();
        if let Some(first) = known.get(&cron) {
            let message = format!("`{name}` has the same cron expression as `{first}`");
            found.push(
                Diagnostic::error(
                    RULE.id,
                    path!["triggers", "schedule", name, "cron"].value(),
                    message,
                )
                .related(
                    path!["triggers", "schedule", *first, "cron"].value(),
                    "first here",
                )
                .help("move one of them by some minutes, or make one schedule of both selections"),
            );
        } else {
            known.insert(cron, name);
        }
    }
}
