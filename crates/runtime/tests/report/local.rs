//! Without any GitHub.

use super::hub::{Hub, summary};

fn bare() -> Hub {
    let mut hub = Hub::at("http://127.0.0.1:1");
    for name in [
        "GITHUB_API_URL",
        "GITHUB_SERVER_URL",
        "GITHUB_REPOSITORY",
        "GITHUB_TOKEN",
        "GITHUB_RUN_ID",
        "GITHUB_WORKFLOW_REF",
    ] {
        hub.set(name, "");
    }
    hub
}

#[test]
fn a_summary_is_printed_where_there_is_no_step() {
    let hub = bare();
    hub.results(&summary(2));
    let ended = hub.report(&["summary"]);
    let out = &ended.code(0).out;
    assert!(out.starts_with("## ❌ Tests failed\n"), "{out}");
    assert!(
        out.contains("- `test_0` in `3.5.7/baseline`: `test_0 was not as expected`"),
        "{out}"
    );
    assert!(
        out.contains("pipewright-runtime execute --version 3.5.7 --scenario baseline --output out"),
        "{out}"
    );
    assert!(!out.contains("]("), "there is nothing to link to: {out}");
}

#[test]
fn a_step_summary_is_appended_to_and_stays_below_a_mebibyte() {
    let mut hub = bare();
    let path = hub.path("step.md").display().to_string();
    hub.set("GITHUB_STEP_SUMMARY", &path);
    hub.put("step.md", "x".repeat(1024 * 1024 - 3_000));
    hub.results(&summary(4_000));
    assert_eq!(hub.report(&["summary"]).code(0).out, "");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("xxx") && text.contains("### Failed (4,000)"));
    assert!(text.len() <= 1024 * 1024, "{}", text.len());
}

#[test]
fn a_dry_run_shows_everything_and_sends_nothing() {
    let hub = Hub::at("http://127.0.0.1:1").pull_request();
    hub.results(&summary(1));
    let ended = hub.report(&["comment", "--dry-run"]);
    assert!(
        ended.code(0).out.starts_with(
            "<!-- pipewright:comment workflow=.github/workflows/test-suite.yml run=500 attempt=1 -->\n## ❌"
        ),
        "{}",
        ended.out
    );
    let ended = hub.report(&["status", "--dry-run"]);
    assert!(
        ended.code(0).out.contains("ci/tests failure on 1111"),
        "{}",
        ended.out
    );
    hub.report(&["check", "--dry-run"]).code(0);
}
