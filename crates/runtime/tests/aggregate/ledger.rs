//! Whatever is not as it was planned keeps the run from passing.

use serde_json::json;

use crate::scene::{Scene, result, test};

const A1: &str = "cell-1.0-a-attempt-1";
const B1: &str = "cell-1.0-b-attempt-1";

fn planned() -> Scene {
    Scene::new().plan(&[("a", &["x", "y"]), ("b", &["x"])])
}

fn good(scene: Scene) -> Scene {
    scene.result(
        A1,
        &result("a", 1, &[test("x", &["passed"]), test("y", &["passed"])]),
    )
}

#[test]
fn all_that_was_planned_and_nothing_else_passes() {
    let outcome = good(planned())
        .result(B1, &result("b", 1, &[test("x", &["failed", "passed"])]))
        .aggregate();
    assert_eq!(outcome.numbers(), (0, [3, 3, 0, 0, 0, 1]));
    assert_eq!(outcome.summary["ledger"]["expected"], 2);
    assert!(outcome.summary["reasons"].as_array().unwrap().is_empty());
}

#[test]
fn a_missing_cell_and_a_missing_test_are_listed() {
    let outcome = planned()
        .result(A1, &result("a", 1, &[test("x", &["failed"])]))
        .aggregate();
    assert_eq!(outcome.code, 3);
    assert_eq!(outcome.ledger("missing"), ["1.0/a y", "1.0/b"]);
    assert_eq!(outcome.names("failed_tests"), ["x"]);
}

#[test]
fn what_nobody_planned_is_listed() {
    let outcome = good(planned())
        .result(
            B1,
            &result("b", 1, &[test("x", &["passed"]), test("new", &["passed"])]),
        )
        .result("c", &result("c", 1, &[test("x", &["passed"])]))
        .aggregate();
    assert_eq!(outcome.code, 3);
    assert_eq!(outcome.ledger("extra"), ["1.0/b new", "1.0/c"]);
}

#[test]
fn what_is_empty_is_listed() {
    let mut hollow = test("x", &["passed"]);
    hollow["attempts"] = json!([]);
    let outcome = good(planned()).result(B1, &result("b", 1, &[hollow])).aggregate();
    assert_eq!(
        (outcome.code, outcome.ledger("empty")),
        (3, vec!["1.0/b x".to_owned()])
    );
    let outcome = good(planned())
        .result(B1, &result("b", 1, &[test("x", &["skipped"])]))
        .aggregate();
    assert_eq!(
        (outcome.code, outcome.ledger("empty")),
        (3, vec!["1.0/b".to_owned()])
    );
}

#[test]
fn a_cell_without_its_result_is_no_pass_whatever_else_is_there() {
    let outcome = good(planned())
        .file(
            &format!("{B1}/junit.xml"),
            "<testsuite><testcase name='x'/></testsuite>",
        )
        .aggregate();
    assert_eq!(
        (outcome.code, outcome.ledger("missing")),
        (3, vec!["1.0/b x".to_owned()])
    );
    let outcome = good(planned()).file(&format!("{B1}/result.json"), "").aggregate();
    assert_eq!(outcome.code, 3);
}

#[test]
fn a_result_that_is_cut_off_keeps_its_tests_and_is_no_pass() {
    let whole = result("a", 1, &[test("x", &["passed"]), test("y", &["passed"])]).to_string();
    for end in (0..whole.len()).step_by(7) {
        let outcome = Scene::new()
            .plan(&[("a", &["x", "y"])])
            .file(&format!("{A1}/result.json"), &whole[..end])
            .aggregate();
        assert_eq!(outcome.code, 3, "cut at {end}: {}", outcome.summary);
    }
    let cut = &whole[..whole.find("\"commands\"").unwrap()];
    let outcome = Scene::new()
        .plan(&[("a", &["x", "y"])])
        .file(&format!("{A1}/result.json"), cut)
        .aggregate();
    assert_eq!(outcome.numbers(), (3, [2, 2, 0, 0, 0, 0]));
}

#[test]
fn nothing_at_all_is_never_a_pass() {
    let outcome = Scene::new().aggregate();
    assert_eq!(
        (outcome.code, &outcome.summary["verdict"]),
        (4, &"nothing_ran".into())
    );
    assert_eq!(planned().aggregate().code, 3);
    let skipped = result("a", 1, &[test("x", &["skipped"])]);
    assert_eq!(Scene::new().result(A1, &skipped).aggregate().code, 4);
}

#[test]
fn a_result_in_the_folder_of_another_cell_is_told() {
    let outcome = good(planned())
        .result(B1, &result("a", 1, &[test("x", &["passed"])]))
        .aggregate();
    assert_eq!(outcome.code, 3);
    assert_eq!(outcome.ledger("missing"), ["1.0/b"]);
}

/// What RSpec writes when a file of tests raises while it is loaded.
#[test]
fn a_report_without_a_case_is_a_cell_in_which_nothing_ran() {
    let outcome = Scene::new()
        .file("a/1.xml", "<testsuite name='s'><testcase name='x'/></testsuite>")
        .file(
            "b/1.xml",
            "<testsuite name='rspec' tests='0' failures='0' errors='0'/>",
        )
        .aggregate();
    assert_eq!((outcome.code, outcome.ledger("empty")), (3, vec!["b".to_owned()]));
}

/// What `ctest --output-junit` writes of tests that it could not run, and counts as failed.
#[test]
fn what_ctest_could_not_run_is_an_error_and_no_skip() {
    let case = |name: &str, why: &str| {
        format!("<testcase name='{name}' status='notrun'><skipped message='{why}'/></testcase>")
    };
    let cases = [
        case("a", "Unable to find executable"),
        case("b", "Required Files Missing"),
        case("c", "Fixture dependency failed"),
        case("d", "SKIP_RETURN_CODE=77"),
    ];
    let outcome = Scene::new()
        .file(
            "a/1.xml",
            format!("<testsuite>{}<testcase name='e'/></testsuite>", cases.concat()),
        )
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [5, 1, 0, 3, 1, 0]));
}
