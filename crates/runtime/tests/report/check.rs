use serde_json::json;

use super::hub::{HEAD, Hub, summary};

#[test]
fn annotations_come_in_batches_of_fifty() {
    let Some(hub) = Hub::new("check-batches") else {
        return;
    };
    let hub = hub.pull_request();
    hub.results(&summary(120));
    hub.report(&["check"]).code(0);
    let world = hub.ask();
    assert_eq!(world["checks"].as_array().unwrap().len(), 1);
    let check = &world["checks"][0];
    assert_eq!(
        (&check["head_sha"], &check["conclusion"]),
        (&json!(HEAD), &json!("failure"))
    );
    assert_eq!(check["output"]["annotations"], 120);
    let sent: Vec<usize> = world["log"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["body"]["output"]["annotations"].as_array())
        .map(Vec::len)
        .collect();
    assert_eq!(sent, [50, 50, 20]);
    let first = &world["log"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["method"] == "POST")
        .unwrap()["body"]["output"]["annotations"][0];
    assert_eq!(
        (&first["path"], &first["start_line"]),
        (&json!("tests/unit.py"), &json!(12))
    );
}

#[test]
fn annotations_that_may_have_arrived_are_not_added_twice() {
    for (name, method, when) in [
        ("check-lost-1", "POST", "after"),
        ("check-lost-2", "POST", "before"),
        ("check-lost-3", "PATCH", "after"),
        ("check-lost-4", "PATCH", "before"),
    ] {
        let Some(hub) = Hub::new(name) else { return };
        let hub = hub.pull_request();
        hub.tell(&json!({ "faults": [{ "method": method, "path": "/check-runs", "drop": when }] }));
        hub.results(&summary(120));
        hub.report(&["check"]).code(0);
        let checks = hub.ask()["checks"].clone();
        assert_eq!(checks.as_array().unwrap().len(), 1, "{name}");
        assert_eq!(checks[0]["output"]["annotations"], 120, "{name}");
    }
}

#[test]
fn a_second_call_adds_nothing() {
    let Some(hub) = Hub::new("check-twice") else {
        return;
    };
    let hub = hub.pull_request();
    hub.results(&summary(60));
    hub.report(&["check"]).code(0);
    hub.report(&["check"]).code(0);
    let checks = hub.ask()["checks"].clone();
    assert_eq!(checks.as_array().unwrap().len(), 1);
    assert_eq!(checks[0]["output"]["annotations"], 60);
}

#[test]
fn annotations_that_github_does_not_take_do_not_lose_the_verdict() {
    for (name, method, there) in [("check-refused-1", "POST", 0), ("check-refused-2", "PATCH", 50)] {
        let Some(hub) = Hub::new(name) else { return };
        let hub = hub.pull_request();
        hub.tell(
            &json!({ "faults": [{ "method": method, "path": "/check-runs", "status": 422,
            "body": { "message": "Invalid request.", "errors": ["path is wrong"] } }] }),
        );
        hub.results(&summary(120));
        let ended = hub.report(&["check"]);
        assert!(
            ended.code(5).err.contains("does not take its annotations")
                && ended.err.contains("path is wrong"),
            "{}",
            ended.err
        );
        let checks = hub.ask()["checks"].clone();
        assert_eq!(checks.as_array().unwrap().len(), 1, "{name}");
        assert_eq!(checks[0]["conclusion"], "failure");
        assert_eq!(checks[0]["output"]["annotations"], there, "{name}");
    }
}
