//! What people are told: comment, status, check run, summary and trends, each by the generated steps alone.

use std::process::Command;

use serde_json::{Value as Json, json};

use super::cases::{GREEN, pull_request, pull_request_of, push};
use super::hub::Hub;
use super::machine::{Run, after, run};
use super::scene::Scene;

const RED: &str = "test \"$PIPEWRIGHT_VERSION\" = 1.0";

/// A run of a pull request from this repository at this commit, and the run that comments on it.
fn tested(scene: &Scene, repository: &str, commit: &str) -> Run {
    let event = pull_request_of(repository, commit);
    let ended = run(scene, &event, &[]);
    let commented = after(scene, &ended, &event);
    assert_eq!(
        commented.result("comment"),
        "success",
        "{}",
        commented.output["comment"]
    );
    ended
}

fn bodies(world: &Json) -> Vec<&str> {
    let comments = world["comments"].as_array().unwrap();
    comments
        .iter()
        .map(|comment| comment["body"].as_str().unwrap())
        .collect()
}

#[test]
fn a_red_pull_request_is_told_at_its_head_and_then_told_to_be_green() {
    let Some(hub) = Hub::new() else { return };
    let (first, second) = ("a".repeat(40), "b".repeat(40));
    hub.pull_request("o/r", &first);
    let scene = Scene::on(hub, RED);
    let red = tested(&scene, "o/r", &first);
    red.ends("failure", "failed");
    let world = scene.hub().ask();
    let [body] = bodies(&world)[..] else {
        panic!("one comment: {world}");
    };
    assert_eq!(world["comments"][0]["issue"], 7);
    assert!(
        body.contains("❌") && body.contains("- `subject` in `2.0/small`"),
        "{body}"
    );
    let status = &world["statuses"][0];
    assert_eq!(
        (&status["sha"], &status["state"], &status["context"]),
        (&json!(first), &json!("failure"), &json!("ci/tests"))
    );
    let check = &world["checks"][0];
    assert_eq!(
        (
            &check["head_sha"],
            &check["conclusion"],
            &check["output"]["annotations"]
        ),
        (&json!(first), &json!("failure"), &json!(1))
    );

    scene.change(GREEN);
    scene.hub().pull_request("o/r", &second);
    tested(&scene, "o/r", &second).ends("success", "passed");
    let world = scene.hub().ask();
    let [body] = bodies(&world)[..] else {
        panic!("still one comment: {world}");
    };
    assert!(body.contains("✅ Tests passed") && !body.contains("❌"), "{body}");
    let status = &world["statuses"][1];
    assert_eq!(
        (&status["sha"], &status["state"]),
        (&json!(second), &json!("success"))
    );
}

#[test]
fn the_pull_request_of_a_fork_is_told_by_the_second_workflow_alone() {
    let Some(hub) = Hub::new() else { return };
    let commit = "c".repeat(40);
    hub.pull_request("mallory/r", &commit);
    let scene = Scene::on(hub, RED);
    tested(&scene, "mallory/r", &commit).ends("failure", "failed");
    let world = scene.hub().ask();
    assert_eq!((&world["statuses"], &world["checks"]), (&json!([]), &json!([])));
    let [body] = bodies(&world)[..] else {
        panic!("one comment: {world}");
    };
    assert!(
        body.contains("`subject`") && body.contains("they are its word"),
        "{body}"
    );
}

#[test]
fn a_flaky_test_is_in_the_summary_of_the_run() {
    let scene = Scene::new("test \"$PIPEWRIGHT_ATTEMPT\" = 2");
    let run = run(&scene, &pull_request(), &[]);
    let summary = pipewright::read::text(&run.folder.join("report-0/temp/summary.md")).unwrap();
    assert!(
        summary.contains("✅") && summary.contains("### Flaky (2)"),
        "{summary}"
    );
}

#[test]
fn the_second_run_of_the_default_branch_knows_the_first() {
    let scene = Scene::new(GREEN);
    let first = run(&scene, &push(), &[]);
    assert_eq!(first.summary()["base"], Json::Null);
    scene.change("exit 1");
    let second = run(&scene, &push(), &[]);
    second.ends("failure", "failed");
    assert_eq!(
        second.result("history"),
        "success",
        "{}",
        second.output["history"]
    );
    let summary = second.summary();
    assert_eq!(summary["base"]["run_id"], json!(first.number.to_string()));
    assert_eq!(summary["failed_tests"][0]["change"], "new_failure");
    let trends: Json = serde_json::from_str(
        &pipewright::read::text(&second.artifacts.join("aggregate/trends.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(trends["runs"].as_array().unwrap().len(), 2, "{trends}");
    let branch = Command::new("git")
        .args(["ls-tree", "-r", "--name-only", "test-history"])
        .current_dir(scene.origin())
        .output()
        .unwrap();
    let branch = String::from_utf8(branch.stdout).unwrap();
    assert_eq!(
        branch.lines().count(),
        2,
        "a segment for each run, and nothing else: {branch}"
    );
    // A pull request is held against the default branch, and leaves nothing in its history.
    let third = run(&scene, &pull_request(), &[]);
    assert_eq!(
        third.summary()["base"]["run_id"],
        json!(second.number.to_string())
    );
    assert_eq!(third.result("history"), "skipped");
    let of_base = third.summary()["failed_tests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|test| test["cell"] == "2.0/small")
        .cloned();
    assert_eq!(of_base.unwrap()["change"], "still_failing");
}
