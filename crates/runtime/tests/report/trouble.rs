//! What goes wrong ends in a clear line and a code of its own.

use serde_json::{Value, json};

use super::hub::{Hub, summary};

fn faulty(name: &str, fault: &Value) -> Option<(i32, String)> {
    let hub = Hub::new(name)?.pull_request();
    let mut fault = fault.clone();
    (fault["method"], fault["path"]) = ("POST".into(), "/comments$".into());
    hub.tell(&json!({ "faults": [fault] }));
    hub.results(&summary(1));
    let ended = hub.report(&["comment", "--patience", "2"]);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert_eq!(hub.heard("POST", "/comments"), 1, "{name}: it was sent again");
    Some((ended.code, ended.err))
}

#[test]
fn every_refusal_says_what_to_do() {
    let refused = json!({ "status": 403, "body": { "message": "Resource not accessible by integration" },
        "headers": { "x-accepted-github-permissions": "issues=write; pull_requests=write" } });
    let locked =
        json!({ "status": 403, "body": { "message": "Unable to create comment because issue is locked." } });
    let limited = json!({ "status": 403, "body": { "message": "You have exceeded a secondary rate limit." },
        "headers": { "retry-after": "60" } });
    let gone = json!({ "status": 404, "body": { "message": "Not Found" } });
    for (name, fault, wanted) in [
        (
            "no-permission",
            refused,
            "`enabled = true` of [report.comment] in pipeline.toml gives `pull-requests: write`",
        ),
        ("locked", locked, "issue is locked"),
        ("limited-long", limited, "it wants 60 s to pass first"),
        ("gone", gone, "it is not there"),
    ] {
        let Some((code, said)) = faulty(name, &fault) else {
            return;
        };
        assert_eq!(code, 5, "{said}");
        assert!(
            said.starts_with("error: report comment: POST /repos/team/app/issues/3/comments: GitHub says"),
            "{said}"
        );
        assert!(said.contains(wanted), "{said}");
    }
}

#[test]
fn a_wrong_token_is_named_and_not_shown() {
    let Some(hub) = Hub::new("wrong-token") else {
        return;
    };
    let hub = hub.pull_request().variable("GITHUB_TOKEN", "stolen-token");
    hub.results(&summary(1));
    let ended = hub.report(&["comment"]);
    assert!(
        ended.code(5).err.contains("GITHUB_TOKEN is wrong or has expired"),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains("stolen-token"));
}

#[test]
fn a_short_limit_is_waited_for() {
    let Some(hub) = Hub::new("limited-short") else {
        return;
    };
    let hub = hub.pull_request();
    let fault = |status: u16| json!({ "method": "POST", "path": "/comments$", "status": status, "headers": { "retry-after": "1" } });
    hub.tell(&json!({ "faults": [fault(429), fault(403)] }));
    hub.results(&summary(1));
    hub.report(&["comment"]).code(0);
    assert_eq!(hub.heard("POST", "/comments"), 3);
}

#[test]
fn a_github_that_is_down_is_told_in_one_line() {
    // Nobody listens on port 1.
    let hub = Hub::at("http://127.0.0.1:1").pull_request();
    hub.results(&summary(1));
    for reporter in ["comment", "status", "check"] {
        let ended = hub.report(&[reporter, "--patience", "0"]);
        assert!(ended.code(5).err.contains("cannot reach GitHub"), "{}", ended.err);
        assert_eq!(ended.err.lines().count(), 1);
    }
}

#[test]
fn in_a_job_an_error_is_an_annotation_too() {
    let hub = Hub::at("http://127.0.0.1:1")
        .pull_request()
        .variable("GITHUB_ACTIONS", "true");
    hub.results(&summary(1));
    let ended = hub.report(&["status", "--patience", "0"]);
    assert!(
        ended.code(5).out.starts_with("::error title=report status::"),
        "{}",
        ended.out
    );
}

#[test]
fn wrong_input_is_told_before_anything_is_sent() {
    let hub = Hub::at("http://127.0.0.1:1").pull_request();
    let ended = hub.report(&["comment"]);
    assert!(
        ended.code(2).err.contains("there is no summary.json in in"),
        "{}",
        ended.err
    );
    for (text, wanted) in [
        ("", "is no summary: EOF"),
        ("[1,2]", "it has no `format`"),
        ("{\"format\":2}", "its format is 2"),
        ("{\"format\":1}", "missing field"),
        (&"[".repeat(100_000), "recursion limit"),
    ] {
        hub.put("in/summary.json", text);
        for reporter in ["comment", "status", "check", "summary"] {
            let ended = hub.report(&[reporter]);
            assert!(ended.code(2).err.contains(wanted), "{reporter}: {}", ended.err);
        }
    }
    hub.results(&summary(1));
    for (name, value, wanted) in [
        ("GITHUB_TOKEN", "", "GITHUB_TOKEN is not set"),
        (
            "GITHUB_REPOSITORY",
            "../..",
            "GITHUB_REPOSITORY is not owner/name",
        ),
        ("GITHUB_API_URL", "ftp://x", "GITHUB_API_URL is no http"),
    ] {
        let mut other = Hub::at("http://127.0.0.1:1").pull_request();
        other.set(name, value);
        other.results(&summary(1));
        let ended = other.report(&["status"]);
        assert!(ended.code(2).err.contains(wanted), "{}", ended.err);
    }
}
