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

#[cfg(test)]
mod tests {
    use super::super::{CaseRun, Failure};
    use super::*;

    fn attempt(number: u32, status: Status, duration: f64) -> Attempt {
        let failure = status.is_bad().then_some(Failure::ExitCode);
        let json = serde_json::json!({
            "test": "t", "number": number, "started": "", "duration": duration, "status": status, "failure": failure,
        });
        serde_json::from_value(json).unwrap()
    }

    fn case(name: &str, status: Status) -> Case {
        let run = CaseRun {
            status,
            duration: 1.0,
            message: None,
            excerpt: None,
        };
        Case {
            name: name.to_owned(),
            class: String::new(),
            file: None,
            runs: vec![run],
        }
    }

    fn with(attempt: Attempt, cases: &[Case]) -> Attempt {
        Attempt {
            cases: Some(cases.to_vec()),
            ..attempt
        }
    }

    use Status::{Errored, Failed, Passed, Skipped};

    #[test]
    fn the_time_is_that_of_the_last_success_or_the_first_failure() {
        let flaky = fold(
            "t",
            &[],
            &[
                attempt(1, Failed, 1.0),
                attempt(2, Failed, 2.0),
                attempt(3, Passed, 3.0),
            ],
        );
        assert_eq!((flaky[0].flaky, flaky[0].duration), (true, 3.0));
        let bad = fold("t", &[], &[attempt(1, Failed, 1.0), attempt(2, Errored, 2.0)]);
        assert_eq!((bad[0].status, bad[0].duration), (Errored, 1.0));
    }

    #[test]
    fn a_crash_before_any_case_is_remembered_beside_the_cases() {
        let results = fold(
            "t",
            &[],
            &[
                attempt(1, Errored, 1.0),
                with(attempt(2, Passed, 1.0), &[case("a", Passed), case("b", Skipped)]),
            ],
        );
        let names: Vec<_> = results
            .iter()
            .map(|result| (result.name.as_str(), result.status, result.flaky))
            .collect();
        assert_eq!(
            names,
            [
                ("t", Passed, true),
                ("t/a", Passed, false),
                ("t/b", Skipped, false)
            ]
        );
    }

    #[test]
    fn a_failure_that_its_cases_tell_of_is_not_counted_again() {
        let results = fold(
            "t",
            &[],
            &[with(
                attempt(1, Failed, 1.0),
                &[case("a", Failed), case("b", Passed)],
            )],
        );
        assert_eq!(
            results
                .iter()
                .map(|result| result.name.as_str())
                .collect::<Vec<_>>(),
            ["t/a", "t/b"]
        );
    }

    #[test]
    fn an_earlier_run_is_gone_on_from() {
        let earlier = fold(
            "t",
            &[],
            &[with(
                attempt(1, Failed, 1.0),
                &[case("a", Failed), case("b", Passed)],
            )],
        );
        let results = fold(
            "t",
            &earlier,
            &[with(attempt(2, Passed, 1.0), &[case("a", Passed)])],
        );
        let attempts: Vec<_> = results
            .iter()
            .map(|result| (result.name.as_str(), result.attempts.len()))
            .collect();
        assert_eq!(attempts, [("t/a", 2), ("t/b", 1)]);
        assert!(results[0].flaky && results.iter().all(|result| result.status == Passed));
    }
}
