//! A history, and runs that are added to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A history.
#[must_use]
pub(crate) struct Scene {
    folder: TempDir,
}

/// A run of one cell.
#[derive(Clone)]
#[must_use]
pub(crate) struct Run {
    id: String,
    attempt: u32,
    day: u32,
    scenario: &'static str,
    tests: Vec<(String, &'static str)>,
    seconds: BTreeMap<String, f64>,
    arguments: Vec<String>,
    plan: Option<Value>,
}

/// What came out of a run.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) summary: Value,
    pub(crate) trends: Value,
    pub(crate) folder: PathBuf,
    pub(crate) stderr: String,
}

impl Run {
    /// A run on a day since the first of October, of tests with their statuses.
    pub(crate) fn new(id: &str, day: u32, tests: &[(&str, &'static str)]) -> Self {
        Self {
            id: id.to_owned(),
            attempt: 1,
            day,
            scenario: "a",
            tests: tests
                .iter()
                .map(|(name, status)| ((*name).to_owned(), *status))
                .collect(),
            seconds: BTreeMap::new(),
            arguments: Vec::new(),
            plan: None,
        }
        .of("main", "push")
    }

    pub(crate) fn of(mut self, branch: &str, trigger: &str) -> Self {
        let commit = format!("commit-{}", self.id);
        self.arguments = ["--branch", branch, "--commit", &commit, "--trigger", trigger]
            .map(str::to_owned)
            .to_vec();
        self
    }

    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|text| (*text).to_owned()));
        self
    }

    /// The commit that it is of, in place of one of its own.
    pub(crate) fn commit(mut self, commit: &str) -> Self {
        self.arguments[3] = commit.to_owned();
        self
    }

    /// How long a test takes.
    pub(crate) fn takes(mut self, name: &str, seconds: f64) -> Self {
        self.seconds.insert(name.to_owned(), seconds);
        self
    }

    pub(crate) fn attempt(mut self, attempt: u32) -> Self {
        self.attempt = attempt;
        self
    }

    pub(crate) fn scenario(mut self, scenario: &'static str) -> Self {
        self.scenario = scenario;
        self
    }

    /// A plan that asks for the test of the cell, with a policy.
    pub(crate) fn planned(mut self, policy: Value) -> Self {
        self.plan = Some(json!({ "name": "Tests", "policy": policy, "profiles": [
            { "name": "push", "trigger": { "event": "push" }, "cells": [
                { "version": "1.0", "suite": "spark", "scenario": self.scenario, "runner": ["ubuntu-24.04"],
                    "timeout_minutes": 30, "provides": [], "tests": ["t"] }] }] }));
        self
    }

    fn result(&self) -> Value {
        let bad = self
            .tests
            .iter()
            .filter(|(_, status)| *status == "failed")
            .count();
        let tests: Vec<Value> = self
            .tests
            .iter()
            .map(|(name, status)| {
                let mut case = case(name, status);
                if let Some(seconds) = self.seconds.get(name) {
                    case["duration"] = (*seconds).into();
                }
                case
            })
            .collect();
        let time = |minute: u32| {
            let (month, day) = (10 + self.day / 31, 1 + self.day % 31);
            format!("2026-{month:02}-{day:02}T02:{minute:02}:00.000Z")
        };
        let reason = if bad > 0 {
            "failed: as it is"
        } else {
            "all that ran passed"
        };
        json!({
            "format": 1,
            "run": { "id": self.id, "attempt": self.attempt, "started": time(0), "finished": time(9) },
            "cell": { "version": "1.0", "suite": "spark", "scenario": self.scenario },
            "outcome": { "status": "as it is", "exit_code": i32::from(bad > 0), "reason": reason },
            "suite": { "tests": tests.len(), "passed": tests.len() - bad, "failed": bad, "errors": 0, "skipped": 0,
                "flaky": 0, "quarantined": 0, "duration": 10.0 },
            "expected": ["t"], "capabilities": [], "hooks": [], "tests": tests, "commands": [], "problems": [],
        })
    }
}

