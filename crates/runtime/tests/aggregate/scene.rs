//! A folder of artifacts, and what comes out of bringing them together.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder of artifacts.
#[must_use]
pub(crate) struct Scene {
    folder: TempDir,
    arguments: Vec<String>,
}

/// What came out.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) summary: Value,
    pub(crate) output: Output,
    folder: TempDir,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("cells")).unwrap();
        Self {
            folder,
            arguments: Vec::new(),
        }
    }

    /// A file in the input.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        put(&self.path(name), bytes.as_ref());
        self
    }

    /// A result of a cell, in a folder.
    pub(crate) fn result(self, folder: &str, result: &Value) -> Self {
        self.file(&format!("{folder}/result.json"), result.to_string())
    }

    /// The plan: cells of version 1.0 with their tests.
    pub(crate) fn plan(mut self, cells: &[(&str, &[&str])]) -> Self {
        let cells: Vec<Value> = cells
            .iter()
            .map(|(scenario, tests)| {
                json!({ "version": "1.0", "suite": "spark", "scenario": scenario, "runner": ["ubuntu-24.04"],
                    "timeout_minutes": 30, "provides": [], "tests": tests })
            })
            .collect();
        let plan = json!({ "name": "Tests", "profiles": [
            { "name": "push", "trigger": { "event": "push" }, "cells": cells }] });
        let path = self.folder.path().join("plan.json");
        put(&path, plan.to_string().as_bytes());
        self.arguments.push("--expect".to_owned());
        self.arguments.push(path.to_str().unwrap().to_owned());
        self
    }

    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|text| (*text).to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("cells").join(name)
    }

    pub(crate) fn aggregate(self) -> Outcome {
        let out = self.folder.path().join("out");
        let output = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"))
            .arg("aggregate")
            .arg("--input")
            .arg(self.folder.path().join("cells"))
            .arg("--output")
            .arg(&out)
            .args(&self.arguments)
            .output()
            .unwrap();
        let summary = std::fs::read(out.join("summary.json")).unwrap_or_else(|_| b"null".to_vec());
        Outcome {
            code: output.status.code().unwrap(),
            summary: serde_json::from_slice(&summary).unwrap(),
            output,
            folder: self.folder,
        }
    }
}

impl Outcome {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// The exit code with the numbers of tests: total, passed, failed, errors, skipped, flaky.
    pub(crate) fn numbers(&self) -> (i32, [u64; 6]) {
        let keys = ["total", "passed", "failed", "errors", "skipped", "flaky"];
        (self.code, keys.map(|key| self.summary[key].as_u64().unwrap()))
    }

    /// A part of the ledger, as `cell` or `cell test`.
    pub(crate) fn ledger(&self, part: &str) -> Vec<String> {
        let items = self.summary["ledger"][part].as_array().unwrap();
        let shown = items.iter().map(|item| match item["test"].as_str() {
            Some(test) => format!("{} {test}", item["cell"].as_str().unwrap()),
            None => item["cell"].as_str().unwrap().to_owned(),
        });
        shown.collect()
    }

    /// Names in a list of tests.
    pub(crate) fn names(&self, list: &str) -> Vec<&str> {
        let entries = self.summary[list].as_array().unwrap();
        entries
            .iter()
            .map(|entry| entry["name"].as_str().unwrap())
            .collect()
    }
}

/// A file, with the folders that it is in.
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    use std::io::Write;
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
}

/// A test of a result, with its last status after those of earlier attempts.
pub(crate) fn test(name: &str, statuses: &[&str]) -> Value {
    let is_bad = |status: &str| ["failed", "errored"].contains(&status);
    let last = *statuses.last().unwrap();
    let attempts: Vec<Value> = statuses
        .iter()
        .enumerate()
        .map(|(index, status)| {
            let mut attempt = json!({ "number": index + 1, "status": status, "duration": 0.5 });
            if is_bad(status) {
                attempt["failure"] = "exit_code".into();
                attempt["message"] = format!("attempt {}", index + 1).into();
            }
            attempt
        })
        .collect();
    let mut test = json!({ "name": name, "test": name, "status": last, "duration": 0.5, "attempts": attempts,
        "flaky": last == "passed" && statuses.iter().any(|status| is_bad(status)) });
    if is_bad(last) {
        test["failure"] = "exit_code".into();
        test["error_message"] = "it broke".into();
    }
    test
}

/// A result of scenario of version 1.0, in an attempt of run 7.
pub(crate) fn result(scenario: &str, attempt: u32, tests: &[Value]) -> Value {
    let expected: Vec<&str> = tests.iter().map(|test| test["test"].as_str().unwrap()).collect();
    let count = |status: &str| tests.iter().filter(|test| test["status"] == status).count();
    let bad = count("failed") + count("errored");
    json!({
        "format": 1,
        "run": { "id": "7", "attempt": attempt, "started": format!("2026-11-22T0{attempt}:00:00.000Z"),
            "finished": format!("2026-11-22T0{attempt}:10:00.000Z") },
        "cell": { "version": "1.0", "suite": "spark", "scenario": scenario },
        "outcome": { "status": if bad == 0 { "passed" } else { "failed" }, "exit_code": i32::from(bad > 0), "reason": "as it is" },
        "suite": { "tests": tests.len(), "passed": count("passed"), "failed": count("failed"), "errors": count("errored"),
            "skipped": count("skipped"), "flaky": 0, "quarantined": 0, "duration": 10.0 },
        "expected": expected,
        "capabilities": [], "hooks": [], "tests": tests, "commands": [], "problems": [],
    })
}
