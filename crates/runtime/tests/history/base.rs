//! This run, held against the base.

use serde_json::{Value, json};

use crate::scene::{Outcome, Run, Scene, put};

fn change(outcome: &Outcome, list: &str) -> Vec<(String, Value)> {
    let entries = outcome.summary[list].as_array().unwrap().iter();
    entries
        .map(|entry| {
            (
                entry["name"].as_str().unwrap().to_owned(),
                entry["change"].clone(),
            )
        })
        .collect()
}

fn named(name: &str, change: &str) -> (String, Value) {
    (name.to_owned(), change.into())
}

const BEFORE: [(&str, &str); 5] = [
    ("still", "failed"),
    ("mended", "failed"),
    ("good", "passed"),
    ("shaky", "passed"),
    ("well", "passed"),
];

#[test]
fn every_listed_test_says_how_it_compares() {
    let scene = Scene::of(&[Run::new("1", 1, &BEFORE)]);
    let now = [
        ("still", "failed"),
        ("mended", "passed"),
        ("good", "failed"),
        ("shaky", "flaky"),
        ("well", "passed"),
        ("new", "failed"),
    ];
    let outcome = scene.aggregate(&Run::new("2", 2, &now));
    assert_eq!(
        change(&outcome, "failed_tests"),
        [
            named("t/still", "still_failing"),
            named("t/good", "new_failure"),
            named("t/new", "new_failure")
        ]
    );
    assert_eq!(change(&outcome, "fixed_tests"), [named("t/mended", "fixed")]);
    assert_eq!(change(&outcome, "flaky_tests"), [named("t/shaky", "newly_flaky")]);
    let base = &outcome.summary["base"];
    assert_eq!(
        (&base["run_id"], &base["commit"]),
        (&"1".into(), &"commit-1".into())
    );
}

#[test]
fn what_still_fails_says_since_when() {
    let all = |a: &'static str, b: &'static str| {
        [
            ("a", a),
            ("b", b),
            ("c", "passed"),
            ("d", "passed"),
            ("e", "passed"),
        ]
    };
    let scene = Scene::of(&[
        Run::new("1", 1, &all("failed", "passed")),
        Run::new("2", 2, &all("passed", "failed")),
        Run::new("3", 3, &all("failed", "failed")),
        // It did not run; and another branch says nothing.
        Run::new("4", 4, &all("skipped", "flaky")),
        Run::new("5", 5, &all("passed", "passed")).of("feature", "push"),
        Run::new("6", 6, &all("failed", "failed")),
    ]);
    let outcome = scene.aggregate(&Run::new("7", 7, &all("failed", "failed")));
    let since = |test: usize| &outcome.summary["failed_tests"][test]["failing_since"];
    assert_eq!(
        (&since(0)["run_id"], &since(0)["commit"]),
        (&"3".into(), &"commit-3".into())
    );
    assert_eq!(since(1)["run_id"], "6", "a flaky pass ends the row");
    let outcome = scene.aggregate(&Run::new("8", 8, &[("c", "failed")]));
    assert_eq!(since_of(&outcome), Value::Null, "a new failure began here");
}

/// A test whose file has another name now is the same test.
#[test]
fn since_when_a_test_fails_is_told_over_a_file_that_was_renamed() {
    let scene = Scene::new();
    let told: Vec<Outcome> = [("passed", "a.py"), ("failed", "a.py"), ("failed", "b.py"), ("failed", "b.py")]
        .into_iter()
        .zip(1..)
        .map(|((status, file), day)| {
            let run = Run::new(&day.to_string(), day, &[]);
            let input = scene.path().join(format!("renamed-{day}"));
            let inside = if status == "failed" { "<failure/>" } else { "" };
            let xml = format!("<testsuite name='s'><testcase name='x' classname='c' file='{file}'>{inside}</testcase></testsuite>");
            put(&input.join("cell/r.xml"), xml.as_bytes());
            scene.aggregate_folder(&input, &run)
        })
        .collect();
    for outcome in &told[2..] {
        assert_eq!(outcome.summary["failed_tests"][0]["change"], "still_failing");
        assert_eq!(since_of(outcome)["commit"], "commit-2");
    }
}

fn since_of(outcome: &Outcome) -> Value {
    outcome.summary["failed_tests"][0]["failing_since"].clone()
}

#[test]
fn what_was_flaky_on_the_branch_before_is_not_newly_flaky() {
    let all = |odd: &str, end: &'static str| {
        ["known", "other", "swings"].map(|name| (name, if name == odd { end } else { "passed" }))
    };
    let well = all("", "");
    let scene = Scene::of(&[
        Run::new("1", 1, &all("known", "flaky")),
        Run::new("2", 2, &well),
        // The same commit, and another end.
        Run::new("3", 3, &all("swings", "failed")).commit("commit-2"),
        Run::new("4", 4, &well),
        // Of another branch, and of a later run.
        Run::new("5", 5, &all("other", "flaky")).of("feature", "push"),
        Run::new("9", 9, &all("other", "flaky")),
    ]);
    let now = [("known", "flaky"), ("other", "flaky"), ("swings", "flaky")];
    let outcome = scene.aggregate(
        &Run::new("6", 6, &now)
            .of("topic", "pull_request")
            .with(&["--base", "main"]),
    );
    let mut told = change(&outcome, "flaky_tests");
    told.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(
        told,
        [
            ("t/known".to_owned(), Value::Null),
            named("t/other", "newly_flaky"),
            ("t/swings".to_owned(), Value::Null)
        ]
    );
}

