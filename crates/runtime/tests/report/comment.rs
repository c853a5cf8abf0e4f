use serde_json::{Value, json};

use super::hub::{Hub, summary};

const CREATE: &str = "/issues/3/comments";

fn bodies(world: &Value) -> Vec<String> {
    let comments = world["comments"].as_array().unwrap().iter();
    comments
        .map(|comment| comment["body"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn there_is_one_comment_and_it_is_updated_in_place() {
    let Some(hub) = Hub::new("one-comment") else {
        return;
    };
    let mut hub = hub.pull_request();
    hub.results(&summary(2));
    let ended = hub.report(&["comment"]);
    assert!(
        ended.code(0).out.contains("commented on pull request 3"),
        "{}",
        ended.out
    );
    hub.results(&summary(0));
    hub.set("GITHUB_RUN_ID", "501");
    assert!(
        hub.report(&["comment"])
            .code(0)
            .out
            .contains("updated the comment")
    );
    let bodies = bodies(&hub.ask());
    assert_eq!(bodies.len(), 1);
    assert!(
        bodies[0].contains("✅ Tests passed") && bodies[0].contains("run=501"),
        "{}",
        bodies[0]
    );
}

#[test]
fn an_older_run_does_not_speak_over_a_newer_one() {
    let Some(hub) = Hub::new("older-run") else { return };
    let mut hub = hub.pull_request();
    hub.results(&summary(0));
    hub.set("GITHUB_RUN_ATTEMPT", "2");
    hub.report(&["comment"]).code(0);
    for (run, attempt) in [("499", "9"), ("500", "1")] {
        hub.set("GITHUB_RUN_ID", run);
        hub.set("GITHUB_RUN_ATTEMPT", attempt);
        let ended = hub.report(&["comment"]);
        assert!(ended.code(0).out.contains("from a newer run"), "{}", ended.out);
    }
    assert!(bodies(&hub.ask())[0].contains("run=500 attempt=2"));
}

#[test]
fn who_copies_the_marker_is_not_the_author() {
    let Some(hub) = Hub::new("copied-marker") else {
        return;
    };
    let hub = hub.pull_request();
    hub.results(&summary(1));
    hub.report(&["comment"]).code(0);
    let mut stolen = hub.ask()["comments"][0].clone();
    stolen["login"] = "mallory".into();
    stolen["id"] = 1.into();
    stolen["body"] = stolen["body"]
        .as_str()
        .unwrap()
        .replace("run=500", "run=999999")
        .into();
    hub.tell(&json!({ "comments": [stolen] }));
    hub.report(&["comment"]).code(0);
    let world = hub.ask();
    assert_eq!(world["comments"].as_array().unwrap().len(), 2);
    assert_eq!(world["comments"][0], stolen, "another's comment stays as it was");
}

#[test]
fn the_author_is_known_for_every_kind_of_token() {
    for (name, login, graphql) in [
        ("author-job", "github-actions[bot]", "refuses"),
        ("author-person", "alice", "refuses"),
        ("author-app", "our-app[bot]", "answers"),
    ] {
        let Some(hub) = Hub::new(name) else { return };
        let hub = hub.pull_request();
        hub.tell(&json!({ "login": login, "graphql": graphql }));
        hub.results(&summary(1));
        hub.report(&["comment"]).code(0);
        hub.report(&["comment"]).code(0);
        assert_eq!(bodies(&hub.ask()).len(), 1, "{login}");
    }
}

#[test]
fn it_is_found_on_a_later_page_and_what_is_older_is_folded() {
    let Some(hub) = Hub::new("pages") else { return };
    let hub = hub.pull_request();
    hub.results(&summary(1));
    hub.report(&["comment"]).code(0);
    let own = hub.ask()["comments"][0].clone();
    let other = |id: usize| json!({ "id": id, "node_id": format!("IC_{id}"), "issue": 3, "login": "bob", "body": "hi", "html_url": "https://github.com/x" });
    let mut all: Vec<Value> = (0..230).map(other).collect();
    let mut older = own.clone();
    (older["id"], older["node_id"]) = (900.into(), "IC_900".into());
    older["body"] = older["body"]
        .as_str()
        .unwrap()
        .replace("run=500", "run=400")
        .into();
    all.extend([older, own]);
    hub.tell(&json!({ "comments": all }));
    hub.report(&["comment"]).code(0);
    let world = hub.ask();
    assert_eq!(world["comments"].as_array().unwrap().len(), 232);
    assert_eq!(world["minimized"], json!(["IC_900"]));
}

#[test]
fn what_may_have_arrived_is_looked_for_before_it_is_sent_again() {
    for (name, fault, created) in [
        ("lost-answer", json!({ "drop": "after" }), 1),
        ("lost-request", json!({ "drop": "before" }), 2),
        ("bad-gateway", json!({ "status": 502 }), 2),
    ] {
        let Some(hub) = Hub::new(name) else { return };
        let hub = hub.pull_request();
        let mut fault = fault;
        (fault["method"], fault["path"]) = ("POST".into(), "/comments$".into());
        hub.tell(&json!({ "faults": [fault] }));
        hub.results(&summary(1));
        hub.report(&["comment"]).code(0);
        assert_eq!(bodies(&hub.ask()).len(), 1, "{name}");
        assert_eq!(hub.heard("POST", CREATE), created, "{name}");
    }
}

#[test]
fn a_comment_that_github_finds_too_long_gets_shorter_until_it_fits() {
    let Some(hub) = Hub::new("too-long") else { return };
    let hub = hub.pull_request();
    hub.tell(&json!({ "longest": 9_000 }));
    hub.results(&summary(900));
    hub.report(&["comment"]).code(0);
    let body = bodies(&hub.ask()).remove(0);
    assert!(body.chars().count() <= 9_000);
    assert!(
        body.contains("### Failed (900)") && body.contains("for length"),
        "{body}"
    );
}

#[test]
fn a_comment_that_is_deleted_meanwhile_is_written_anew() {
    let Some(hub) = Hub::new("deleted-comment") else {
        return;
    };
    let hub = hub.pull_request();
    hub.results(&summary(1));
    hub.report(&["comment"]).code(0);
    hub.tell(&json!({ "faults": [{ "method": "PATCH", "path": "/comments/", "status": 404, "body": { "message": "Not Found" } }] }));
    hub.report(&["comment"]).code(0);
    assert_eq!(bodies(&hub.ask()).len(), 1);
}

#[test]
fn a_refusal_that_no_length_mends_ends() {
    let Some(hub) = Hub::new("never-short-enough") else {
        return;
    };
    let hub = hub.pull_request();
    hub.tell(&json!({ "longest": 1 }));
    hub.results(&summary(900));
    let ended = hub.report(&["comment"]);
    assert!(ended.code(5).err.contains("Body is too long"), "{}", ended.err);
    assert_eq!(hub.heard("POST", CREATE), 5, "once, and four times half as long");
}
