use minijinja::context;

use super::profiles::TestJob;
use super::steps::run;
use crate::workflow::{Job, Note, Permissions, Scalar, StepsJob};

/// The one job that a required check names.
///
/// `!cancelled()` alone makes GitHub end the job of a cancelled run as cancelled, which blocks a merge; any further
/// condition could make it skipped, which counts as success.
pub(super) fn job(tests: &[TestJob]) -> Job {
    let env = [("JOBS", Scalar::from(jobs(tests)))];
    let needs = ["drift-check", "runtime"]
        .into_iter()
        .chain(tests.iter().map(|test| test.id.as_str()));
    Job::Steps(Box::new(StepsJob {
        note: Note::new(
            "The required check: green only if every job that this event calls for ended in success.",
        ),
        name: super::GATE.to_owned(),
        needs: needs.chain(["aggregate"]).map(str::to_owned).collect(),
        r#if: Some("${{ !cancelled() }}".to_owned()),
        runs_on: Scalar::from("ubuntu-24.04"),
        timeout_minutes: 5_u64.into(),
        permissions: Permissions::new(),
        concurrency: None,
        environment: None,
        steps: vec![run("gate", "Decide", "gate", context! {}, &env)],
    }))
}

/// A line a job: whether it runs tests, its name, the result that this event calls for, and the result it had.
fn jobs(tests: &[TestJob]) -> String {
    let fixed = ["drift-check", "runtime", "aggregate"]
        .map(|id| format!("job {id} success ${{{{ needs.{id}.result }}}}\n"));
    let tests = tests.iter().map(|TestJob { id, condition, .. }| {
        format!(
            "test {id} ${{{{ {} && 'success' || 'skipped' }}}} ${{{{ needs.{id}.result }}}}\n",
            parenthesised(condition)
        )
    });
    fixed.into_iter().chain(tests).collect()
}

fn parenthesised(condition: &str) -> String {
    if condition.contains("&&") || condition.contains("||") {
        format!("({condition})")
    } else {
        condition.to_owned()
    }
}
