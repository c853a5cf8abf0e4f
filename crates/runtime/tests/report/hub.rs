//! The GitHub of the tests, and jobs that talk to it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

pub(crate) const HEAD: &str = "1111111111111111111111111111111111111111";
pub(crate) const MERGE: &str = "2222222222222222222222222222222222222222";
pub(crate) const SUITE: &str = ".github/workflows/test-suite.yml";

/// The server: one for all tests, since it takes a second to read GitHub's descriptions.
struct Server {
    port: u16,
    /// The server ends when its standard input does, which is when this process ends.
    _child: Child,
}

/// The server, or why there is none.
fn server() -> &'static Result<Server, String> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    SERVER.get_or_init(|| {
        let modules = std::env::var_os("PIPEWRIGHT_PEERS").map(PathBuf::from);
        let modules = modules.ok_or("PIPEWRIGHT_PEERS names no folder of Node modules")?;
        for package in [
            "@octokit/openapi",
            "@octokit/graphql-schema",
            "openapi-backend",
            "graphql",
        ] {
            if !modules.join(package).is_dir() {
                return Err(format!("{package} is not in {}", modules.display()));
            }
        }
        start(&modules)
    })
}

fn start(modules: &Path) -> Result<Server, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/github.mjs");
    let mut child = Command::new("node")
        .arg(script)
        .arg(modules)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node does not run: {error}"))?;
    let mut line = String::new();
    let read = BufReader::new(child.stdout.take().unwrap()).read_line(&mut line);
    let port = line.trim().parse();
    match (read, port) {
        (Ok(_), Ok(port)) => Ok(Server { port, _child: child }),
        _ => Err("the GitHub of the tests does not start".to_owned()),
    }
}

/// A repository on that GitHub, and a folder for the files of a job.
pub(crate) struct Hub {
    base: String,
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

/// How a job ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }
}

impl Hub {
    /// A hub with a name of its own. None, and a word about it, where Node or its modules are not there; a failure
    /// where `PIPEWRIGHT_MANDATORY` is `1`.
    pub(crate) fn new(name: &str) -> Option<Self> {
        match server() {
            Ok(server) => Some(Self::at(&format!("http://127.0.0.1:{}/w/{name}", server.port))),
            Err(reason) => {
                let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
                assert!(!is_mandatory, "no GitHub: {reason}");
                println!("skipped: {reason}");
                None
            }
        }
    }

    /// A job whose GitHub has this base.
    pub(crate) fn at(base: &str) -> Self {
        let hub = Self {
            base: base.to_owned(),
            folder: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
        };
        hub.variable("GITHUB_API_URL", &format!("{base}/api/v3"))
            .variable("GITHUB_SERVER_URL", "https://github.com")
            .variable("GITHUB_REPOSITORY", "team/app")
            .variable("GITHUB_TOKEN", "good-token")
            .variable("GITHUB_RUN_ID", "500")
            .variable("GITHUB_RUN_ATTEMPT", "1")
            .variable("GITHUB_SHA", MERGE)
            .variable(
                "GITHUB_WORKFLOW_REF",
                &format!("team/app/{SUITE}@refs/pull/3/merge"),
            )
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A job that an event started.
    pub(crate) fn event(self, name: &str, payload: &Value) -> Self {
        self.put("event.json", payload.to_string());
        let path = self.path("event.json").display().to_string();
        self.variable("GITHUB_EVENT_NAME", name)
            .variable("GITHUB_EVENT_PATH", &path)
    }

    /// A job of pull request 3.
    pub(crate) fn pull_request(self) -> Self {
        self.event(
            "pull_request",
            &json!({ "pull_request": { "number": 3, "head": { "sha": HEAD } } }),
        )
    }

    pub(crate) fn results(&self, summary: &Value) {
        self.put("in/summary.json", summary.to_string());
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let ended = Ended {
            code: output.status.code().unwrap(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        for said in [&ended.out, &ended.err] {
            assert!(!said.contains("good-token"), "the token is in the output: {said}");
        }
        ended
    }

    /// Runs a reporter on `in`.
    pub(crate) fn report(&self, arguments: &[&str]) -> Ended {
        let mut all = vec!["report", arguments[0], "--input", "in"];
        all.extend(&arguments[1..]);
        self.run(&all)
    }

    /// Changes the repository.
    pub(crate) fn tell(&self, change: &Value) {
        ureq::post(format!("{}/tell", self.base))
            .send_json(change)
            .unwrap();
    }

    /// What became of the repository. No request and no answer may have been against GitHub's descriptions.
    pub(crate) fn ask(&self) -> Value {
        let world: Value = ureq::get(format!("{}/ask", self.base))
            .call()
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap();
        assert_eq!(world["violations"], json!([]));
        world
    }

    /// Requests of a method and a path, as GitHub heard them.
    pub(crate) fn heard(&self, method: &str, path: &str) -> usize {
        let world = self.ask();
        let log = world["log"].as_array().unwrap();
        let is_meant = |one: &&Value| one["method"] == method && one["path"].as_str().unwrap().contains(path);
        log.iter().filter(is_meant).count()
    }
}

/// A test that failed.
pub(crate) fn failure(name: &str) -> Value {
    json!({
        "name": name, "error": format!("{name} was not as expected"), "cell": "3.5.7/baseline", "suite": "unit",
        "class": null, "file": "tests/unit.py:12", "status": "failed", "duration": 1.0, "retry_count": 0, "attempts": [],
        "change": null, "command": null, "excerpt": "line 1\nline 2", "log": null, "owner": null, "issue": null,
    })
}

/// Results with so many failing tests.
pub(crate) fn summary(failing: usize) -> Value {
    let failed: Vec<Value> = (0..failing).map(|n| failure(&format!("test_{n}"))).collect();
    let verdict = if failing > 0 { ("failed", 1) } else { ("passed", 0) };
    json!({
        "format": 1, "verdict": verdict.0, "exit_code": verdict.1, "reasons": [], "branch": "topic", "commit": HEAD,
        "trigger": "pull_request", "run_id": "500", "run_attempt": 1, "started": null, "finished": null, "base": null,
        "total": failing + 2, "passed": 2, "failed": failing, "errors": 0, "skipped": 0, "flaky": 0, "quarantined": 0,
        "duration": 3.5,
        "cells": [{
            "name": "3.5.7/baseline", "version": "3.5.7", "suite": "unit", "scenario": "baseline", "verdict": verdict.0,
            "reason": "", "attempt": 1, "folders": [], "started": null, "finished": null, "total": failing + 2, "passed": 2,
            "failed": failing, "errors": 0, "skipped": 0, "flaky": 0, "quarantined": 0, "duration": 3.5, "duplicates": 0,
            "problems": [],
        }],
        "failed_tests": failed, "quarantined_tests": [], "flaky_tests": [], "skipped_tests": [], "fixed_tests": [],
        "slow_tests": [], "unlisted": 0, "ledger": { "expected": 1, "missing": [], "extra": [], "empty": [] },
        "problems": [], "ignored": [], "policy": { "status_context": "ci/tests", "check_name": "test results" },
    })
}
