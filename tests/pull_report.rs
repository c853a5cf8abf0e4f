//! The workflow that comments on pull requests, as GitHub reads it: what its token may do, and what never gets near it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::collections::HashMap;

use pipewright::decode::decode;
use pipewright::emit;
use pipewright::lower::{self, job_ids, lower};
use pipewright::plan::plan;
use pipewright::prove::{self, Property, prove};
use serde_json::{Value, json};

const REPORT: &str = ".github/workflows/test-report.yml";

/// The texts of a pipeline's workflows, and what is proved of them after a change of one.
fn files(toml: &str, change: impl Fn(String) -> String) -> (HashMap<String, String>, Vec<prove::Finding>) {
    let pipeline = decode(toml).pipeline.unwrap();
    let plan = plan(&pipeline);
    let input = lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source: "pipeline.toml",
    };
    let expected = lower(input);
    let text = |file: &lower::Generated| {
        let text = emit::text(file, "pipeline.toml");
        if file.path == REPORT { change(text) } else { text }
    };
    let texts = expected
        .iter()
        .map(|file| (file.path.clone(), text(file)))
        .collect();
    let proof = prove(prove::Input {
        plan: &plan,
        expected: &expected,
        texts: &texts,
    });
    assert!(
        !job_ids(input).contains(&"comment".to_owned()),
        "extra steps could go beside the token"
    );
    (texts, proof.findings)
}

fn minimal() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/minimal.toml");
    pipewright::read::text(&path).unwrap()
}

fn released() -> String {
    format!(
        "{}\n[runtime.release]\nversion = \"1.0.0\"\nurl = \"https://example.com/{{version}}.tar.gz\"\nsha256 = \"{}\"\n",
        minimal(),
        "0".repeat(64)
    )
}

fn report(toml: &str) -> Value {
    serde_yaml::from_str(&files(toml, |text| text).0[REPORT]).unwrap()
}

fn steps(workflow: &Value) -> Vec<Value> {
    workflow["jobs"]["comment"]["steps"].as_array().unwrap().clone()
}

#[test]
fn it_starts_when_a_run_has_ended_and_may_only_comment() {
    let workflow = report(&minimal());
    assert_eq!(
        workflow["on"],
        json!({ "workflow_run": { "workflows": ["Tests"], "types": "completed" } })
    );
    assert_eq!(workflow["permissions"], json!({}));
    let job = &workflow["jobs"]["comment"];
    assert_eq!(
        job["permissions"],
        json!({ "actions": "read", "contents": "read", "pull-requests": "write" })
    );
    assert!(job["if"].as_str().unwrap().contains("event == 'pull_request'"));
}

#[test]
fn with_a_release_there_is_no_checkout_and_no_right_to_one() {
    let workflow = report(&released());
    assert_eq!(
        workflow["jobs"]["comment"]["permissions"],
        json!({ "actions": "read", "pull-requests": "write" })
    );
    assert!(steps(&workflow).iter().all(|step| step["id"] != "checkout"));
}

#[test]
fn nothing_of_the_pull_request_is_checked_out_and_its_data_lies_outside() {
    for toml in [minimal(), released()] {
        let workflow = report(&toml);
        for step in steps(&workflow) {
            let uses = step["uses"].as_str().unwrap_or_default();
            if uses.starts_with("actions/checkout@") {
                assert_eq!(
                    step["with"],
                    json!({ "persist-credentials": false }),
                    "no ref but the default branch's"
                );
            }
            if uses.starts_with("actions/download-artifact@") {
                assert!(
                    step["with"]["path"]
                        .as_str()
                        .unwrap()
                        .starts_with("${{ runner.temp }}/")
                );
            }
            let run = step["run"].as_str().unwrap_or_default();
            assert!(!run.contains("${{"), "{run}");
        }
        let with_token: Vec<Value> = steps(&workflow)
            .into_iter()
            .filter(|step| step.to_string().contains("github.token"))
            .map(|step| step["id"].clone())
            .collect();
        assert_eq!(with_token, ["fetch-comment", "comment"]);
    }
}

#[test]
fn no_run_of_a_pull_request_may_write_to_it() {
    let (texts, findings) = files(&minimal(), |text| text);
    assert_eq!(findings, []);
    assert!(!texts[".github/workflows/test-suite.yml"].contains("pull-requests: write"));
}

#[test]
fn it_is_there_only_where_there_is_something_to_comment_on() {
    let off = format!("{}\n[report.comment]\nenabled = false\n", minimal());
    let no_pull_requests = minimal().replace("[triggers.pull_request]", "[triggers.merge_group]");
    for toml in [off, no_pull_requests] {
        let (texts, _) = files(&toml, |text| text);
        assert!(!texts.contains_key(REPORT));
        assert!(!texts[".github/workflows/test-suite.yml"].contains("upload-comment"));
    }
}

#[test]
fn a_hole_that_somebody_makes_by_hand_is_found() {
    let holes: [(&str, &str, &str, Property); 4] = [
        (
            "a ref",
            "persist-credentials: false",
            "persist-credentials: false\n          ref: ${{ github.event.workflow_run.head_sha }}",
            Property::Meaning,
        ),
        (
            "a permission",
            "contents: read",
            "contents: write",
            Property::Permissions,
        ),
        (
            "a script",
            "mkdir -p \"$DATA\"",
            "mkdir -p \"$DATA\"; sh \"$DATA/run\"",
            Property::Meaning,
        ),
        (
            "an expression",
            "mkdir -p \"$DATA\"",
            "echo ${{ github.event.workflow_run.head_branch }}",
            Property::Scripts,
        ),
    ];
    for (what, from, to, property) in holes {
        let (texts, findings) = files(&minimal(), |text| text.replacen(from, to, 1));
        assert!(texts[REPORT].contains(to), "{what}");
        assert!(
            findings.iter().any(|finding| finding.property == property),
            "{what}: {findings:?}"
        );
    }
}
