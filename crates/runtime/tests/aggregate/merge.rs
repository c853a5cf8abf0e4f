//! Each thing once, however often it was told.

use crate::scene::{Scene, result, test};

const A1: &str = "cell-1.0-a-attempt-1";
const A2: &str = "cell-1.0-a-attempt-2";

#[test]
fn a_cell_is_told_by_its_result_and_not_again_by_its_other_files() {
    let outcome = Scene::new()
        .result(A1, &result("a", 1, &[test("x", &["passed"])]))
        .file(
            &format!("{A1}/junit.xml"),
            "<testsuite><testcase name='y'><failure/></testcase></testsuite>",
        )
        .file(
            &format!("{A1}/ctrf.json"),
            "{\"results\":{\"tests\":[{\"name\":\"z\",\"status\":\"failed\"}]}}",
        )
        .file(
            &format!("{A1}/left/by/x.xml"),
            "<testsuite><testcase name='w'><failure/></testcase></testsuite>",
        )
        .aggregate();
    assert_eq!(outcome.numbers(), (0, [1, 1, 0, 0, 0, 0]));
    assert_eq!(outcome.summary["verdict"], "passed");
}

#[test]
fn a_later_attempt_of_the_run_decides_and_the_failure_before_it_is_kept() {
    let outcome = Scene::new()
        .result(
            A2,
            &result("a", 2, &[test("x", &["passed"]), test("y", &["failed"])]),
        )
        .result(
            A1,
            &result(
                "a",
                1,
                &[test("x", &["failed", "failed"]), test("y", &["passed"])],
            ),
        )
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [2, 1, 1, 0, 0, 1]));
    assert_eq!(outcome.names("flaky_tests"), ["x"]);
    assert_eq!(outcome.summary["flaky_tests"][0]["retry_count"], 2);
    assert_eq!(outcome.names("failed_tests"), ["y"]);
    assert_eq!(outcome.summary["failed_tests"][0]["error"], "it broke");
    let cell = &outcome.summary["cells"][0];
    assert_eq!((&cell["attempt"], &cell["duration"]), (&2.into(), &10.0.into()));
    assert_eq!(cell["folders"].as_array().unwrap().len(), 2);
}

#[test]
fn shards_of_one_run_are_joined_and_the_worse_of_two_verdicts_stands() {
    let outcome = Scene::new()
        .result(
            "one",
            &result("a", 1, &[test("x", &["passed"]), test("y", &["failed"])]),
        )
        .result("three", &result("a", 1, &[test("w", &["passed"])]))
        .result(
            "two",
            &result("a", 1, &[test("y", &["passed"]), test("z", &["passed"])]),
        )
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [4, 3, 1, 0, 0, 0]));
    assert_eq!(outcome.summary["cells"].as_array().unwrap().len(), 1);
    assert_eq!(outcome.summary["cells"][0]["duplicates"], 1);
}

#[test]
fn quarantine_is_respected_until_it_ends() {
    let entry = |expired: bool| {
        let mut test = test("x", &["failed"]);
        test["quarantine"] = serde_json::json!({ "owner": "me", "reason": "slow", "issue": "#1",
            "expires": "2026-12-01", "expired": expired });
        let mut result = result("a", 1, &[test, crate::scene::test("y", &["passed"])]);
        result["outcome"]["exit_code"] = i32::from(expired).into();
        Scene::new().result(A1, &result).aggregate()
    };
    let outcome = entry(false);
    assert_eq!(outcome.numbers(), (0, [2, 1, 1, 0, 0, 0]));
    assert_eq!(outcome.summary["quarantined"], 1);
    assert_eq!(outcome.summary["quarantined_tests"][0]["owner"], "me");
    assert_eq!(entry(true).code, 1);
}

#[test]
fn a_cell_can_fail_without_a_test_that_does() {
    for (code, expected) in [(1, 1), (3, 3), (130, 3), (143, 3), (4, 4)] {
        let mut result = result("a", 1, &[test("x", &["passed"])]);
        result["outcome"]["exit_code"] = code.into();
        assert_eq!(
            Scene::new().result(A1, &result).aggregate().code,
            expected,
            "{code}"
        );
    }
}
