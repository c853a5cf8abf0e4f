//! What is written, read back.

use std::process::Command;

use serde_json::Value;

use crate::scene::{Scene, result, test};

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
