use std::collections::HashSet;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

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
    let mut unused = |table: &str, kind: &str, name: &String, used: &HashSet<&str>, by: &str| {
        if !used.contains(name.as_str()) {
            let message = format!("no {by} uses the {kind} `{name}`");
            found.push(
                Diagnostic::warning(RULE.id, path![table, name].key(), message).help("use it or remove it"),
            );
        }
    };
    pipeline
        .tests
        .keys()
        .for_each(|name| unused("tests", "test", name, &tests, "scenario"));
    pipeline
        .suites
        .keys()
        .for_each(|name| unused("suites", "suite", name, &suites, "scenario"));
    pipeline
        .datasets
        .keys()
        .for_each(|name| unused("datasets", "dataset", name, &datasets, "scenario"));
    pipeline
        .runners
        .keys()
        .for_each(|name| unused("runners", "runner", name, &runners, "scenario"));
    pipeline
        .capabilities
        .keys()
        .for_each(|name| unused("capabilities", "capability", name, &capabilities, "test"));
}
