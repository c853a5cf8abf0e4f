use serde_json::json;

use super::hub::{HEAD, Hub, MERGE, summary};

#[test]
fn it_is_set_on_the_head_and_never_on_the_merge_commit() {
    let Some(hub) = Hub::new("status-head") else {
        return;
    };
    let hub = hub.pull_request();
    hub.results(&summary(3));
    hub.report(&["status"]).code(0);
    let statuses = hub.ask()["statuses"].clone();
    assert_eq!(
        statuses,
        json!([{
            "sha": HEAD, "state": "failure", "context": "ci/tests", "description": "2 passed, 3 failed",
            "target_url": "https://github.com/team/app/actions/runs/500/attempts/1",
        }])
    );
}

#[test]
fn results_of_another_commit_set_nothing() {
    let Some(hub) = Hub::new("status-other") else {
        return;
    };
    let hub = hub.pull_request();
    let mut other = summary(0);
    other["commit"] = MERGE.into();
    hub.results(&other);
    let ended = hub.report(&["status"]);
    assert!(
        ended.code(2).err.contains("nothing is said of either"),
        "{}",
        ended.err
    );
    assert_eq!(hub.ask()["statuses"], json!([]));
}

#[test]
fn what_is_not_complete_is_no_success() {
    let Some(hub) = Hub::new("status-incomplete") else {
        return;
    };
    let hub = hub.pull_request();
    for (verdict, exit) in [
        ("incomplete", 3),
        ("nothing_ran", 4),
        ("passed", 1),
        ("PASSED", 0),
        ("", 0),
    ] {
        let mut told = summary(0);
        told["verdict"] = verdict.into();
        told["exit_code"] = exit.into();
        hub.results(&told);
        hub.report(&["status"]).code(0);
    }
    let world = hub.ask();
    for status in world["statuses"].as_array().unwrap() {
        assert_eq!(status["state"], "error", "{status}");
    }
}

#[test]
fn a_server_in_trouble_is_asked_again() {
    let Some(hub) = Hub::new("status-again") else {
        return;
    };
    let hub = hub.pull_request();
    let fault = |status: u16| json!({ "method": "POST", "path": "/statuses/", "status": status });
    hub.tell(
        &json!({ "faults": [fault(500), { "method": "POST", "path": "/statuses/", "drop": "before" }] }),
    );
    hub.results(&summary(0));
    hub.report(&["status"]).code(0);
    assert_eq!(hub.ask()["statuses"].as_array().unwrap().len(), 1);
}
