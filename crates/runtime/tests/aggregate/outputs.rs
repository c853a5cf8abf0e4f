//! What is written, read back.

use std::process::Command;

use serde_json::Value;

use crate::scene::{Scene, put, result, test};

fn scene() -> Scene {
    let mut odd = test("odd", &["failed", "errored"]);
    odd["attempts"][0]["excerpt"] = "a ]]> b\r\n\u{1b}[31m<&".into();
    odd["error_message"] = "line\none \"quoted\" & <b>".into();
    Scene::new()
        .result(
            "cell-1.0-a-attempt-1",
            &result(
                "a",
                1,
                &[test("x", &["failed", "passed"]), odd, test("z", &["skipped"])],
            ),
        )
        .file(
            "other/x.xml",
            "<testsuite name='s'><testcase name='a&#10;🦀' classname='c' file='f'/></testsuite>",
        )
        .arguments(&["--branch", "main", "--commit", "abc", "--trigger", "push"])
}

#[test]
fn junit_and_ctrf_say_what_the_summary_says() {
    let outcome = scene().aggregate();
    assert_eq!(outcome.numbers(), (1, [4, 2, 0, 1, 1, 1]));
    let output = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"))
        .arg("inspect")
        .args([outcome.path("junit.xml"), outcome.path("ctrf.json")])
        .output()
        .unwrap();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let keys = ["cases", "passed", "failed", "errored", "skipped", "flaky"];
        assert_eq!(
            keys.map(|key| line[key].as_u64().unwrap()),
            [4, 2, 0, 1, 1, 1],
            "{line}"
        );
        assert!(line["problems"].as_array().unwrap().is_empty(), "{line}");
    }
}

#[test]
fn what_was_aggregated_can_be_aggregated_again() {
    let once = scene().aggregate();
    let junit = std::fs::read_to_string(once.path("junit.xml")).unwrap();
    assert!(!junit.contains('\u{1b}'));
    let twice = Scene::new().file("again/junit.xml", &junit).aggregate();
    assert_eq!(twice.numbers(), once.numbers());
    assert_eq!(twice.summary["failed_tests"][0]["error"], "line");
    assert!(twice.names("failed_tests")[0].ends_with("odd"));
}

#[test]
fn the_summary_names_where_it_comes_from() {
    let outcome = scene().aggregate();
    let summary = &outcome.summary;
    assert_eq!(
        (&summary["branch"], &summary["commit"], &summary["trigger"]),
        (&"main".into(), &"abc".into(), &"push".into())
    );
    assert_eq!(
        (&summary["format"], &summary["exit_code"]),
        (&1.into(), &1.into())
    );
    assert_eq!(summary["skipped_tests"][0]["name"], "z");
    assert_eq!(summary["finished"], "2026-11-22T01:10:00.000Z");
}

#[test]
fn formats_that_are_not_asked_for_are_not_written() {
    let outcome = scene().arguments(&["--format", "json"]).aggregate();
    assert!(outcome.path("summary.json").exists() && !outcome.path("junit.xml").exists());
    assert!(outcome.output.stderr.is_empty());
}

#[test]
fn the_report_and_the_badge_are_there_and_change_nothing() {
    let outcome = scene().arguments(&["--format", "json,html"]).aggregate();
    assert_eq!(outcome.code, 1);
    let read = |name| std::fs::read_to_string(outcome.path(name)).unwrap();
    let report = read("report.html");
    assert!(report.starts_with("<!doctype html>") && report.contains("<h1"));
    assert!(
        !report.contains("src=\"") && !report.contains("http:") && !report.contains("https:"),
        "a report needs nothing else"
    );
    assert!(read("badge.svg").contains("failed, "));
    assert!(read("badge.json").contains("\"schemaVersion\":1"));
}

/// Against the schema that Jenkins reads it by, as in `tests/execute/schema.rs`. Beyond it, `junit.xml` has the file of a
/// test, which GitLab reads, and the time of a run that was not the last, which Surefire writes.
#[test]
fn jenkins_reads_what_is_written() {
    let Some(schema) = std::env::var_os("PIPEWRIGHT_TEST_JUNIT_XSD") else {
        eprintln!("skipped: PIPEWRIGHT_TEST_JUNIT_XSD is not set");
        return;
    };
    let xml = "<testsuite name='s'><testcase name='&#27;]]&gt;&lt;' classname='k'><failure>]]&gt;</failure></testcase>\
               <testcase name='r'><failure/><rerunFailure message='m' type='t'>again</rerunFailure></testcase>\
               <testcase name='e'><error message='&#1;'/><rerunError/></testcase><testcase name='s'><skipped/></testcase>\
               <testcase name='f' flaky='true'/><testcase name='g'><flakyError/></testcase></testsuite>";
    let outcome = Scene::new()
        .file("a/1.xml", xml)
        .result(
            "cell-1.0-a-attempt-1",
            &result(
                "a",
                1,
                &[test("x", &["failed", "passed"]), test("y", &["failed"])],
            ),
        )
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [8, 3, 3, 1, 1, 3]));
    let written = std::fs::read_to_string(outcome.path("junit.xml")).unwrap();
    let is_run = |line: &str| line.contains("<flaky") || line.contains("<rerun");
    let lines = written.lines().map(|line| match line.split_once(" time=\"") {
        Some((head, tail)) if is_run(line) => format!("{head}{}\n", tail.split_once('"').unwrap().1),
        _ => format!("{line}\n"),
    });
    let path = outcome.path("plain.xml");
    put(&path, lines.collect::<String>().as_bytes());
    let mut xmllint = Command::new("xmllint");
    let output = xmllint
        .args(["--noout", "--schema"])
        .arg(schema)
        .arg(&path)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}\n{written}",
        String::from_utf8_lossy(&output.stderr)
    );
    // What is flaky and how often it ran is told to who reads it again.
    let again = Scene::new().file("a/1.xml", &written).aggregate();
    assert_eq!(again.numbers(), outcome.numbers());
}

#[test]
fn nothing_is_written_into_the_input() {
    let scene = Scene::new().file("a/1.xml", "<testsuite><testcase name='x'/></testsuite>");
    for output in ["new/folder", "a", "."] {
        let output = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"))
            .args(["aggregate", "--input", ".", "--output", output])
            .current_dir(scene.path("."))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("name a folder outside of it"), "{said}");
    }
    assert!(!scene.path("new").exists());
}
