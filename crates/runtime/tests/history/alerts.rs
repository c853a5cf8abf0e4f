//! What a run has to tell people, and whether an earlier run told it.

use serde_json::{Value, json};

use crate::scene::{Outcome, Run, Scene};

const DAY: u64 = 86_400;

fn run(id: &str, day: u32, tests: &[(&str, &'static str)]) -> Run {
    let alerts =
        json!({ "on": ["failure", "regression", "recovery"], "events": ["push"], "cool_down": 3 * DAY });
    Run::new(id, day, tests).planned(json!({ "alerts": alerts }))
}

/// What each of the alerts is, and the run that told the same.
fn alerts(outcome: &Outcome) -> Vec<(String, Value)> {
    let alerts = outcome.trends["alerts"].as_array().unwrap().iter();
    alerts
        .map(|alert| {
            (
                alert["on"].as_str().unwrap().to_owned(),
                alert["told"]["run_id"].clone(),
            )
        })
        .filter(|(on, _)| on != "regression")
        .collect()
}

#[track_caller]
fn tells(outcome: &Outcome, on: &str, told: &Value) {
    assert_eq!(alerts(outcome), [(on.to_owned(), told.clone())]);
}

const BAD: [(&str, &str); 2] = [("x", "failed"), ("y", "passed")];
const WORSE: [(&str, &str); 2] = [("x", "failed"), ("y", "failed")];
const GOOD: [(&str, &str); 2] = [("x", "passed"), ("y", "passed")];

#[test]
fn a_failure_that_lasts_is_told_again_after_the_cool_down() {
    let scene = Scene::new();
    let course: Vec<Value> = (1..=7)
        .map(|day| {
            alerts(&scene.aggregate(&run(&format!("r{day}"), day, &BAD)))
                .remove(0)
                .1
        })
        .collect();
    let wanted = json!([null, "r1", "r1", null, "r4", "r4", null]);
    assert_eq!(Value::Array(course), wanted);
}

#[test]
fn another_failure_is_another_alert() {
    let scene = Scene::of(&[run("1", 1, &BAD)]);
    tells(&scene.aggregate(&run("2", 2, &WORSE)), "failure", &Value::Null);
    tells(&scene.aggregate(&run("3", 2, &BAD)), "failure", &"1".into());
}

#[test]
fn runs_that_may_not_alert_have_told_nothing() {
    let policy = |run: Run| run.planned(json!({ "alerts": { "events": ["push"], "cool_down": 3 * DAY } }));
    let other = |id, branch, event| policy(Run::new(id, 1, &BAD).of(branch, event));
    let scene = Scene::of(&[
        other("1", "main", "workflow_dispatch"),
        other("2", "topic", "push"),
    ]);
    tells(&scene.aggregate(&run("3", 2, &BAD)), "failure", &Value::Null);
    let pull = Run::new("4", 2, &BAD)
        .of("main", "pull_request")
        .with(&["--base", "main"])
        .planned(json!({ "alerts": { "events": ["push", "pull_request"], "cool_down": 3 * DAY } }));
    tells(&scene.aggregate(&pull), "failure", &Value::Null);
}

#[test]
fn a_second_attempt_that_fails_as_the_first_says_nothing_and_one_that_passes_is_a_recovery() {
    let scene = Scene::of(&[run("1", 1, &BAD)]);
    tells(
        &scene.aggregate(&run("1", 1, &BAD).attempt(2)),
        "failure",
        &"1".into(),
    );
    tells(
        &scene.aggregate(&run("1", 1, &GOOD).attempt(3)),
        "recovery",
        &Value::Null,
    );
}

#[test]
fn only_what_runs_what_had_failed_is_a_recovery() {
    let scene = Scene::of(&[
        run("push-1", 1, &GOOD),
        run("nightly-1", 2, &BAD).scenario("b").planned(json!({})),
    ]);
    let push = scene.aggregate(&run("push-2", 3, &GOOD));
    assert_eq!(alerts(&push), [], "it did not run what fails");
    let nightly = scene.aggregate(&run("nightly-2", 4, &GOOD).scenario("b").planned(json!({})));
    tells(&nightly, "recovery", &Value::Null);
    assert_eq!(nightly.trends["alerts"][0]["of"], json!(["1.0/b"]));
    let again = scene.aggregate(&run("nightly-3", 5, &GOOD).scenario("b").planned(json!({})));
    assert_eq!(alerts(&again), [], "it is well already");
}

#[test]
fn a_run_that_was_told_before_is_not_its_own_past() {
    let scene = Scene::of(&[run("1", 1, &BAD)]);
    tells(&scene.aggregate(&run("1", 1, &BAD)), "failure", &Value::Null);
}

#[test]
fn a_regression_is_told_once_within_the_cool_down() {
    let tests = |bad: usize| -> Vec<(&str, &'static str)> {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let each = names.into_iter().enumerate();
        each.map(|(at, name)| (name, if at < bad { "failed" } else { "passed" }))
            .collect()
    };
    let scene = Scene::of(&[run("1", 1, &tests(0))]);
    let regression = |outcome: &Outcome| {
        let alerts = outcome.trends["alerts"].as_array().unwrap().clone();
        let found = alerts.into_iter().find(|alert| alert["on"] == "regression");
        found.map(|alert| alert["told"]["run_id"].clone())
    };
    let first = scene.aggregate(&run("2", 2, &tests(1)));
    assert_eq!(
        regression(&first),
        Some(Value::Null),
        "{}",
        first.trends["regressions"]
    );
    let second = scene.aggregate(&run("3", 3, &tests(2)));
    assert_eq!(
        regression(&second),
        Some("2".into()),
        "{}",
        second.trends["regressions"]
    );
    let late = scene.aggregate(&run("4", 6, &tests(3)));
    assert_eq!(
        regression(&late),
        Some(Value::Null),
        "{}",
        late.trends["regressions"]
    );
}
