//! A repository with a small pipeline, and what happens to a run of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::binaries;
use super::hub::Hub;

/// A repository.
pub(crate) struct Scene {
    folder: TempDir,
    hub: Option<Hub>,
    /// `secrets`, in every job.
    pub(crate) secrets: Json,
    /// Variables that the machine has before GitHub adds its own.
    pub(crate) outside: Vec<(&'static str, OsString)>,
    /// Capabilities that no job can have here, so that none is promised them.
    pub(crate) lacks: &'static [&'static str],
    /// Whether real tools are there, and the programs have to be built.
    pub(crate) is_real: bool,
}

#[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
pub(crate) fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

const PIPELINE: &str = r#"
name = "Chain"
[versions."1.0"]
[versions."2.0"]
[suites.unit]
[suites.load]
[scenarios.small]
suite = "unit"
tests = ["steady", "subject"]
[scenarios.large]
suite = "load"
tests = ["steady"]
[tests.steady]
command = ["true"]
[tests.subject]
command = ["sh", "subject.sh"]
retry = { count = 1, backoff = "0s", on = ["exit_code"] }
[report.check]
enabled = true
[triggers.push]
branches = ["main"]
select = { scenarios = ["small"], versions = ["2.0"] }
[triggers.pull_request]
branches = ["main"]
select = { scenarios = ["small"] }
[triggers.schedule.nightly]
cron = "17 2 * * *"
[triggers.schedule.weekly]
cron = "17 3 * * 0"
select = { suites = ["load"] }
[triggers.workflow_dispatch]
"#;

impl Scene {
    /// A repository in which `gen` ran. The script is what the test `subject` does.
    pub(crate) fn new(subject: &str) -> Self {
        Self::with(subject, "")
    }

    /// The same, with more in its pipeline.
    pub(crate) fn with(subject: &str, more: &str) -> Self {
        let scene = Self::empty();
        put(&scene.root().join("Cargo.toml"), "");
        put(&scene.root().join("pipeline.toml"), &format!("{PIPELINE}{more}"));
        scene.change(subject);
        scene.generate();
        scene
    }

    /// Nothing yet.
    pub(crate) fn empty() -> Self {
        let scene = Self {
            folder: tempfile::tempdir().unwrap(),
            hub: None,
            secrets: json!({}),
            outside: Vec::new(),
            lacks: &[],
            is_real: false,
        };
        std::fs::create_dir_all(scene.origin()).unwrap();
        let git = Command::new("git")
            .args(["init", "--quiet", "--bare", "."])
            .current_dir(scene.origin())
            .status();
        assert!(git.unwrap().success());
        scene
    }

    /// Writes the workflows.
    pub(crate) fn generate(&self) {
        let done = Command::new(binaries::folder().join("pipewright"))
            .arg("gen")
            .current_dir(self.root())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// The value of an input of a cell, of which nothing is promised that cannot be had.
    pub(crate) fn promised(&self, input: &str, value: Json) -> Json {
        match value {
            Json::String(needs) if input == "needs" => {
                let had = needs.split(' ').filter(|need| !self.lacks.contains(need));
                had.collect::<Vec<_>>().join(" ").into()
            }
            other => other,
        }
    }

    /// Where programs are looked for.
    pub(crate) fn path(&self) -> OsString {
        let mut path = OsString::new();
        if self.is_real {
            path.push(self.shims());
            path.push(":");
        }
        path.push(std::env::var_os("PATH").unwrap());
        path
    }

    /// Programs that stand in for others.
    pub(crate) fn shims(&self) -> PathBuf {
        self.folder.path().join("shims")
    }

    /// A repository that is on a GitHub.
    pub(crate) fn on(hub: Hub, subject: &str) -> Self {
        let mut scene = Self::new(subject);
        scene.hub = Some(hub);
        scene
    }

    /// Changes what the test `subject` does.
    pub(crate) fn change(&self, subject: &str) {
        put(&self.root().join("subject.sh"), subject);
    }

    /// Base of the API. Without a GitHub it is none, so that reporters end at once.
    pub(crate) fn api(&self) -> String {
        self.hub.as_ref().map_or("none".to_owned(), Hub::api)
    }

    /// Its GitHub.
    pub(crate) fn hub(&self) -> &Hub {
        self.hub.as_ref().unwrap()
    }

    /// What a checkout of the repository holds.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// Where the repositories of the server are.
    pub(crate) fn server(&self) -> String {
        format!("file://{}", self.folder.path().join("server").display())
    }

    /// Where pushes go.
    pub(crate) fn origin(&self) -> PathBuf {
        self.folder.path().join("server/o/r")
    }

    /// The number of a new run, and a folder for it.
    pub(crate) fn run(&self) -> (usize, PathBuf) {
        let number = 100 + self.folder.path().read_dir().unwrap().count();
        let path = self.folder.path().join(format!("run-{number}"));
        std::fs::create_dir_all(&path).unwrap();
        (number, path)
    }

    /// A workflow of the repository.
    pub(crate) fn workflow(&self, path: &str) -> Json {
        let text = pipewright::read::text(&self.root().join(path)).unwrap();
        pipewright::yaml::parse(&text).unwrap().to_json()
    }
}
