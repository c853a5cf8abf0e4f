//! What the base has and this run lacks.

use serde_json::json;

use crate::scene::{Outcome, Run, Scene, put};

fn fewer(outcome: &Outcome) -> Vec<String> {
    let items = outcome.summary["ledger"]["fewer"].as_array().unwrap().iter();
    items
        .map(|item| {
            format!(
                "{} {}",
                item["cell"].as_str().unwrap(),
                item["test"].as_str().unwrap_or("-")
            )
        })
        .collect()
}

/// Files of suites, each with so many tests.
fn junit(scene: &Scene, id: &str, suites: &[(&str, &str, usize)], trigger: &str) -> Outcome {
    let input = scene.path().join(format!("in-{id}"));
    for (shard, suite, count) in suites {
        let cases: String = (0..*count)
            .map(|case| format!("<testcase name='c{case}'/>"))
            .collect();
        let text = format!("<testsuite name='{suite}'>{cases}</testsuite>");
        put(&input.join(shard).join(format!("{suite}.xml")), text.as_bytes());
    }
    let run = Run::new(id, 1, &[]).of("main", trigger);
    scene.aggregate_folder(&input, &run)
}

const ALL: [(&str, &str, usize); 3] = [("one", "s", 4), ("one", "t", 2), ("two", "s", 4)];

#[test]
fn a_cell_a_suite_and_most_of_a_cell_keep_a_run_from_passing_once() {
    let cases: [(&[_], &str); 3] = [
        (&ALL[..2], "two -"),
        (&[ALL[0], ALL[2]], "one t"),
        (&[("one", "s", 1), ("one", "t", 2), ALL[2]], "one s/c1"),
    ];
    for (now, gone) in cases {
        let scene = Scene::new();
        assert_eq!(junit(&scene, "1", &ALL, "push").code, 0);
        let outcome = junit(&scene, "2", now, "push");
        let is_half = gone == "one s/c1";
        let expected = if is_half { 0 } else { 3 };
        assert_eq!((outcome.code, fewer(&outcome)[0].as_str()), (expected, gone));
        // What is gone for good is the base of the next one.
        assert_eq!(junit(&scene, "3", now, "push").code, 0);
    }
    let scene = Scene::new();
    junit(&scene, "1", &ALL, "push");
    let outcome = junit(&scene, "2", &[("one", "s", 1), ("one", "t", 1), ALL[2]], "push");
    assert_eq!((outcome.code, fewer(&outcome).len()), (3, 4));
}

#[test]
fn a_pull_request_is_told_and_may_be_merged() {
    let scene = Scene::new();
    junit(&scene, "1", &ALL, "push");
    let outcome = junit(&scene, "2", &ALL[..1], "pull_request");
    assert_eq!(
        (outcome.code, fewer(&outcome)),
        (0, vec!["two -".to_owned(), "one t".to_owned()])
    );
    assert!(outcome.summary["reasons"].to_string().contains("told only: 2"));
}

#[test]
fn a_plan_decides_which_cells_there_are_and_cases_are_told() {
    let all = [("x", "passed"), ("y", "passed"), ("z", "passed")];
    let scene = Scene::of(&[Run::new("1", 1, &all), Run::new("2", 1, &all).scenario("b")]);
    let run = Run::new("3", 2, &all[..2]).planned(json!({}));
    let outcome = scene.aggregate(&run);
    assert_eq!((outcome.code, fewer(&outcome)), (0, vec!["1.0/a t/z".to_owned()]));
}
