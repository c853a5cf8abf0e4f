//! The verdict on a cell: the worst that can be said of it, and never better than what is known.

use pipewright_model::exit::Runtime;

use super::assemble::{Assembly, Opened};
use super::{Outcome, Status, TestResult};

/// The outcome of a cell.
pub(super) fn of(opened: &Opened, assembly: &Assembly, tests: &[TestResult]) -> Outcome {
    let (exit, reason) = verdict(opened, assembly, tests);
    let status = match exit {
        Runtime::Passed => "passed",
        Runtime::Incomplete => "incomplete",
        Runtime::NothingRan => "nothing_ran",
        Runtime::Interrupted => "interrupted",
        Runtime::Terminated => "terminated",
        Runtime::Failed | Runtime::Usage | Runtime::Undelivered => "failed",
    };
    Outcome {
        status: status.to_owned(),
        exit_code: exit.code(),
        reason,
    }
}

fn verdict(opened: &Opened, assembly: &Assembly, tests: &[TestResult]) -> (Runtime, String) {
    if let Some(signal) = &assembly.stopped {
        let exit = if signal == "SIGINT" {
            Runtime::Interrupted
        } else {
            Runtime::Terminated
        };
        return (exit, format!("stopped by {signal}"));
    }
    let missing = missing(opened, tests);
    if !missing.is_empty() {
        return (Runtime::Incomplete, format!("no verdict on {}", listed(&missing)));
    }
    if let Some(reason) = failure(opened, assembly, tests) {
        return (Runtime::Failed, reason);
    }
    if tests.iter().all(|test| test.status == Status::Skipped) {
        return (Runtime::NothingRan, "nothing ran".to_owned());
    }
    (Runtime::Passed, "all that ran passed".to_owned())
}

fn missing<'a>(opened: &'a Opened, tests: &'a [TestResult]) -> Vec<&'a str> {
    let silent = opened.expected.iter().map(|expected| expected.name.as_str());
    let silent = silent.filter(|name| !tests.iter().any(|test| test.test == *name));
    silent
        .chain(
            tests
                .iter()
                .filter(|test| test.is_missing())
                .map(|test| test.name.as_str()),
        )
        .collect()
}

fn failure(opened: &Opened, assembly: &Assembly, tests: &[TestResult]) -> Option<String> {
    let bad: Vec<&str> = tests
        .iter()
        .filter(|test| test.counts_against())
        .map(|test| test.name.as_str())
        .collect();
    if !bad.is_empty() {
        return Some(format!("failed: {}", listed(&bad)));
    }
    if let Some(hook) = assembly.hooks.iter().find(|hook| hook.status.is_bad()) {
        return Some(format!("{} failed", hook.name));
    }
    if let Some(expired) = expired(opened).next() {
        return Some(expired);
    }
    let strict = |test: &&TestResult| {
        test.flaky
            && opened
                .expected
                .iter()
                .any(|expected| expected.name == test.test && expected.flaky_fails)
    };
    let flaky: Vec<&str> = tests
        .iter()
        .filter(strict)
        .map(|test| test.name.as_str())
        .collect();
    (!flaky.is_empty()).then(|| format!("flaky, which `retry.flaky` makes a failure: {}", listed(&flaky)))
}

/// What is said of each entry of the quarantine that has expired.
pub(super) fn expired(opened: &Opened) -> impl Iterator<Item = String> {
    opened.expected.iter().flat_map(|expected| {
        let expired = expected.quarantine.iter().filter(|cover| cover.entry.expired);
        expired.map(|cover| {
            let (test, entry) = (&expected.name, &cover.entry);
            format!(
                "the quarantine of `{test}` ended on {}; {} should see {}",
                entry.expires, entry.owner, entry.issue
            )
        })
    })
}

fn listed(names: &[&str]) -> String {
    let mut text = names.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    if names.len() > 5 {
        text.push_str(&format!(" and {} more", names.len() - 5));
    }
    text
}
