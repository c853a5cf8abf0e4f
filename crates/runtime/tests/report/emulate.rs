//! The reporters against a GitHub and a Slack that are not ours, and keep what they are told: emulate.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::hub::{HEAD, Hub, summary};
use super::slack::modules;

/// The two services. They end when their standard input does.
struct Services {
    github: String,
    slack: String,
    _child: Child,
}

impl Services {
    /// None, and a word about it, where emulate or a Node for it is not there; a failure where `PIPEWRIGHT_MANDATORY` is `1`.
    fn new() -> Option<Self> {
        let modules = modules(&["emulate"])?;
        let Some(node) = std::env::var_os("PIPEWRIGHT_NODE") else {
            let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
            let reason = "PIPEWRIGHT_NODE names no Node of 22 or newer: run .ci/install messengers";
            assert!(!is_mandatory, "no emulate: {reason}");
            println!("skipped: {reason}");
            return None;
        };
        let mut child = Command::new(node)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/emulate.mjs"))
            .arg(modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let urls: Value = serde_json::from_str(&line).expect("emulate starts");
        let url = |name: &str| urls[name].as_str().unwrap().to_owned();
        Some(Self {
            github: url("github"),
            slack: url("slack"),
            _child: child,
        })
    }

    /// Asks GitHub something as somebody.
    fn github(&self, token: &str, path: &str) -> Value {
        let request = ureq::get(format!("{}/repos/bot/app{path}", self.github));
        let request = request.header("authorization", format!("Bearer {token}"));
        request.call().unwrap().body_mut().read_json().unwrap()
    }

    /// Tells GitHub something as somebody.
    fn tell(&self, token: &str, path: &str, body: &Value) -> Value {
        let request = ureq::post(format!("{}/repos/bot/app{path}", self.github));
        let request = request.header("authorization", format!("Bearer {token}"));
        request.send_json(body).unwrap().body_mut().read_json().unwrap()
    }

    /// A job of a run on the pull request of this number.
    fn job(&self, number: u64, run: u64) -> Hub {
        self.job_at(HEAD, number, run)
    }

    fn job_at(&self, head: &str, number: u64, run: u64) -> Hub {
        let payload = json!({ "pull_request": { "number": number, "head": { "sha": head } } });
        Hub::at("http://127.0.0.1:1")
            .event("pull_request", &payload)
            .variable("GITHUB_API_URL", &self.github)
            .variable("GITHUB_REPOSITORY", "bot/app")
            .variable("GITHUB_RUN_ID", &run.to_string())
    }

    /// All comments of an issue, page by page.
    fn comments(&self, number: u64) -> Vec<Value> {
        let page = |page: usize| {
            let path = format!("/issues/{number}/comments?per_page=100&page={page}");
            self.github("good-token", &path).as_array().unwrap().clone()
        };
        (1..)
            .map(page)
            .take_while(|page| !page.is_empty())
            .flatten()
            .collect()
    }
}

#[test]
fn a_comment_stays_one_among_many_on_a_server_that_is_not_ours() {
    let Some(services) = Services::new() else { return };
    let issue = services.tell("good-token", "/issues", &json!({ "title": "a change" }));
    let number = issue["number"].as_u64().unwrap();
    let path = format!("/issues/{number}/comments");
    for count in 0..105 {
        services.tell(
            "another-token",
            &path,
            &json!({ "body": format!("comment {count}") }),
        );
    }
    let job = services.job(number, 500);
    job.results(&summary(2));
    assert!(job.report(&["comment"]).code(0).out.contains("commented"));
    let own = services.comments(number).pop().unwrap();
    assert_eq!(own["user"]["login"], "bot");
    // Another copies it, from a run that would be newer.
    let copy = own["body"].as_str().unwrap().replace("run=500", "run=900");
    services.tell("another-token", &path, &json!({ "body": copy }));

    let job = services.job(number, 501);
    job.results(&summary(0));
    assert!(job.report(&["comment"]).code(0).out.contains("updated"));
    let comments = services.comments(number);
    assert_eq!(comments.len(), 107);
    let now = comments
        .iter()
        .find(|comment| comment["id"] == own["id"])
        .unwrap();
    let body = now["body"].as_str().unwrap();
    assert!(
        body.contains("✅ Tests passed") && body.contains("run=501"),
        "{body}"
    );
    assert_eq!(
        comments.last().unwrap()["body"],
        copy,
        "another's comment stays as it was"
    );
}

#[test]
fn a_pull_request_that_is_not_there_is_told() {
    let Some(services) = Services::new() else { return };
    let job = services.job(77, 500);
    job.results(&summary(1));
    let ended = job.report(&["comment"]);
    assert!(ended.code(5).err.contains("it is not there"), "{}", ended.err);
}

#[test]
fn a_check_run_is_made_once_and_found_again() {
    let Some(services) = Services::new() else { return };
    let commit = services.github("good-token", "/commits/main");
    let commit = commit["sha"].as_str().unwrap();
    let job = services.job_at(commit, 1, 500);
    let mut results = summary(3);
    results["commit"] = commit.into();
    job.results(&results);
    for _ in 0..2 {
        job.report(&["check"]).code(0);
    }
    let found = services.github("good-token", &format!("/commits/{commit}/check-runs"));
    let [check] = &found["check_runs"].as_array().unwrap()[..] else {
        panic!("{found}")
    };
    assert_eq!(check["conclusion"], "failure");
    assert_eq!(check["output"]["annotations_count"], 3);
    let path = format!("/check-runs/{}/annotations", check["id"]);
    // GitHub answers with the list alone.
    let annotations = services.github("good-token", &path)["check_annotations"].take();
    assert_eq!(annotations[0]["path"], "tests/unit.py");
    assert_eq!(annotations[0]["start_line"], 12);
}

#[test]
fn slack_keeps_the_blocks_that_it_was_sent() {
    let Some(services) = Services::new() else { return };
    let mut job = services.job(1, 500);
    job.set(
        "SLACK_WEBHOOK",
        &format!("{}/services/T1/B1/secret", services.slack),
    );
    let mut results = summary(2);
    results["trigger"] = "schedule".into();
    results["policy"]["alerts"] = json!({ "on": ["failure"], "events": ["schedule"], "slack": true });
    job.results(&results);
    job.report(&["alerts"]).code(0);
    let ask = |method: &str, body: &Value| -> Value {
        let request = ureq::post(format!("{}/api/{method}", services.slack));
        let request = request.header("authorization", "Bearer xoxb-reader");
        request.send_json(body).unwrap().body_mut().read_json().unwrap()
    };
    let channels = ask("conversations.list", &json!({}));
    let is_general = |channel: &&Value| channel["name"] == "general";
    let channel = channels["channels"]
        .as_array()
        .unwrap()
        .iter()
        .find(is_general)
        .unwrap();
    let history = ask("conversations.history", &json!({ "channel": channel["id"] }));
    let [message] = &history["messages"].as_array().unwrap()[..] else {
        panic!("{history}")
    };
    assert_eq!(message["text"], "Test Results: FAILED - 2/4 passed");
    assert_eq!(
        message["blocks"][0]["text"]["text"],
        "Test Results: FAILED - 2/4 passed"
    );
}
