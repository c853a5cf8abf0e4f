//! The YAML runs the cells that the plan says, under every event, cron and choice, declared or not.
//!
//! The generated text is read back by another reader than the one that wrote it, and its conditions are evaluated;
//! nothing here looks at how the compiler came to them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::collections::{BTreeMap, BTreeSet};

use pipewright::decode::decode;
use pipewright::emit;
use pipewright::expression::{Condition, Environment, Object, Status, Template, Value};
use pipewright::lower::{self, lower};
use pipewright::plan::{Plan, Question, plan};
use serde_json::{Value as Json, json};

struct Suite {
    name: &'static str,
    plan: Plan,
    workflow: Json,
}

fn suites() -> Vec<Suite> {
    let files = [
        "pipeline.toml",
        "examples/minimal.toml",
        "examples/database-operator.toml",
        "examples/nightly.toml",
        "examples/seed.toml",
    ];
    files.into_iter().map(suite).collect()
}

fn suite(name: &'static str) -> Suite {
    let text = pipewright::read::text(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let decoded = decode(&text);
    assert!(
        decoded.diagnostics.is_empty(),
        "{name}: {:?}",
        decoded.diagnostics
    );
    let pipeline = decoded.pipeline.unwrap();
    let plan = plan(&pipeline);
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source: name,
    });
    let yaml = emit::text(&files[0], name);
    Suite {
        name,
        plan,
        workflow: serde_yaml::from_str(&yaml).unwrap(),
    }
}

/// What a run of this event knows when its jobs are chosen.
fn contexts(event: &str, cron: Option<&str>, inputs: &BTreeMap<String, String>) -> Value {
    let mut payload = json!({});
    if let Some(cron) = cron {
        payload["schedule"] = json!(cron);
    }
    let contexts = json!({ "github": { "event_name": event, "event": payload }, "inputs": inputs });
    Value::from_json(&contexts.to_string()).unwrap()
}

/// With every job before it green.
fn green(contexts: &Object) -> Environment<'_> {
    Environment {
        contexts,
        status: Status::of_job("success"),
    }
}

/// The cells that run: jobs whose `if` holds, rows that are selected.
fn run(workflow: &Json, contexts: &Value) -> Vec<(String, String)> {
    let Value::Object(contexts) = contexts else {
        panic!("contexts are an object")
    };
    let environment = green(contexts);
    let mut cells = Vec::new();
    for (id, job) in workflow["jobs"].as_object().unwrap() {
        let Some(rows) = job.pointer("/strategy/matrix/include").and_then(Json::as_array) else {
            continue;
        };
        let condition = Condition::parse_any(job["if"].as_str().unwrap()).unwrap();
        if condition.holds(&environment).unwrap() != Some(true) {
            continue;
        }
        for row in rows {
            let mut contexts = (**contexts).clone();
            contexts.insert("matrix", Value::from_json(&row.to_string()).unwrap());
            let selected = job["with"].get("selected").is_none_or(|selected| {
                let template = Template::parse_any(selected.as_str().unwrap()).unwrap();
                matches!(template.evaluate(&green(&contexts)).unwrap(), Value::Bool(true))
            });
            if selected {
                let text = |key: &str| {
                    row[key]
                        .as_str()
                        .unwrap_or_else(|| panic!("{id}: {row}"))
                        .to_owned()
                };
                cells.push((text("version"), text("scenario")));
            }
        }
    }
    cells
}

fn planned(suite: &Suite, question: &Question) -> Option<Vec<(String, String)>> {
    let plan = suite.plan.route(question).ok()?;
    let cells = plan.profiles.into_iter().flat_map(|profile| profile.cells);
    Some(cells.map(|cell| (cell.version, cell.scenario)).collect())
}

fn questions(suite: &Suite) -> Vec<Question> {
    let mut questions = Vec::new();
    for event in [
        "push",
        "pull_request",
        "merge_group",
        "release",
        "repository_dispatch",
    ] {
        questions.push(Question {
            event: event.to_owned(),
            ..Question::default()
        });
    }
    let document = suite.plan.document();
    let declared = document
        .profiles
        .iter()
        .filter_map(|profile| profile.trigger.cron.clone());
    for cron in declared.chain(["1 2 3 4 5".to_owned(), "0 2 * * * ".to_owned(), String::new()]) {
        questions.push(Question {
            event: "schedule".to_owned(),
            cron: Some(cron),
            ..Question::default()
        });
    }
    if let Some(by_hand) = &suite.plan.by_hand {
        for suite_choice in &by_hand.suite.options {
            for version in &by_hand.version.options {
                let inputs = [
                    (by_hand.suite.input.clone(), suite_choice.clone()),
                    (by_hand.version.input.clone(), version.clone()),
                ];
                questions.push(Question {
                    event: "workflow_dispatch".to_owned(),
                    cron: None,
                    inputs: inputs.into(),
                });
            }
        }
    }
    questions
}

