//! Each thing once, however often it was told.

use crate::scene::{Scene, put, result, test};

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

fn suite(cases: &str) -> String {
    format!("<testsuite name='s'>{cases}</testsuite>")
}

const X_PASSED: &str = "<testcase name='x'/>";
const X_FAILED: &str = "<testcase name='x'><failure message='no'/></testcase>";
const X_SKIPPED: &str = "<testcase name='x'><skipped/></testcase>";
const GO: &str = "<properties><property name='go.version' value='go1.25'/></properties>";

/// What one file tells of another run does not undo what another file told.
#[test]
fn a_run_that_a_file_tells_again_leaves_what_another_file_told() {
    let again = suite(&format!("{GO}{X_FAILED}{X_PASSED}"));
    let outcome = Scene::new()
        .file("a/1.xml", suite(X_FAILED))
        .file("a/2.xml", &again)
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [1, 0, 1, 0, 0, 0]));
    let outcome = Scene::new().file("a/2.xml", &again).aggregate();
    assert_eq!(outcome.numbers(), (0, [1, 1, 0, 0, 0, 1]));
    // What ran again is the last that failed, not the first of its name.
    let later = suite(&format!("{GO}{X_PASSED}{X_FAILED}{X_PASSED}"));
    let outcome = Scene::new().file("a/2.xml", later).aggregate();
    assert_eq!(outcome.numbers(), (0, [2, 2, 0, 0, 0, 1]));
}

/// pytest-rerunfailures leaves a bare case for each attempt that did not count.
#[test]
fn of_cases_of_one_name_in_a_run_of_pytest_the_worst_stands() {
    let pytest = |cases: &str| format!("<testsuite name='pytest'>{cases}</testsuite>");
    let of = |cases: &[&str]| {
        let outcome = Scene::new().file("a/1.xml", pytest(&cases.concat())).aggregate();
        outcome.numbers()
    };
    const X_ERRORED: &str = "<testcase name='x'><error message='teardown'/></testcase>";
    assert_eq!(of(&[X_PASSED, X_PASSED]), (0, [1, 1, 0, 0, 0, 1]));
    assert_eq!(of(&[X_PASSED, X_PASSED, X_FAILED]), (1, [1, 0, 1, 0, 0, 0]));
    assert_eq!(of(&[X_FAILED, X_ERRORED]), (1, [1, 0, 0, 1, 0, 0]));
    assert_eq!(of(&[X_FAILED, X_PASSED]), (1, [1, 0, 1, 0, 0, 0]));
    assert_eq!(of(&[X_SKIPPED, X_PASSED]), (0, [1, 1, 0, 0, 0, 0]));
    // Another run of pytest in the same file has cases of its own, and what another file told is not undone.
    let two = |first: &str, second: &str| {
        let text = format!("<testsuites>{}{}</testsuites>", pytest(first), pytest(second));
        Scene::new().file("a/1.xml", text).aggregate().numbers()
    };
    assert_eq!(two(X_PASSED, X_PASSED), (0, [2, 2, 0, 0, 0, 0]));
    assert_eq!(two(X_FAILED, &X_PASSED.repeat(2)), (1, [2, 1, 1, 0, 0, 1]));
    assert_eq!(
        two(X_FAILED, &[X_SKIPPED, X_PASSED].concat()),
        (1, [2, 1, 1, 0, 0, 0])
    );
    let outcome = Scene::new()
        .file("a/1.xml", pytest(X_FAILED))
        .file("a/2.xml", pytest(&[X_PASSED, X_PASSED].concat()))
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [1, 0, 1, 0, 0, 0]));
}

#[test]
fn cases_of_one_name_are_as_many_as_the_file_with_most_of_them_has() {
    for second in [X_PASSED, X_FAILED] {
        let outcome = Scene::new()
            .file("a/1.xml", suite(X_PASSED))
            .file("a/2.xml", suite(&format!("{second}{X_PASSED}{X_PASSED}")))
            .aggregate();
        assert_eq!(outcome.summary["total"], 3, "{second}");
        assert_eq!(outcome.summary["cells"][0]["duplicates"], 1, "{second}");
    }
}

#[test]
fn the_last_file_that_did_not_skip_a_test_decides_whatever_is_before_it() {
    for files in [["1", "2"], ["2", "1"]] {
        let outcome = Scene::new()
            .file("a-attempt-1/1.xml", suite(X_FAILED))
            .file(&format!("a-attempt-2/{}.xml", files[0]), suite(X_SKIPPED))
            .file(&format!("a-attempt-2/{}.xml", files[1]), suite(X_PASSED))
            .aggregate();
        assert_eq!(outcome.numbers(), (0, [1, 1, 0, 0, 0, 1]), "{files:?}");
    }
}

#[test]
fn what_counts_stands_before_what_is_in_quarantine() {
    let mut quarantined = test("x", &["failed"]);
    quarantined["status"] = "errored".into();
    quarantined["quarantine"] = serde_json::json!({ "owner": "me", "reason": "slow", "issue": "#1",
        "expires": "2099-12-01", "expired": false });
    for order in [["one", "two"], ["two", "one"]] {
        let outcome = Scene::new()
            .result(order[0], &result("a", 1, &[test("x", &["failed"])]))
            .result(order[1], &result("a", 1, std::slice::from_ref(&quarantined)))
            .aggregate();
        assert_eq!(outcome.numbers().0, 1, "{order:?}");
        assert_eq!(outcome.summary["quarantined"], 0, "{order:?}");
    }
}

#[test]
fn a_result_that_lacks_its_verdict_or_contradicts_itself_passes_nothing() {
    for part in ["outcome", "run", "suite"] {
        let mut result = result("a", 1, &[test("x", &["passed"])]);
        result.as_object_mut().unwrap().remove(part);
        let outcome = Scene::new().result(A1, &result).aggregate();
        assert_eq!(outcome.numbers().0, 3, "{part}: {}", outcome.summary["reasons"]);
    }
    let mut other = result("a", 1, &[test("x", &["passed"])]);
    other["suite"]["tests"] = 9.into();
    let outcome = Scene::new().result(A1, &other).aggregate();
    assert_eq!(outcome.numbers().0, 3);
}

#[test]
fn a_result_in_the_folder_of_another_cell_is_told_also_where_one_name_begins_the_other() {
    let own = result("a", 1, &[test("x", &["passed"])]);
    let outcome = Scene::new()
        .result(A1, &own)
        .result("cell-1.0-ab-attempt-1", &own)
        .aggregate();
    assert_eq!(outcome.numbers().0, 3, "{}", outcome.summary["reasons"]);
    let outcome = Scene::new()
        .result("cell-1.0-a-shard1-attempt-1", &own)
        .aggregate();
    assert_eq!(outcome.numbers().0, 0, "{}", outcome.summary["reasons"]);
}

#[test]
fn folders_whose_names_are_no_text_stay_two() {
    use std::os::unix::ffi::OsStrExt;
    let scene = Scene::new();
    for (name, case) in [
        (&b"\xff\xfe-attempt-1"[..], X_FAILED),
        (b"\xff\xfd-attempt-2", X_PASSED),
    ] {
        let folder = scene.path(".").join(std::ffi::OsStr::from_bytes(name));
        put(&folder.join("1.xml"), suite(case).as_bytes());
    }
    let outcome = scene.aggregate();
    assert_eq!(outcome.numbers(), (1, [2, 1, 1, 0, 0, 0]));
}
