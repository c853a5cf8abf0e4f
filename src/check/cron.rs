use super::{Input, Rule};
use crate::cron::{Cron, SHORTEST};
use crate::diagnostic::{Diagnostic, Place};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "cron",
    summary: "A cron expression that GitHub refuses, that never fires, or that fires too often.",
    why: "GitHub reads POSIX cron with five fields: no `@daily`, no seconds, no day of week 7. It starts a schedule at most \
          every five minutes.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, schedule) in &input.pipeline.triggers.schedule {
        let path = path!["triggers", "schedule", name, "cron"];
        let cron = match Cron::parse(&schedule.cron) {
            Ok(cron) => cron,
            Err(fault) => {
                let place = Place::Within(path, fault.span);
                found.push(Diagnostic::error(RULE.id, place, fault.message).help(fault.help));
                continue;
            }
        };
        if !cron.ever_runs() {
            let message = format!("`{}` never fires: no month has such a day", schedule.cron);
            found.push(
                Diagnostic::error(RULE.id, path.value(), message).help("mend the day of month or the month"),
            );
        } else if let Some(gap) = cron.shortest_gap().filter(|gap| *gap < SHORTEST) {
            let minutes = if gap == 1 { "minute" } else { "minutes" };
            let message = format!("`{}` fires every {gap} {minutes}", schedule.cron);
            let help = format!("GitHub starts a schedule at most every {SHORTEST} minutes");
            found.push(Diagnostic::error(RULE.id, path.value(), message).help(help));
        }
    }
}
