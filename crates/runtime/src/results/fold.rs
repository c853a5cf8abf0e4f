//! Attempts of a test -> verdicts, each thing once.

use indexmap::IndexMap;

use super::{Attempt, AttemptResult, Case, Status, TestResult};

/// Cases in order, by class and name, with their file.
type Cases = IndexMap<(String, String), (Option<String>, Vec<AttemptResult>)>;

/// The verdicts that the attempts of one test add up to, after those of an earlier run: one for the test, or one
/// for each of its cases, and then one more for the test itself only where a command failed and no case tells why.
pub(crate) fn fold(test: &str, earlier: &[TestResult], attempts: &[Attempt]) -> Vec<TestResult> {
    let (mut own, mut cases) = recall(test, earlier);
    for attempt in attempts {
        for (key, case) in numbered(attempt.cases.as_deref().unwrap_or_default()) {
            let entry = cases
                .entry(key)
                .or_insert_with(|| (case.file.clone(), Vec::new()));
            entry.1.extend(case.runs.iter().map(|run| AttemptResult {
                status: run.status,
                duration: run.duration,
                message: run.message.clone(),
                excerpt: run.excerpt.clone(),
                ..of(attempt)
            }));
        }
    }
    own.extend(attempts.iter().map(|attempt| command(attempt, !cases.is_empty())));
    let mut results = Vec::new();
    if !own.is_empty() && (cases.is_empty() || own.iter().any(|attempt| attempt.status.is_bad())) {
        results.push(verdict(test, None, None, own));
    }
    results.extend(
        cases
            .into_iter()
            .map(|(key, (file, attempts))| verdict(test, Some(key), file, attempts)),
    );
    if let (Some(first), Some(last)) = (results.first_mut(), attempts.last()) {
        first.metrics = last.metrics.clone();
    }
    results
}

/// What an earlier run had of a test.
fn recall(test: &str, earlier: &[TestResult]) -> (Vec<AttemptResult>, Cases) {
    let (mut own, mut cases) = (Vec::new(), Cases::new());
    for result in earlier.iter().filter(|result| result.test == test) {
        match &result.case {
            None => own.clone_from(&result.attempts),
            Some(case) => {
                let key = (result.class.clone().unwrap_or_default(), case.clone());
                cases.insert(key, (result.file.clone(), result.attempts.clone()));
            }
        }
    }
    (own, cases)
}

/// Cases under their names; those that share one are told apart by a number.
fn numbered(cases: &[Case]) -> impl Iterator<Item = ((String, String), &Case)> {
    let mut seen: IndexMap<(&str, &str), u32> = IndexMap::new();
    cases.iter().map(move |case| {
        let count = seen
            .entry((&case.class, &case.name))
            .and_modify(|count| *count += 1)
            .or_insert(1);
        let name = if *count == 1 {
            case.name.clone()
        } else {
            format!("{} [{count}]", case.name)
        };
        ((case.class.clone(), name), case)
    })
}

fn of(attempt: &Attempt) -> AttemptResult {
    AttemptResult {
        number: attempt.number,
        status: attempt.status,
        duration: attempt.duration,
        failure: attempt.failure,
        exit_code: attempt.exit_code,
        signal: attempt.signal,
        message: attempt.message.clone(),
        excerpt: attempt.excerpt.clone(),
        log: attempt.log.clone(),
    }
}

/// An attempt as a result of the test itself: a command whose cases tell why it failed has done its part.
fn command(attempt: &Attempt, is_expanded: bool) -> AttemptResult {
    let is_told = attempt
        .cases
        .iter()
        .flatten()
        .any(|case| case_status(case).is_bad());
    let mut own = of(attempt);
    if is_expanded && attempt.status == Status::Failed && is_told {
        own = AttemptResult {
            status: Status::Passed,
            failure: None,
            message: None,
            excerpt: None,
            ..own
        };
    } else if is_expanded && attempt.status == Status::Failed {
        own.status = Status::Errored;
    }
    own
}

fn case_status(case: &Case) -> Status {
    settle(case.runs.iter().map(|run| run.status))
}

/// Passed, if any attempt did; else as the last that was not skipped; else skipped.
fn settle(statuses: impl Iterator<Item = Status>) -> Status {
    statuses.fold(Status::Skipped, |settled, status| match (settled, status) {
        (Status::Passed, _) | (_, Status::Passed) => Status::Passed,
        (settled, Status::Skipped) => settled,
        (_, status) => status,
    })
}

fn verdict(
    test: &str,
    case: Option<(String, String)>,
    file: Option<String>,
    attempts: Vec<AttemptResult>,
) -> TestResult {
    let status = settle(attempts.iter().map(|attempt| attempt.status));
    let first_bad = attempts.iter().find(|attempt| attempt.status.is_bad());
    let last_bad = attempts.iter().rev().find(|attempt| attempt.status.is_bad());
    let last_pass = attempts
        .iter()
        .rev()
        .find(|attempt| attempt.status == Status::Passed);
    let telling = last_pass.or(first_bad).or(attempts.last());
    let skip = attempts.last().filter(|_| status == Status::Skipped);
    let (class, case) = case.map_or((None, None), |(class, name)| (Some(class), Some(name)));
    let class = class.filter(|class| !class.is_empty());
    TestResult {
        name: display(test, class.as_deref(), case.as_deref()),
        test: test.to_owned(),
        case,
        class,
        file,
        status,
        flaky: status == Status::Passed && first_bad.is_some(),
        duration: telling.map_or(0.0, |attempt| attempt.duration),
        failure: last_bad
            .filter(|_| status.is_bad())
            .and_then(|attempt| attempt.failure),
        error_message: last_bad.filter(|_| status.is_bad()).map(message),
        skip_reason: skip.map(|attempt| attempt.message.clone().unwrap_or_default()),
        quarantine: None,
        attempts,
        metrics: IndexMap::new(),
    }
}

fn message(attempt: &AttemptResult) -> String {
    attempt
        .message
        .clone()
        .unwrap_or_else(|| attempt.status.name().to_owned())
}

fn display(test: &str, class: Option<&str>, case: Option<&str>) -> String {
    match (class, case) {
        (Some(class), Some(case)) => format!("{test}/{class}::{case}"),
        (None, Some(case)) => format!("{test}/{case}"),
        _ => test.to_owned(),
    }
}
