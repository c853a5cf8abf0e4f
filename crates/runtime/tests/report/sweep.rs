use serde_json::{Value, json};

use super::hub::{Ended, Hub, SUITE};

const PIPELINE: &str = include_str!("../../../../examples/minimal.toml");

fn artifact(id: u64, name: &str, created: &str, run: u64) -> Value {
    json!({ "id": id, "name": name, "created_at": created, "run": run })
}

fn hub(name: &str) -> Option<Hub> {
    let hub = Hub::new(name)?;
    hub.put("pipeline.toml", PIPELINE);
    let old = "2020-01-01T00:00:00Z";
    let recent = "2999-01-01T00:00:00Z";
    hub.tell(&json!({
        "runs": [{ "id": 1, "path": SUITE }, { "id": 2, "path": ".github/workflows/terraform.yml" }],
        "artifacts": [
            artifact(1, "cell-1.0-baseline-attempt-1", old, 1), artifact(2, "plan", old, 1), artifact(3, "aggregate", old, 1),
            artifact(4, "comment", old, 1), artifact(5, "pipewright", old, 1), artifact(6, "plan", old, 2),
            artifact(7, "dist", old, 1), artifact(8, "aggregate", recent, 1), artifact(9, "plan", old, 404),
        ],
    }));
    Some(hub)
}

fn left(hub: &Hub) -> Vec<u64> {
    let world = hub.ask();
    let left = world["artifacts"].as_array().unwrap().iter();
    left.map(|one| one["id"].as_u64().unwrap()).collect()
}

fn sweep(hub: &Hub, more: &[&str]) -> Ended {
    let mut all = vec!["sweep", "artifacts"];
    all.extend(more);
    hub.run(&all)
}

#[test]
fn only_what_this_pipeline_made_and_outlived_its_days_goes() {
    let Some(hub) = hub("sweep") else { return };
    let dry = sweep(&hub, &["--dry-run"]);
    assert_eq!(dry.code(0).out.matches("would delete").count(), 5, "{}", dry.out);
    assert_eq!(left(&hub).len(), 9);
    let ended = sweep(&hub, &[]);
    assert_eq!(ended.code(0).out.matches("deleted").count(), 5, "{}", ended.out);
    assert_eq!(left(&hub), [6, 7, 8, 9]);
    assert!(sweep(&hub, &[]).code(0).out.contains("nothing outlived"));
}

#[test]
fn days_of_the_command_line_come_first() {
    let Some(hub) = hub("sweep-days") else { return };
    let days = ["--results-days", "90000", "--aggregates-days", "90000"];
    sweep(&hub, &days).code(0);
    assert_eq!(left(&hub), [1, 2, 3, 6, 7, 8, 9]);
}

#[test]
fn what_cannot_be_removed_is_told_and_the_rest_goes() {
    let Some(hub) = hub("sweep-refused") else { return };
    let refusal = json!({ "method": "DELETE", "path": "/artifacts/2$", "status": 403,
        "headers": { "x-accepted-github-permissions": "actions=write" }, "body": { "message": "Resource not accessible by integration" } });
    hub.tell(&json!({ "faults": [refusal] }));
    let ended = sweep(&hub, &[]);
    assert!(
        ended.code(5).err.contains("permissions: { actions: write }"),
        "{}",
        ended.err
    );
    assert_eq!(left(&hub), [2, 6, 7, 8, 9]);
}

#[test]
fn without_a_pipeline_nothing_is_known_to_be_ours() {
    let hub = Hub::at("http://127.0.0.1:1");
    assert!(sweep(&hub, &[]).code(2).err.contains("pipeline.toml"));
}
