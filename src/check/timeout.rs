use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;
use crate::pipeline::Duration;
use crate::plan::SETUP_MINUTES;

pub(super) const RULE: Rule = Rule {
    id: "timeout",
    summary: "A time that is zero, longer than GitHub allows, or longer than what it is part of.",
    why: "GitHub ends a job on a hosted runner after 6 hours, set-up included. A test that may run longer than its cell could \
          never report its own timeout.",
    check,
};

/// Six hours, less what surrounds the tests.
const LONGEST_MINUTES: u64 = 6 * 60 - SETUP_MINUTES;

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    let execution = &pipeline.execution;
    cell(&path!["execution", "timeout"], execution.timeout, found);
    positive(&path!["execution", "test_timeout"], execution.test_timeout, found);
    for (name, suite) in &pipeline.suites {
        suite
            .timeout
            .iter()
            .for_each(|timeout| cell(&path!["suites", name, "timeout"], *timeout, found));
    }
    for (name, scenario) in &pipeline.scenarios {
        scenario
            .timeout
            .iter()
            .for_each(|timeout| cell(&path!["scenarios", name, "timeout"], *timeout, found));
        let suite = pipeline
            .suites
            .get(&scenario.suite)
            .and_then(|suite| suite.timeout);
        let whole = scenario.timeout.or(suite).unwrap_or(execution.timeout);
        for (index, test) in scenario.tests.iter().enumerate() {
            let Some(part) = pipeline.tests.get(test).and_then(|test| test.timeout) else {
                continue;
            };
            if part > whole {
                let message =
                    format!("the test `{test}` may run {part}, and the cells of `{name}` only {whole}");
                found.push(
                    Diagnostic::error(RULE.id, path!["scenarios", name, "tests", index].value(), message)
                        .related(path!["tests", test, "timeout"].value(), "the time of the test")
                        .help("give the scenario or its suite a longer timeout, or the test a shorter one"),
                );
            }
        }
    }
    for (name, test) in &pipeline.tests {
        test.timeout
            .iter()
            .for_each(|timeout| positive(&path!["tests", name, "timeout"], *timeout, found));
    }
}

fn cell(path: &Path, timeout: Duration, found: &mut Vec<Diagnostic>) {
    positive(path, timeout, found);
    if timeout.minutes() > LONGEST_MINUTES {
        let message = format!("{timeout} is longer than a job on a hosted runner may take");
        let help = format!(
            "allowed: up to {LONGEST_MINUTES}m, which leaves {SETUP_MINUTES}m of GitHub's 6h for the set-up"
        );
        found.push(Diagnostic::error(RULE.id, path.clone().value(), message).help(help));
    }
}

fn positive(path: &Path, timeout: Duration, found: &mut Vec<Diagnostic>) {
    if timeout.seconds() == 0 {
        found.push(
            Diagnostic::error(RULE.id, path.clone().value(), "nothing ends within no time")
                .help("allowed: at least 1s"),
        );
    }
}
