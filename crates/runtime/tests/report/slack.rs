//! What Slack gets, held against Slack's own types and the limits that they state.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::channel::Channel;
use super::hub::{Hub, failure, summary};

/// Node modules with Slack's types and their compiler. None, and a word about it, where they are not there; a failure
/// where `PIPEWRIGHT_MANDATORY` is `1`.
pub(crate) fn modules(packages: &[&str]) -> Option<PathBuf> {
    let found = std::env::var_os("PIPEWRIGHT_MESSENGERS").map(PathBuf::from);
    let found = found.ok_or_else(|| "PIPEWRIGHT_MESSENGERS names no folder of Node modules".to_owned());
    let found = found.and_then(|modules| {
        let lacking = packages.iter().find(|package| !modules.join(package).is_dir());
        lacking.map_or(Ok(modules.clone()), |package| {
            Err(format!("{package} is not in {}", modules.display()))
        })
    });
    if let Err(reason) = &found {
        let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
        assert!(
            !is_mandatory,
            "no judge of messages: {reason}: run .ci/install messengers"
        );
        println!("skipped: {reason}: run .ci/install messengers");
    }
    found.ok()
}

/// What is wrong with each message.
fn judge(messages: &[Value]) -> Option<Vec<Vec<String>>> {
    let modules = modules(&["@slack/types", "@slack/webhook", "typescript"])?;
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/slack.mjs"))
        .args([&modules, folder.path()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = serde_json::to_string(messages).unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the judge failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// What a job with these results and trends posts.
fn posted(results: &Value, trends: &Value) -> Value {
    let channel = Channel::new(&[(200, "", "ok")]);
    let mut hub = Hub::at("http://127.0.0.1:1");
    hub.set("SLACK_WEBHOOK", &channel.webhook());
    let mut results = results.clone();
    results["trigger"] = "schedule".into();
    results["policy"]["alerts"] =
        json!({ "on": ["failure", "regression", "recovery"], "events": ["schedule"], "slack": true });
    hub.results(&results);
    hub.put("in/trends.json", trends.to_string());
    hub.report(&["alerts"]).code(0);
    channel.posted().remove(0)
}

/// Results in which every text is as long as can be, in characters of four bytes, and trends that have all alerts.
fn longest() -> (Value, Value) {
    let long = "😀".repeat(300);
    let mut results = summary(0);
    let mut test = failure(&long);
    (test["cell"], test["error"]) = (long.as_str().into(), long.as_str().into());
    let missing = json!({ "cell": long, "test": long });
    results["verdict"] = "failed".into();
    results["exit_code"] = 1.into();
    results["failed"] = 400.into();
    for key in ["branch", "commit"] {
        results[key] = long.as_str().into();
    }
    results["failed_tests"] = vec![test; 60].into();
    results["ledger"]["missing"] = vec![missing; 60].into();
    let alert = |on: &str| json!({ "on": on, "of": vec![long.as_str(); 60], "told": null });
    let worse = json!({ "metric": long, "change": long });
    let alerts = ["failure", "regression", "recovery"].map(alert);
    let trends = json!({
        "alerts": alerts, "regressions": vec![worse; 60],
    });
    (results, trends)
}

fn with(base: &Value, changes: &Value) -> Value {
    let mut changed = base.clone();
    let map = changed.as_object_mut().unwrap();
    map.extend(changes.as_object().unwrap().clone());
    changed
}

#[test]
fn every_message_is_what_slacks_types_allow() {
    if modules(&["@slack/types", "typescript"]).is_none() {
        return;
    }
    let incomplete = json!({ "verdict": "incomplete", "exit_code": 3, "reasons": ["cell 4.1.1/baseline is missing"],
        "ledger": { "expected": 2, "missing": [{ "cell": "4.1.1/baseline", "test": null }], "extra": [], "empty": [] } });
    let nothing =
        json!({ "verdict": "nothing_ran", "exit_code": 4, "reasons": ["nothing ran"], "cells": [] });
    let mut hostile = summary(1);
    hostile["failed_tests"][0] =
        failure("<!channel> </script> \u{202e} ${{ secrets.X }} `@here` \u{2028} \\u0000 \u{0}");
    hostile["branch"] = "\r\n\u{0}".into();
    let recovery = json!({ "alerts": [{ "on": "recovery", "of": ["4.1.1/baseline"], "told": null }] });
    let regression = json!({ "alerts": [{ "on": "regression", "of": ["tests"], "told": null }],
        "regressions": [{ "metric": "tests", "change": "+12.0 %" }] });
    let (long, all) = longest();
    let none = json!({});
    let messages = [
        posted(&summary(1), &none),
        posted(&summary(400), &none),
        posted(&with(&summary(0), &incomplete), &none),
        posted(&with(&summary(0), &nothing), &none),
        posted(
            &with(
                &summary(0),
                &json!({ "branch": null, "commit": null, "verdict": "failed", "exit_code": 1 }),
            ),
            &none,
        ),
        posted(&hostile, &none),
        posted(&summary(0), &recovery),
        posted(&summary(0), &regression),
        posted(&long, &all),
    ];
    let found = judge(&messages).expect("there is a judge");
    for (message, faults) in messages.iter().zip(found) {
        assert_eq!(faults, Vec::<String>::new(), "{message:#}");
    }
}

#[test]
fn the_judge_sees_what_slack_would_refuse() {
    let text = |text: &str| json!({ "type": "text", "text": text });
    let rich = |elements: Value| json!({ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": elements }] });
    let header = |text: &str| json!({ "type": "header", "text": { "type": "plain_text", "text": text } });
    let message = |blocks: Value| json!({ "text": "x", "blocks": blocks });
    let refused = [
        (message(json!([])), "it has no blocks"),
        (json!({ "blocks": [header("x")] }), "'text' is missing"),
        (
            json!({ "text": "x", "blocks": [header("x")], "unfurl_link": false }),
            "unfurl_link",
        ),
        (message(json!([{ "type": "headline" }])), "headline"),
        (
            message(json!([{ "type": "header", "text": { "type": "mrkdwn", "text": "x" } }])),
            "mrkdwn",
        ),
        (message(json!([header(&"x".repeat(151))])), "at most 150"),
        (
            message(json!([rich(
                json!([{ "type": "text", "text": "x", "style": { "blod": true } }])
            )])),
            "blod",
        ),
        (
            message(json!([rich(json!([{ "type": "link", "text": "x" }]))])),
            "'url' is missing",
        ),
        (message(json!([rich(json!([text("")]))])), "a text is empty"),
        (
            message(json!([rich(json!([text(&"x".repeat(3_001))]))])),
            "at most 3000",
        ),
        (
            message(
                json!([{ "type": "rich_text", "elements": [{ "type": "rich_text_list", "elements": [] }] }]),
            ),
            "'style' is missing",
        ),
        (message(vec![header("x"); 51].into()), "at most 50"),
        (
            message(vec![rich(json!([text(&"x".repeat(2_900))])); 4].into()),
            "the message: characters has 11600",
        ),
    ];
    let messages: Vec<Value> = refused.iter().map(|(message, _)| message.clone()).collect();
    let Some(found) = judge(&messages) else { return };
    for ((message, wanted), faults) in refused.iter().zip(found) {
        assert!(
            faults.iter().any(|fault| fault.contains(wanted)),
            "{wanted}: {faults:?}: {message:#}"
        );
    }
}