/// A case of the test `t`.
fn case(name: &str, status: &str) -> Value {
    let mut attempts = vec![json!({ "number": 1, "status": "passed", "duration": 0.5 })];
    let is_flaky = status == "flaky";
    let status = if is_flaky { "passed" } else { status };
    if is_flaky || status == "failed" {
        attempts.insert(
            0,
            json!({ "number": 1, "status": "failed", "duration": 0.5, "failure": "exit_code" }),
        );
    }
    if status == "failed" {
        attempts.pop();
    }
    let mut case = json!({ "name": format!("t/{name}"), "test": "t", "case": name, "status": status, "duration": 0.5,
        "attempts": attempts, "flaky": is_flaky, "metrics": { "latency_p95": 12.5 } });
    if status == "failed" {
        case["failure"] = "exit_code".into();
        case["error_message"] = format!("=broke {name}").into();
    }
    case
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A history with runs.
    pub(crate) fn of(runs: &[Run]) -> Self {
        let scene = Self::new();
        for run in runs {
            scene.aggregate(run);
        }
        scene
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn history(&self) -> PathBuf {
        self.path().join("history")
    }

    /// Aggregates a run beside the history.
    pub(crate) fn aggregate(&self, run: &Run) -> Outcome {
        let cell = format!("cell-1.0-{}-attempt-{}", run.scenario, run.attempt);
        let input = self.path().join(format!("in-{}-{}", run.id, run.attempt));
        put(
            &input.join(cell).join("result.json"),
            run.result().to_string().as_bytes(),
        );
        self.aggregate_folder(&input, run)
    }

    /// Aggregates whatever is in a folder, with the arguments of a run.
    pub(crate) fn aggregate_folder(&self, input: &Path, run: &Run) -> Outcome {
        let out = input.with_extension("out");
        let mut command = runtime();
        command
            .arg("aggregate")
            .arg("--input")
            .arg(input)
            .arg("--output")
            .arg(&out);
        command.arg("--history").arg(self.history()).args(&run.arguments);
        if let Some(plan) = &run.plan {
            let path = input.with_extension("plan.json");
            put(&path, plan.to_string().as_bytes());
            command.arg("--expect").arg(path);
        }
        let output = command.output().unwrap();
        let read = |name: &str| std::fs::read(out.join(name)).unwrap_or_else(|_| b"null".to_vec());
        Outcome {
            code: output.status.code().unwrap(),
            summary: serde_json::from_slice(&read("summary.json")).unwrap(),
            trends: serde_json::from_slice(&read("trends.json")).unwrap(),
            folder: out,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `history VERB` over this history.
    pub(crate) fn verb(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = runtime();
        command
            .arg("history")
            .arg(arguments[0])
            .arg("--history")
            .arg(self.history());
        told(command.args(&arguments[1..]).output().unwrap())
    }

    /// Every file of the history that is pushed, with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        walk(&self.history(), &self.history(), &mut files);
        files
    }

    /// What the history says of its runs, the newest first.
    pub(crate) fn shown(&self) -> Value {
        let (_, out, _) = self.verb(&["show", "--format", "json", "--runs", "1000", "--test", ""]);
        serde_json::from_str(&out).unwrap()
    }

    /// Ids of the runs, the newest first.
    pub(crate) fn ids(&self) -> Vec<String> {
        let shown = self.shown();
        let ids = shown["runs"].as_array().unwrap().iter();
        ids.map(|run| run["run_id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// The program, without what CI says of the run that these tests are in.
pub(crate) fn runtime() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"));
    for name in ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_BASE_REF"] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

pub(crate) fn put(path: &Path, bytes: &[u8]) {
    use std::io::Write;
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
}

fn walk(root: &Path, folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            walk(root, &path, into);
        } else if path.extension().is_some_and(|ending| ending == "seg") {
            let name = path.strip_prefix(root).unwrap().to_owned();
            into.insert(name, std::fs::read(&path).unwrap());
        }
    }
}
