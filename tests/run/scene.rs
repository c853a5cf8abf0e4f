use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::binaries;

const PIPELINE: &str = r#"
name = "Here"
[versions."1.0"]
[versions."2.0"]
[suites.unit]
[scenarios.small]
suite = "unit"
tests = ["steady", "subject"]
[scenarios.large]
suite = "unit"
versions = ["2.0"]
tests = ["steady"]
[tests.steady]
command = ["true"]
[tests.subject]
command = ["sh", "subject.sh"]
[triggers.push]
branches = ["main"]
[triggers.schedule.nightly]
cron = "17 2 * * *"
select = { scenarios = ["large"] }
"#;

/// A repository with three cells: `1.0/small`, `2.0/small` and `2.0/large`.
pub(crate) struct Scene {
    folder: TempDir,
}

impl Scene {
    /// The script is what the test `subject` does.
    pub(crate) fn new(subject: &str) -> Self {
        Self::with(subject, "")
    }

    /// The same, with more tables.
    pub(crate) fn with(subject: &str, tables: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scene = Self { folder };
        scene.put("Cargo.toml", "");
        scene.put("pipeline.toml", &format!("{PIPELINE}{tables}"));
        scene.put("subject.sh", subject);
        scene
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
    pub(crate) fn put(&self, path: &str, text: &str) {
        std::fs::write(self.path(path), text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// A pipe with a name: whoever opens it waits for the other end.
    pub(crate) fn pipe(&self, name: &str) {
        let made = Command::new("mkfifo").arg(self.path(name)).status().unwrap();
        assert!(made.success());
    }

    /// What comes through a pipe, once somebody is at the other end.
    #[expect(clippy::disallowed_methods, reason = "a pipe is no file of a repository")]
    pub(crate) fn hear(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// `pipewright run` with these words, not yet started.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(binaries::folder().join("pipewright"));
        command
            .arg("run")
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("GITHUB_ACTIONS");
        command
    }

    /// How it ended, and all that it said.
    pub(crate) fn run(&self, words: &[&str]) -> (Option<i32>, String) {
        told(&self.command(words).output().unwrap())
    }

    /// The summary of the last run.
    pub(crate) fn summary(&self) -> Value {
        json(&self.path(".pipewright/aggregate/summary.json"))
    }

    /// How often a test of a cell has been started.
    pub(crate) fn attempts(&self, cell: &str, test: &str) -> usize {
        let path = format!(".pipewright/cells/cell-{cell}-attempt-1/result.json");
        let result = json(&self.path(&path));
        let tests = result["tests"].as_array().unwrap();
        let found = tests.iter().find(|other| other["name"] == test).unwrap();
        found["attempts"].as_array().unwrap().len()
    }
}

pub(crate) fn told(output: &Output) -> (Option<i32>, String) {
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said.into_owned())
}

fn json(path: &Path) -> Value {
    let bytes = pipewright::read::bytes(path).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
