use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::matrix::{self, CellName};
use crate::path;
use crate::pipeline::{Pipeline, Select, glob_matches};

pub(super) const RULE: Rule = Rule {
    id: "empty-selection",
    summary: "A selection, or a part of one, that picks nothing.",
    why: "A trigger that selects no cell would be a run that tests nothing and is green. A pattern that matches nothing is \
          most likely misspelt, and an exclusion that covers nothing is most likely out of date.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    let cells = matrix::cells(pipeline);
    let triggers = &pipeline.triggers;
    let simple = [
        (
            "pull_request",
            triggers.pull_request.as_ref().map(|trigger| &trigger.select),
        ),
        ("push", triggers.push.as_ref().map(|trigger| &trigger.select)),
        (
            "merge_group",
            triggers.merge_group.as_ref().map(|trigger| &trigger.select),
        ),
        (
            "workflow_dispatch",
            triggers.workflow_dispatch.as_ref().map(|trigger| &trigger.select),
        ),
    ];
    for (name, select) in simple {
        if let Some(select) = select {
            selection(pipeline, &cells, &path!["triggers", name], select, found);
        }
    }
    for (name, schedule) in &triggers.schedule {
        selection(
            pipeline,
            &cells,
            &path!["triggers", "schedule", name],
            &schedule.select,
            found,
        );
    }
}

fn selection(
    pipeline: &Pipeline,
    cells: &[CellName<'_>],
    trigger: &Path,
    select: &Select,
    found: &mut Vec<Diagnostic>,
) {
    let path = trigger.join("select");
    let before = found.len();
    keys(
        pipeline,
        &path,
        [&select.suites, &select.scenarios, &select.versions],
        found,
    );
    for (index, exclude) in select.exclude.iter().enumerate() {
        let path = path.join("exclude").join(index);
        let faults = found.len();
        keys(
            pipeline,
            &path,
            [&exclude.suites, &exclude.scenarios, &exclude.versions],
            found,
        );
        if found.len() == faults && !cells.iter().any(|cell| exclude.covers(*cell)) {
            found.push(
                Diagnostic::error(RULE.id, path.value(), "this exclusion covers no cell")
                    .help("remove it, or mend the names in it"),
            );
        }
    }
    if found.len() == before && !cells.iter().any(|cell| select.picks(*cell)) && is_certain(pipeline) {
        found.push(nothing(pipeline, trigger, path, select));
    }
}

/// Whether it is known which cells there are: a misspelt suite or version of a scenario is said there, and once.
fn is_certain(pipeline: &Pipeline) -> bool {
    pipeline.scenarios.values().all(|scenario| {
        let matches = |pattern: &String| pipeline.versions.keys().any(|name| glob_matches(pattern, name));
        pipeline.suites.contains_key(&scenario.suite) && scenario.versions.iter().all(matches)
    })
}

/// Each pattern must match something by itself.
fn keys(pipeline: &Pipeline, path: &Path, keys: [&Option<Vec<String>>; 3], found: &mut Vec<Diagnostic>) {
    let names: [(&str, Vec<&str>); 3] = [
        ("suites", pipeline.suites.keys().map(String::as_str).collect()),
        (
            "scenarios",
            pipeline.scenarios.keys().map(String::as_str).collect(),
        ),
        ("versions", pipeline.versions.keys().map(String::as_str).collect()),
    ];
    for ((kind, known), patterns) in names.into_iter().zip(keys) {
        for (index, pattern) in patterns.iter().flatten().enumerate() {
            if !known.iter().any(|name| glob_matches(pattern, name)) {
                let message = format!("`{pattern}` matches none of the {kind}");
                let place = path.join(kind).join(index).value();
                found.push(Diagnostic::error(RULE.id, place, message).known(
                    kind,
                    pattern,
                    known.iter().copied(),
                ));
            }
        }
    }
}

fn nothing(pipeline: &Pipeline, trigger: &Path, path: Path, select: &Select) -> Diagnostic {
    let place = if is_default(select) {
        trigger.clone().key()
    } else {
        path.value()
    };
    let mut diagnostic = Diagnostic::error(RULE.id, place, format!("`{trigger}` selects no cell"));
    for (name, scenario) in pipeline.scenarios.iter().take(20) {
        let versions = matrix::versions(pipeline, scenario)
            .collect::<Vec<_>>()
            .join(", ");
        diagnostic = diagnostic.help(format!("there is {}/{name} in {versions}", scenario.suite));
    }
    diagnostic
}

fn is_default(select: &Select) -> bool {
    select.suites.is_none()
        && select.scenarios.is_none()
        && select.versions.is_none()
        && select.exclude.is_empty()
}
