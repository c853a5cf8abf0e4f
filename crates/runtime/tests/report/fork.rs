//! The `workflow_run` of a fork's pull request: everything in the artifact is anybody's.

use serde_json::{Value, json};

use super::hub::{HEAD, Hub, MERGE, SUITE, summary};

fn payload(conclusion: &str) -> Value {
    json!({
        "repository": { "full_name": "team/app" },
        "workflow_run": {
            "id": 700, "run_attempt": 1, "event": "pull_request", "conclusion": conclusion, "path": SUITE,
            "head_sha": HEAD, "head_branch": "fix & run=1 @everyone", "head_repository": { "full_name": "mallory/app" },
            "pull_requests": [],
        },
    })
}

fn pull(number: u64, repository: &str, sha: &str) -> Value {
    json!({ "number": number, "repository": repository, "branch": "fix & run=1 @everyone", "sha": sha })
}

fn hub(name: &str, conclusion: &str) -> Option<Hub> {
    let hub = Hub::new(name)?.event("workflow_run", &payload(conclusion));
    hub.tell(&json!({ "pulls": [
        pull(3, "mallory/app", HEAD), pull(4, "mallory/app", MERGE), pull(5, "mallory/other", HEAD),
    ] }));
    Some(hub)
}

fn comment(hub: &Hub) -> super::hub::Ended {
    hub.report(&["comment", "--workflow", SUITE])
}

#[test]
fn the_pull_request_is_the_one_that_github_knows() {
    let Some(hub) = hub("fork-pull", "failure") else {
        return;
    };
    let mut crafted = summary(1);
    crafted["pull_request"] = 4.into();
    crafted["branch"] = "main".into();
    crafted["commit"] = MERGE.into();
    crafted["run_id"] = "1".into();
    hub.results(&crafted);
    comment(&hub).code(0);
    let world = hub.ask();
    assert_eq!(world["comments"].as_array().unwrap().len(), 1);
    assert_eq!(world["comments"][0]["issue"], 3);
    let body = world["comments"][0]["body"].as_str().unwrap();
    assert!(
        body.contains("/actions/runs/700/attempts/1") && body.contains("they are its word"),
        "{body}"
    );
    assert!(
        body.contains("`111111111111…`") && !body.contains("22222222"),
        "{body}"
    );
}

#[test]
fn green_results_of_a_red_run_are_not_called_passed() {
    let Some(hub) = hub("fork-green", "failure") else {
        return;
    };
    hub.results(&summary(0));
    comment(&hub).code(0);
    let world = hub.ask();
    let body = world["comments"][0]["body"].as_str().unwrap();
    assert!(
        body.contains("but the run ended as `failure`") && !body.contains("✅ Tests passed"),
        "{body}"
    );
}

#[test]
fn a_pull_request_that_has_moved_on_gets_no_comment() {
    let Some(hub) = hub("fork-moved", "success") else {
        return;
    };
    hub.tell(&json!({ "pulls": [pull(3, "mallory/app", MERGE)] }));
    hub.results(&summary(0));
    let ended = comment(&hub);
    assert!(
        ended.code(0).out.contains("nothing to comment on"),
        "{}",
        ended.out
    );
    assert_eq!(hub.ask()["comments"], json!([]));
}

#[test]
fn a_workflow_of_the_same_name_is_not_the_pipeline() {
    let Some(hub) = Hub::new("fork-workflow") else {
        return;
    };
    let mut other = payload("success");
    other["workflow_run"]["path"] = ".github/workflows/evil.yml".into();
    let hub = hub.event("workflow_run", &other);
    hub.results(&summary(0));
    let ended = comment(&hub);
    assert!(ended.code(2).err.contains("evil.yml"), "{}", ended.err);
    assert_eq!(hub.ask()["log"], json!([]));
}

#[test]
fn no_artifact_and_a_crafted_one_are_both_told_and_nothing_else() {
    let mut endless = summary(1);
    (endless["failed"], endless["errors"]) = (u64::MAX.into(), u64::MAX.into());
    let crafted: [(&str, Option<Vec<u8>>); 7] = [
        ("none", None),
        (
            "types",
            Some(json!({ "format": 1, "cells": "x" }).to_string().into()),
        ),
        ("endless", Some(endless.to_string().into())),
        ("garbage", Some(vec![0xff; 1_000])),
        ("deep", Some("[".repeat(1_000_000).into())),
        ("huge", Some(vec![b' '; 70 * 1024 * 1024])),
        ("link", None),
    ];
    for (name, bytes) in crafted {
        let Some(hub) = hub(&format!("fork-{name}"), "failure") else {
            return;
        };
        std::fs::create_dir_all(hub.path("in")).unwrap();
        match bytes {
            Some(bytes) => hub.put("in/summary.json", bytes),
            None if name == "link" => {
                hub.put("secret.json", summary(0).to_string());
                std::os::unix::fs::symlink("../secret.json", hub.path("in/summary.json")).unwrap();
            }
            None => {}
        }
        comment(&hub).code(0);
        let world = hub.ask();
        let body = world["comments"][0]["body"].as_str().unwrap();
        assert!(body.contains("## ⚠️ There are no results"), "{name}: {body}");
    }
}

#[test]
fn neither_status_nor_check_believes_an_artifact_of_another_commit() {
    let Some(hub) = hub("fork-status", "success") else {
        return;
    };
    let mut crafted = summary(0);
    crafted["commit"] = MERGE.into();
    hub.results(&crafted);
    for reporter in ["status", "check"] {
        hub.report(&[reporter]).code(2);
    }
    let world = hub.ask();
    assert_eq!((&world["statuses"], &world["checks"]), (&json!([]), &json!([])));
}
