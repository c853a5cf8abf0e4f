use std::collections::HashSet;

use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, closest};
use crate::matrix;
use crate::path;
use crate::pipeline::Pipeline;

pub(super) const RULE: Rule = Rule {
    id: "unused",
    summary: "Something declared that nothing uses (a warning).",
    why: "A test that no scenario has is never run, which is seldom what was meant.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    let scenarios = || pipeline.scenarios.values();
    let tests: HashSet<&str> = scenarios()
        .flat_map(|scenario| &scenario.tests)
        .map(String::as_str)
        .collect();
    let suites: HashSet<&str> = scenarios().map(|scenario| scenario.suite.as_str()).collect();
    let datasets: HashSet<&str> = scenarios()
        .flat_map(|scenario| &scenario.datasets)
        .map(String::as_str)
        .collect();
    let runners: HashSet<&str> = scenarios()
        .filter_map(|scenario| scenario.runner.as_deref())
        .chain(["default"])
        .collect();
    let needs = pipeline.tests.values().flat_map(|test| &test.needs);
    let deeper = pipeline
        .capabilities
        .values()
        .flat_map(|capability| &capability.needs);
    let capabilities: HashSet<&str> = needs.chain(deeper).map(String::as_str).collect();
    let versions = versions(pipeline);
    let mut names = |table, kind, declared: Vec<&String>, used: &HashSet<&str>, by| {
        unused(table, kind, &declared, used, by, found);
    };
    names(
        "tests",
        "test",
        pipeline.tests.keys().collect(),
        &tests,
        "scenario",
    );
    names(
        "versions",
        "version",
        pipeline.versions.keys().collect(),
        &versions,
        "scenario",
    );
    names(
        "suites",
        "suite",
        pipeline.suites.keys().collect(),
        &suites,
        "scenario",
    );
    let declared = pipeline.datasets.keys().collect();
    names("datasets", "dataset", declared, &datasets, "scenario");
    names(
        "runners",
        "runner",
        pipeline.runners.keys().collect(),
        &runners,
        "scenario",
    );
    let declared = pipeline.capabilities.keys().collect();
    names("capabilities", "capability", declared, &capabilities, "test");
}

/// Versions that a scenario exists for. A scenario without any may have meant each; that is an error already.
fn versions(pipeline: &Pipeline) -> HashSet<&str> {
    let is_lost = |scenario| matrix::versions(pipeline, scenario).next().is_none();
    if pipeline.scenarios.values().any(is_lost) {
        return pipeline.versions.keys().map(String::as_str).collect();
    }
    let cells = matrix::cells(pipeline).into_iter();
    cells.map(|cell| cell.version).collect()
}

fn unused(
    table: &str,
    kind: &str,
    declared: &[&String],
    used: &HashSet<&str>,
    by: &str,
    found: &mut Vec<Diagnostic>,
) {
    let known: HashSet<&str> = declared.iter().map(|name| name.as_str()).collect();
    let misspelt: Vec<&&str> = used.difference(&known).collect();
    for name in declared.iter().filter(|name| !used.contains(name.as_str())) {
        // A misspelt name is said once, where it is used.
        if misspelt
            .iter()
            .take(100)
            .any(|wrong| closest(wrong, [name.as_str()]).is_some())
        {
            continue;
        }
        let message = format!("no {by} uses the {kind} `{name}`");
        found.push(
            Diagnostic::warning(RULE.id, path![table, *name].key(), message).help("use it or remove it"),
        );
    }
}
