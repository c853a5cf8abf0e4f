use std::collections::HashSet;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "no-tests",
    summary: "A scenario without tests.",
    why: "A cell in which nothing runs proves nothing, and at run time it is an error.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, scenario) in &input.pipeline.scenarios {
        let path = path!["scenarios", name, "tests"];
        if scenario.tests.is_empty() {
            let known: Vec<&str> = input.pipeline.tests.keys().map(String::as_str).collect();
            let help = if known.is_empty() {
                "declare a test, [tests.NAME], and name it here".to_owned()
            } else {
                format!("name at least one of [tests]: {}", known.join(", "))
            };
            let message = format!("the scenario `{name}` has no tests");
            found.push(Diagnostic::error(RULE.id, path.value(), message).help(help));
        }
        let mut seen = HashSet::new();
        for (index, test) in scenario.tests.iter().enumerate() {
            if !seen.insert(test) {
                let message = format!("the scenario `{name}` has the test `{test}` twice");
                found.push(
                    Diagnostic::error(RULE.id, path!["scenarios", name, "tests", index].value(), message)
                        .help("each test of a cell reports once: remove one of the two"),
                );
            }
        }
    }
}