fn asked(question: &Question) -> Value {
    contexts(
        &question.event,
        question.cron.as_deref(),
        &question.inputs.clone().into_iter().collect(),
    )
}

#[test]
fn exactly_the_planned_cells_run_and_each_once() {
    let (mut green, mut red) = (0, 0);
    for suite in suites() {
        for question in questions(&suite) {
            let cells = run(&suite.workflow, &asked(&question));
            let unique: BTreeSet<_> = cells.iter().cloned().collect();
            assert_eq!(
                unique.len(),
                cells.len(),
                "{}: {question:?} runs a cell twice",
                suite.name
            );
            match planned(&suite, &question) {
                Some(planned) => {
                    assert_eq!(
                        unique,
                        planned.into_iter().collect(),
                        "{}: {question:?}",
                        suite.name
                    );
                    green += 1;
                }
                None => {
                    assert!(
                        cells.is_empty(),
                        "{}: {question:?} is not planned and runs {cells:?}",
                        suite.name
                    );
                    red += 1;
                }
            }
        }
    }
    assert!(
        green > 50 && red > 10,
        "{green} questions with cells and {red} without: too few to mean anything"
    );
}

/// The gate's own script, fed with what GitHub would give it.
fn gate(workflow: &Json, contexts: &Value, results: &BTreeMap<&str, &str>) -> bool {
    let Value::Object(contexts) = contexts else {
        panic!("contexts are an object")
    };
    let mut contexts = (**contexts).clone();
    let job = &workflow["jobs"]["test-suite"];
    let needs = job["needs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap());
    let needs: Json = needs
        .map(|id| (id.to_owned(), json!({ "result": results[id] })))
        .collect::<serde_json::Map<_, _>>()
        .into();
    contexts.insert("needs", Value::from_json(&needs.to_string()).unwrap());
    let step = &job["steps"][0];
    let jobs = Template::parse_any(step["env"]["JOBS"].as_str().unwrap()).unwrap();
    let Value::String(jobs) = jobs.evaluate(&green(&contexts)).unwrap() else {
        panic!("JOBS is text")
    };
    let mut bash = std::process::Command::new("bash");
    let bash = bash
        .args(["-eo", "pipefail", "-c", step["run"].as_str().unwrap()])
        .env("JOBS", &*jobs);
    bash.output()
        .expect("bash runs the scripts of workflows, here as on GitHub")
        .status
        .success()
}

/// What GitHub reports for each job of a run in which all goes well.
fn all_well<'w>(workflow: &'w Json, contexts: &Value) -> BTreeMap<&'w str, &'static str> {
    let Value::Object(known) = contexts else {
        panic!("contexts are an object")
    };
    let environment = green(known);
    let jobs = workflow["jobs"].as_object().unwrap().iter();
    let result = |job: &Json| {
        let runs = job.pointer("/strategy").is_none()
            || Condition::parse_any(job["if"].as_str().unwrap())
                .unwrap()
                .holds(&environment)
                .unwrap()
                == Some(true);
        if runs { "success" } else { "skipped" }
    };
    jobs.map(|(id, job)| (id.as_str(), result(job))).collect()
}

#[test]
fn the_gate_is_green_only_if_everything_the_event_calls_for_succeeded() {
    let suite = suite("examples/seed.toml");
    for question in questions(&suite) {
        let contexts = asked(&question);
        let well = all_well(&suite.workflow, &contexts);
        let expected = planned(&suite, &question).is_some_and(|cells| !cells.is_empty());
        assert_eq!(gate(&suite.workflow, &contexts, &well), expected, "{question:?}");
    }
}

#[test]
fn the_gate_is_red_when_any_one_job_ends_otherwise() {
    let suite = suite("pipeline.toml");
    let question = Question {
        event: "schedule".to_owned(),
        cron: Some("0 3 * * 0".to_owned()),
        ..Question::default()
    };
    let contexts = asked(&question);
    let well = all_well(&suite.workflow, &contexts);
    assert!(gate(&suite.workflow, &contexts, &well));
    let needed = suite.workflow["jobs"]["test-suite"]["needs"].as_array().unwrap();
    for id in needed.iter().map(|id| id.as_str().unwrap()) {
        for other in ["success", "failure", "cancelled", "skipped", ""] {
            if other != well[id] {
                let mut results = well.clone();
                results.insert(id, other);
                assert!(
                    !gate(&suite.workflow, &contexts, &results),
                    "{id} ended as {other:?}, and the gate is green"
                );
            }
        }
    }
}
