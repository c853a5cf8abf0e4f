//! Input that means no good.

use crate::scene::{Scene, result, test};

const A1: &str = "cell-1.0-a-attempt-1";

#[test]
fn symbolic_links_are_not_followed() {
    let outside = tempfile::NamedTempFile::with_suffix(".xml").unwrap();
    std::io::Write::write_all(
        &mut outside.as_file(),
        b"<testsuite><testcase name='secret'/></testsuite>",
    )
    .unwrap();
    let scene = Scene::new().result(A1, &result("a", 1, &[test("x", &["passed"])]));
    std::os::unix::fs::symlink(outside.path(), scene.path("link.xml")).unwrap();
    std::os::unix::fs::symlink("..", scene.path(&format!("{A1}/loop"))).unwrap();
    let outcome = scene.aggregate();
    assert_eq!(outcome.numbers(), (3, [1, 1, 0, 0, 0, 0]));
    assert_eq!(outcome.summary["problems"].as_array().unwrap().len(), 2);
}

#[test]
fn names_are_only_names() {
    let mut wild = test("x", &["failed"]);
    let name = "../../etc/passwd\n::error::x\u{1b}[31m<script>|*`🦀`\u{202e}";
    wild["case"] = name.into();
    wild["attempts"][0]["log"] = "../../../etc/passwd".into();
    let outcome = Scene::new()
        .result(A1, &result("a", 1, &[wild]))
        .file(
            "..%2f..%2fevil/..\\..\\x.xml",
            "<testsuite name='../..'><testcase name='/etc/passwd'/></testsuite>",
        )
        .file(
            "new\nline/x.xml",
            "<testsuite><testcase name='a&#10;b&#27;&#9;'><failure message='&#0;'/></testcase></testsuite>",
        )
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [3, 1, 2, 0, 0, 0]));
    assert_eq!(outcome.names("failed_tests")[0], format!("x/{name}"));
    assert!(outcome.summary["failed_tests"][0]["log"].is_null());
    let said = String::from_utf8(outcome.output.stdout.clone()).unwrap();
    assert!(!said.contains("\n::error") && !said.contains('\u{1b}'), "{said}");
    let written: Vec<_> = outcome
        .path("")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(written.len(), 6, "{written:?}");
}

#[test]
fn one_bad_file_takes_nothing_from_the_others() {
    let outcome = Scene::new()
        .result(A1, &result("a", 1, &[test("x", &["passed"])]))
        .file("cut/x.xml", "<testsuite><testcase name='a'/><testcase name='b'>")
        .file("empty/x.xml", "")
        .file("wrong/result.json", "{\"format\":2,\"cell\":5,\"tests\":[7,{}]}")
        .aggregate();
    assert_eq!(outcome.numbers(), (3, [2, 2, 0, 0, 0, 0]));
    let text = outcome.summary.to_string();
    for problem in [
        "inside of the case `b`",
        "empty/x.xml: the file is empty",
        "wrong/result.json: `cell`",
    ] {
        assert!(text.contains(problem), "{problem}: {text}");
    }
}

#[test]
fn times_that_are_none_add_up_to_none() {
    let times =
        ["NaN", "-5", "1e999", "inf", "", "2"].map(|time| format!("<testcase name='{time}' time='{time}'/>"));
    let outcome = Scene::new()
        .file("x/x.xml", format!("<testsuite>{}</testsuite>", times.concat()))
        .aggregate();
    assert_eq!((outcome.code, &outcome.summary["duration"]), (0, &2.0.into()));
}

#[test]
fn an_input_that_is_not_there_is_wrong_usage() {
    let scene = Scene::new();
    std::fs::remove_dir(scene.path("")).unwrap();
    let outcome = scene.aggregate();
    assert_eq!(outcome.code, 2);
    assert!(outcome.summary.is_null());
    assert_eq!(
        Scene::new()
            .arguments(&["--expect", "/nowhere.json"])
            .aggregate()
            .code,
        2
    );
}

#[test]
fn a_result_in_the_artifact_of_another_cell_is_told_without_a_plan_too() {
    let good = result("a", 1, &[test("x", &["failed"])]);
    // A second attempt of cell `a`, uploaded by the job of cell `b`, would make it flaky.
    let claim = result("a", 2, &[test("x", &["passed"])]);
    let outcome = Scene::new()
        .result(A1, &good)
        .result("cell-1.0-b-attempt-2", &claim)
        .aggregate();
    assert_eq!(outcome.code, 3);
    let problems = outcome.summary["cells"][0]["problems"].to_string();
    assert!(
        problems.contains("cell-1.0-b-attempt-2/result.json: it is in the folder of cell-1.0-b"),
        "{problems}"
    );
    // Shards of a cell have a word more in their names, and other folders are called as one likes.
    for folder in ["cell-1.0-a-second-attempt-1", "elsewhere"] {
        let outcome = Scene::new().result(A1, &good).result(folder, &good).aggregate();
        assert_eq!(outcome.code, 1, "{folder}");
    }
}