/// Runs of which the test `x` takes as long as told, and twenty others as long as always.
fn timed(id: &str, day: u32, seconds: f64) -> Run {
    let wave = [0.0, 0.02, -0.02, 0.01, -0.01][day as usize % 5];
    let names: Vec<String> = (0..20).map(|number| format!("o{number}")).collect();
    let mut tests: Vec<(&str, &'static str)> = names.iter().map(|name| (name.as_str(), "passed")).collect();
    tests.push(("x", "passed"));
    let run = Run::new(id, day, &tests);
    let run = names.iter().enumerate().fold(run, |run, (number, name)| {
        let turn = [0.02, -0.02, 0.01, -0.01, 0.0][(day as usize + number) % 5];
        run.takes(name, (2.0 + f64::from(number as u32)) * (1.0 + turn))
    });
    run.takes("x", seconds * (1.0 + wave))
}

#[test]
fn what_was_slow_on_the_branch_before_is_not_newly_slow() {
    let usual: Vec<Run> = (1..=33).map(|day| timed(&day.to_string(), day, 10.0)).collect();
    let scene = Scene::of(&usual);
    // It began here.
    let topic = |id: &str, day| {
        timed(id, day, 30.0)
            .of("topic", "pull_request")
            .with(&["--base", "main"])
    };
    let outcome = scene.aggregate(&topic("a", 34));
    assert_eq!(change(&outcome, "slow_tests"), [named("t/x", "newly_slow")]);
    assert_eq!(
        outcome.trends["durations"][0]["newest"],
        json!([false, false, true])
    );
    // The base is slow already, and so is this run: it did not come with this change.
    scene.aggregate(&timed("b", 34, 30.0));
    let outcome = scene.aggregate(&topic("c", 35));
    assert_eq!(change(&outcome, "slow_tests"), [("t/x".to_owned(), Value::Null)]);
    // Two runs of the branch were slow, and this one is not.
    scene.aggregate(&timed("d", 35, 30.0));
    let outcome = scene.aggregate(
        &timed("e", 36, 10.0)
            .of("topic", "pull_request")
            .with(&["--base", "main"]),
    );
    assert_eq!(change(&outcome, "slow_tests"), []);
}

#[test]
fn the_base_is_the_newest_complete_run_of_its_branch_with_these_cells() {
    let good = [("x", "passed"), ("y", "passed")];
    let mut runs = vec![
        Run::new("old", 1, &good),
        Run::new("right", 2, &good),
        Run::new("nightly", 3, &good).scenario("b"),
        Run::new("feature", 4, &good).of("feature", "push"),
        Run::new("incomplete", 5, &[]),
        Run::new("later", 20, &good),
    ];
    let masses: Vec<(String, &str)> = (0..10).map(|number| (number.to_string(), "failed")).collect();
    let masses: Vec<(&str, &'static str)> =
        masses.iter().map(|(name, _)| (name.as_str(), "failed")).collect();
    runs.push(Run::new("mass failure", 6, &masses));
    let scene = Scene::of(&runs);
    let outcome = scene.aggregate(
        &Run::new("this", 10, &good)
            .of("topic", "push")
            .with(&["--base", "main"]),
    );
    assert_eq!(outcome.summary["base"]["run_id"], "right");
    // Without a base branch, its own.
    let outcome = scene.aggregate(&Run::new("that", 11, &good).of("feature", "push"));
    assert_eq!(outcome.summary["base"]["run_id"], "feature");
    let shown = scene.shown();
    let marked = shown["runs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|run| run["mass_failure"] == true);
    assert_eq!(marked.count(), 1);
}

#[test]
fn failures_that_the_base_has_count_only_where_all_do() {
    let scene = Scene::of(&[Run::new(
        "1",
        1,
        &[("x", "failed"), ("y", "passed"), ("z", "passed")],
    )]);
    let known = [("x", "failed"), ("y", "passed"), ("z", "passed")];
    let new = [("x", "failed"), ("y", "failed"), ("z", "passed")];
    let verdict = |id, tests: &[(&str, &'static str)], fail_on: &str| {
        let run = Run::new(id, 2, tests)
            .of("feature", "pull_request")
            .with(&["--base", "main"]);
        scene.aggregate(&run.planned(json!({ "fail_on": fail_on })))
    };
    assert_eq!(verdict("2", &known, "any").code, 1);
    assert_eq!(verdict("3", &new, "new").code, 1);
    let forgiven = verdict("4", &known, "new");
    assert_eq!(
        (forgiven.code, &forgiven.summary["verdict"]),
        (0, &"passed".into())
    );
    assert_eq!(change(&forgiven, "failed_tests"), [named("t/x", "still_failing")]);
    let reasons = forgiven.summary["reasons"].to_string();
    assert!(reasons.contains("1 test fails on the base too"), "{reasons}");
    assert_eq!(forgiven.summary["cells"][0]["verdict"], "passed");
}

#[test]
fn without_a_base_every_failure_counts() {
    let scene = Scene::new();
    let run = Run::new("1", 1, &[("x", "failed"), ("y", "passed")]);
    let outcome = scene.aggregate(&run.planned(json!({ "fail_on": "new" })));
    assert_eq!((outcome.code, outcome.summary["base"].is_null()), (1, true));
}

#[test]
fn trends_have_this_run_as_their_last() {
    let good = [("x", "passed"), ("y", "passed")];
    let scene = Scene::of(&[Run::new("1", 1, &good), Run::new("2", 2, &good)]);
    let outcome = scene.aggregate(&Run::new("3", 3, &[("x", "passed"), ("y", "failed")]));
    let runs = outcome.trends["runs"].as_array().unwrap();
    let ids: Vec<&str> = runs.iter().map(|run| run["run_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(
        (&runs[2]["failed"], &runs[2]["verdict"]),
        (&1.into(), &"failed".into())
    );
}
