//! `junit.xml`, with the elements of Surefire for what ran more than once.

use std::time::Duration;

use anyhow::{Context, Result};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestRerun, TestSuite};

use super::{AttemptResult, CellResult, Status, TestResult};

/// The result as JUnit XML.
pub(super) fn render(result: &CellResult) -> Result<Vec<u8>> {
    let cell = &result.cell;
    let mut report = Report::new("pipewright");
    report.set_time(seconds(result.suite.duration));
    let mut suite = TestSuite::new(format!("{}/{}/{}", cell.suite, cell.scenario, cell.version));
    suite.set_time(seconds(result.suite.duration));
    for (name, value) in [
        ("pipewright.version", &cell.version),
        ("pipewright.suite", &cell.suite),
        ("pipewright.scenario", &cell.scenario),
        ("pipewright.run", &result.run.id),
        ("pipewright.outcome", &result.outcome.status),
    ] {
        suite.add_property((name, value.as_str()));
    }
    suite.add_test_cases(result.tests.iter().map(|test| case(test, result)));
    report.add_test_suite(suite);
    let text = report.to_string().context("cannot write JUnit XML")?;
    // The schema that Jenkins reads by has this count on suites, not on the whole.
    Ok(text
        .replacen(&format!(" skipped=\"{}\"", result.suite.skipped), "", 1)
        .into_bytes())
}

fn case(test: &TestResult, result: &CellResult) -> TestCase {
    let mut case = TestCase::new(test.case.as_deref().unwrap_or(&test.name), status(test));
    let cell = &result.cell;
    let class = test
        .class
        .as_ref()
        .map(|class| format!(".{class}"))
        .unwrap_or_default();
    let own = if test.case.is_some() {
        format!(".{}", test.test)
    } else {
        String::new()
    };
    case.set_classname(format!(
        "{}.{}.{}{own}{class}",
        cell.suite, cell.scenario, cell.version
    ));
    case.set_time(seconds(test.duration));
    case
}

/// As Surefire has it: the last success with the failures before it as `flaky…`, or the first failure with the
/// later ones as `rerun…`.
fn status(test: &TestResult) -> TestCaseStatus {
    let bad: Vec<&AttemptResult> = test
        .attempts
        .iter()
        .filter(|attempt| attempt.status.is_bad())
        .collect();
    match test.status {
        Status::Passed => {
            let mut status = TestCaseStatus::success();
            status.add_reruns(bad.into_iter().map(rerun));
            status
        }
        Status::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(test.skip_reason.as_deref().unwrap_or_default());
            status
        }
        Status::Failed | Status::Errored => failure(test, &bad),
    }
}

fn failure(test: &TestResult, bad: &[&AttemptResult]) -> TestCaseStatus {
    let Some((first, later)) = bad.split_first() else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status
            .set_type("not-run")
            .set_message(test.error_message.as_deref().unwrap_or("not run"));
        return status;
    };
    let mut status = TestCaseStatus::non_success(kind(first));
    status.set_type(cause(first)).set_message(message(first));
    if let Some(excerpt) = &first.excerpt {
        status.set_description(excerpt.as_str());
    }
    status.add_reruns(later.iter().map(|attempt| rerun(attempt)));
    status
}

fn rerun(attempt: &AttemptResult) -> TestRerun {
    let mut rerun = TestRerun::new(kind(attempt));
    rerun.set_type(cause(attempt)).set_message(message(attempt));
    if let Some(excerpt) = &attempt.excerpt {
        rerun.set_stack_trace(excerpt.as_str());
    }
    rerun
}

fn kind(attempt: &AttemptResult) -> NonSuccessKind {
    if attempt.status == Status::Errored {
        NonSuccessKind::Error
    } else {
        NonSuccessKind::Failure
    }
}

fn cause(attempt: &AttemptResult) -> String {
    let name = attempt
        .failure
        .and_then(|failure| serde_json::to_value(failure).ok());
    name.and_then(|name| name.as_str().map(|name| name.replace('_', "-")))
        .unwrap_or_else(|| "failure".to_owned())
}

fn message(attempt: &AttemptResult) -> &str {
    attempt
        .message
        .as_deref()
        .unwrap_or_else(|| attempt.status.name())
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or_default()
}
