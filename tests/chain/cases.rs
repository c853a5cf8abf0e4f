use serde_json::{Value as Json, json};

use super::machine::{Event, Run, run};
use super::scene::Scene;

pub(crate) fn pull_request() -> Event {
    pull_request_of("o/r", "89abcdef0123456789abcdef0123456789abcdef")
}

pub(crate) fn pull_request_of(repository: &str, commit: &str) -> Event {
    Event {
        name: "pull_request",
        payload: json!({
            "action": "synchronize",
            "repository": { "default_branch": "main" },
            "pull_request": {
                "number": 7,
                "user": { "login": "somebody" },
                "head": { "sha": commit, "repo": { "full_name": repository } },
            },
        }),
        inputs: json!({}),
    }
}

pub(crate) fn schedule(cron: &str) -> Event {
    Event {
        name: "schedule",
        payload: json!({ "schedule": cron, "repository": { "default_branch": "main" } }),
        inputs: json!({}),
    }
}

pub(crate) fn push() -> Event {
    Event {
        name: "push",
        payload: json!({ "repository": { "default_branch": "main" } }),
        inputs: json!({}),
    }
}

fn dispatch(inputs: Json) -> Event {
    Event {
        name: "workflow_dispatch",
        payload: json!({ "inputs": inputs, "repository": { "default_branch": "main" } }),
        inputs,
    }
}

impl Run {
    pub(crate) fn result(&self, job: &str) -> &str {
        self.results[job]
    }

    pub(crate) fn summary(&self) -> Json {
        let path = self.artifacts.join("aggregate/summary.json");
        let bytes = pipewright::read::bytes(&path)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", path.display(), self.output["aggregate"]));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Cells with results, and the verdict.
    fn cells(&self) -> (Vec<String>, String) {
        let summary = self.summary();
        let cells = summary["cells"].as_array().unwrap();
        let mut names: Vec<String> = cells
            .iter()
            .map(|cell| cell["name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        (names, summary["verdict"].as_str().unwrap().to_owned())
    }

    #[track_caller]
    pub(crate) fn ends(&self, gate: &str, verdict: &str) {
        assert_eq!(
            (self.result("test-suite"), self.cells().1.as_str()),
            (gate, verdict),
            "{:?}\n{}\n{}",
            self.results,
            self.output["aggregate"],
            self.output["test-suite"]
        );
    }
}

pub(crate) const GREEN: &str = "exit 0";

#[test]
fn each_event_runs_its_cells_and_ends_green() {
    let scene = Scene::new(GREEN);
    let small = ["1.0/small", "2.0/small"];
    let all = ["1.0/large", "1.0/small", "2.0/large", "2.0/small"];
    for (event, cells) in [
        (pull_request(), &small[..]),
        (push(), &small[1..]),
        (schedule("17 2 * * *"), &all[..]),
        (schedule("17 3 * * 0"), &["1.0/large", "2.0/large"]),
    ] {
        let run = run(&scene, &event, &[]);
        run.ends("success", "passed");
        assert_eq!(run.cells().0, cells, "{}", event.name);
        assert_eq!(run.result("aggregate"), "success");
    }
}

#[test]
fn a_run_by_hand_runs_what_was_chosen() {
    let scene = Scene::new(GREEN);
    let workflow = scene.workflow(".github/workflows/test-suite.yml");
    let inputs = workflow
        .pointer("/on/workflow_dispatch/inputs")
        .unwrap()
        .as_object()
        .unwrap();
    let [suite, version] = inputs.keys().collect::<Vec<_>>()[..] else {
        panic!("two inputs: {inputs:?}");
    };
    let chosen = run(&scene, &dispatch(json!({ suite: "unit", version: "1.0" })), &[]);
    chosen.ends("success", "passed");
    assert_eq!(chosen.cells().0, ["1.0/small"]);
}

#[test]
fn an_event_that_no_trigger_owns_is_red() {
    let scene = Scene::new(GREEN);
    let run = run(&scene, &schedule("1 1 1 1 *"), &[]);
    assert_eq!(run.result("runtime"), "failure", "{}", run.output["runtime"]);
    assert_eq!(run.result("test-suite"), "failure");
}

#[test]
fn a_flaky_test_is_green_and_told() {
    let scene = Scene::new("test \"$PIPEWRIGHT_ATTEMPT\" = 2");
    let run = run(&scene, &pull_request(), &[]);
    run.ends("success", "passed");
    assert_eq!(run.summary()["flaky"], 2);
    assert_eq!(run.summary()["flaky_tests"][0]["name"], "subject");
}

#[test]
fn a_failing_test_is_red_in_its_cell_the_aggregate_and_the_gate() {
    let scene = Scene::new("test \"$PIPEWRIGHT_VERSION\" = 1.0");
    let run = run(&scene, &pull_request(), &[]);
    run.ends("failure", "failed");
    assert_eq!(
        (run.result("pull-request"), run.result("aggregate")),
        ("failure", "failure")
    );
    let failed = &run.summary()["failed_tests"];
    assert_eq!(failed.as_array().unwrap().len(), 1);
    assert_eq!(
        (&failed[0]["cell"], &failed[0]["retry_count"]),
        (&json!("2.0/small"), &json!(1))
    );
}

#[test]
fn a_runtime_that_is_killed_is_no_pass() {
    let scene = Scene::new("test \"$PIPEWRIGHT_VERSION\" = 1.0 || kill -9 $PPID");
    let run = run(&scene, &pull_request(), &[]);
    run.ends("failure", "incomplete");
    let cells = run.summary()["cells"].clone();
    let verdict = |name: &str| {
        let cells = cells.as_array().unwrap();
        cells
            .iter()
            .find(|cell| cell["name"] == name)
            .map(|cell| cell["verdict"].clone())
    };
    assert_eq!(
        verdict("1.0/small"),
        Some(json!("passed")),
        "what the other cell found is kept"
    );
    assert_ne!(verdict("2.0/small"), Some(json!("passed")));
}

#[test]
fn a_cell_whose_results_are_lost_is_no_pass() {
    let scene = Scene::new(GREEN);
    let run = run(&scene, &pull_request(), &["cell-2.0-small-attempt-1"]);
    run.ends("failure", "incomplete");
    let missing = run.summary()["ledger"]["missing"].to_string();
    assert!(missing.contains("2.0/small"), "{missing}");
}

#[test]
fn a_generated_file_that_was_edited_is_red_before_any_test_runs() {
    let scene = Scene::new(GREEN);
    let cell = scene.root().join(".github/workflows/test-cell.yml");
    let text = pipewright::read::text(&cell)
        .unwrap()
        .replace("name: Run the tests", "name: Run some tests");
    super::scene::put(&cell, &text);
    let run = run(&scene, &pull_request(), &[]);
    assert_eq!(
        (run.result("drift-check"), run.result("test-suite")),
        ("failure", "failure")
    );
    assert_eq!(run.result("pull-request"), "skipped");
}

#[test]
fn results_of_the_default_branch_are_remembered_for_the_next_run() {
    let scene = Scene::new(GREEN);
    for _ in 0..2 {
        let run = run(&scene, &push(), &[]);
        run.ends("success", "passed");
        assert_eq!(run.result("history"), "success", "{}", run.output["history"]);
    }
}
