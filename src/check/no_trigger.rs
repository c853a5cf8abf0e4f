use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Place};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "no-trigger",
    summary: "A pipeline that nothing starts, or that has nothing to run.",
    why: "A workflow without events is refused by GitHub, and one without cells tests nothing.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    let triggers = &pipeline.triggers;
    let none = triggers.push.is_none()
        && triggers.pull_request.is_none()
        && triggers.merge_group.is_none()
        && triggers.workflow_dispatch.is_none()
        && triggers.schedule.is_empty();
    if none {
        let help = "declare at least one of [triggers.push], [triggers.pull_request], [triggers.merge_group], \
                    [triggers.workflow_dispatch] and [triggers.schedule.NAME]";
        found.push(
            Diagnostic::error(RULE.id, path!["triggers"].key(), "nothing starts this pipeline").help(help),
        );
    }
    let tables = [
        ("versions", pipeline.versions.is_empty()),
        ("suites", pipeline.suites.is_empty()),
        ("scenarios", pipeline.scenarios.is_empty()),
    ];
    for (table, empty) in tables {
        if empty {
            found.push(
                Diagnostic::error(RULE.id, Place::Key(path![table]), format!("there are no {table}"))
                    .help(format!("declare at least one: [{table}.NAME]")),
            );
        }
    }
}
