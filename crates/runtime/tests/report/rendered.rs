//! What the program really prints, rendered by GitHub's own renderer and read by a reader of HTML as browsers have it.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::hub::{HEAD, Hub, SUITE, summary};

/// It is in every text from outside, so that those are found again wherever they ended up.
const MARK: &str = "zqx";

const OWN: &str = "https://github.com/team/app/actions/runs/";

const HOSTILE: [&str; 32] = [
    "@everyone",
    "<!-- -->",
    "--> <!--",
    "</details>",
    "</summary></details></li></ul>",
    "<details><summary>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<style>*{display:none}</style>",
    "```",
    "````",
    "`````\n# heading",
    "\n\n# heading",
    "~~~",
    "a | b || \\|",
    "|\n|---|",
    "a\rb\r\nc",
    "\r\n::error::x",
    "##[error]x",
    "${{ secrets.X }}",
    "[x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "https://evil.example/x www.evil.example evil@evil.example",
    "#1 team/app#1 GH-1 1111111111111111111111111111111111111111",
    "\u{202e}txt.exe\u{2066}\u{200b}",
    "\u{0}\u{1b}[31m\u{7f}\u{85}",
    "![x](https://evil.example/x.png)",
    "[^1]: x [^1]",
    "> [!CAUTION]\n> x",
    "&lt;b&gt; &#64;everyone &commat;everyone",
    "<pipewright:comment workflow=x run=9 attempt=9 -->",
    "$\\href{javascript:alert(1)}{x}$ :tada: ==x== <kbd>",
];

/// Every text of these is one word, and every list has so many entries.
fn results(word: &str, count: usize) -> Value {
    let word = format!("{MARK}{word}{MARK}");
    let base = summary(1);
    let mut test = base["failed_tests"][0].clone();
    for key in [
        "name", "error", "cell", "suite", "class", "file", "command", "excerpt", "log", "owner", "issue",
    ] {
        test[key] = word.as_str().into();
    }
    test["retry_count"] = 1.into();
    let list = |change: &str| {
        let mut test = test.clone();
        test["change"] = change.into();
        vec![test; count]
    };
    let mut cell = base["cells"][0].clone();
    for key in ["name", "version", "suite", "scenario", "reason"] {
        cell[key] = word.as_str().into();
    }
    let item = json!({ "cell": format!("{word}/{word}"), "test": word });
    let whole = json!({ "cell": format!("{word}/{word}"), "test": null });
    let mut all = base.clone();
    let more = json!({
        "verdict": "incomplete", "exit_code": 3, "reasons": [word], "branch": word, "commit": word, "trigger": word, "run_id": word,
        "base": { "branch": word, "run_id": word, "commit": word, "started": word, "verdict": word },
        "cells": [base["cells"][0], cell], "failed_tests": list("new_failure"), "quarantined_tests": list("still_failing"),
        "flaky_tests": list("newly_flaky"), "skipped_tests": list("fixed"), "fixed_tests": list("fixed"),
        "slow_tests": list("newly_slow"), "problems": [word], "ignored": [word], "flaky": count, "failed": count,
        "ledger": { "expected": 1, "missing": [item, whole], "extra": [item], "empty": [whole] },
    });
    all.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    all
}

/// A Python that renders. None, and a word about it, where there is none; a failure where `PIPEWRIGHT_MANDATORY` is `1`.
fn renderer() -> Option<OsString> {
    let python = std::env::var_os("PIPEWRIGHT_MARKDOWN");
    if python.is_none() {
        let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
        let reason =
            "PIPEWRIGHT_MARKDOWN names no Python with cmarkgfm and html5lib: run .ci/install markdown";
        assert!(!is_mandatory, "no renderer: {reason}");
        println!("skipped: {reason}");
    }
    python
}

/// What is wrong with each report.
fn faults(python: &OsStr, reports: &[Value]) -> Vec<Vec<String>> {
    let mut child = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/render.py"))
        .arg(OWN)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = serde_json::to_string(reports).unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the renderer failed");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a job prints of these results: the comment, and the summary of a step.
fn reports(results: &Value) -> Vec<Value> {
    let hub = Hub::at("http://127.0.0.1:1").pull_request();
    hub.results(results);
    let hidden = format!("pipewright:comment workflow={SUITE} run=500 attempt=1");
    let report = |arguments: &[&str]| {
        let ended = hub.report(arguments);
        for line in ended.code(0).out.lines() {
            let is_command = line.trim_start().starts_with("::") || line.contains("##[");
            assert!(!is_command, "a command to the runner: {line}");
        }
        json!({ "markdown": ended.out, "mark": MARK, "hidden": hidden })
    };
    vec![report(&["comment", "--dry-run"]), report(&["summary"])]
}

#[test]
fn no_text_of_a_test_becomes_an_element_a_link_or_a_mention() {
    let Some(python) = renderer() else { return };
    let long = "x".repeat(300_000);
    let emoji = "😀".repeat(400);
    let words = HOSTILE.into_iter().chain([long.as_str(), emoji.as_str()]);
    let all: Vec<Value> = words.flat_map(|word| reports(&results(word, 2))).collect();
    for (report, faults) in all.iter().zip(faults(&python, &all)) {
        assert_eq!(
            faults,
            Vec::<String>::new(),
            "{}",
            report["markdown"].as_str().unwrap()
        );
    }
}

#[test]
fn whatever_is_cut_off_for_length_what_is_left_is_whole() {
    let Some(python) = renderer() else { return };
    let mut all = Vec::new();
    for count in [1, 30, 90, 250, 700, 3_000] {
        all.extend(
            reports(&results("</details> `` @everyone 😀", count))
                .into_iter()
                .take(1),
        );
    }
    for (report, faults) in all.iter().zip(faults(&python, &all)) {
        let text = report["markdown"].as_str().unwrap();
        assert_eq!(faults, Vec::<String>::new(), "{text}");
        assert!(
            text.contains("### Failed ("),
            "the failing tests are there: {text}"
        );
    }
}

#[test]
fn the_renderer_sees_what_is_wrong() {
    let Some(python) = renderer() else { return };
    let refused = [
        ("zqx", "text from outside is prose"),
        ("@team", "GitHub makes a link of it"),
        ("see #1", "GitHub makes a link of it"),
        (HEAD, "GitHub makes a link of it"),
        ("<form>x</form>", "an element <form>"),
        ("<b>x</b>", "an element <b>"),
        ("![x](y)", "an element <img>"),
        ("[x](javascript:x)", "a link to"),
        ("www.evil.example", "a link to"),
        ("<p onclick=x>y</p>", "onclick"),
        ("<!-- x -->", "a comment"),
        ("<details><summary>x</summary>", "not balanced"),
        ("<details>\n</details>", "without its <summary>"),
        ("x[^1]\n\n[^1]: y", "an element <sup>"),
        ("> x", "an element <blockquote>"),
    ];
    let all: Vec<Value> = refused
        .iter()
        .map(|(text, _)| json!({ "markdown": text, "mark": MARK, "hidden": "ours" }))
        .collect();
    for ((text, wanted), faults) in refused.iter().zip(faults(&python, &all)) {
        assert!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "{text}: {faults:?}"
        );
    }
}
