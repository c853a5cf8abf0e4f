//! A folder with a pipeline, and what comes out of running it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// A repository with one version `1.0` and one scenario `cell`.
#[must_use]
pub(crate) struct Kitchen {
    folder: TempDir,
    tests: Vec<String>,
    scenario: String,
    text: String,
    variables: Vec<(String, String)>,
    arguments: Vec<String>,
}

/// Something that must happen has this long; nothing is ever made to wait as long on purpose.
const PATIENCE: Duration = Duration::from_secs(60);

impl Kitchen {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            tests: Vec::new(),
            scenario: String::new(),
            text: "[execution]\ngrace = \"1s\"\n".to_owned(),
            variables: Vec::new(),
            arguments: Vec::new(),
        }
    }

    /// A test that is a shell script.
    pub(crate) fn test(self, name: &str, script: &str) -> Self {
        self.test_with(name, script, "")
    }

    /// A test that is a shell script, with more keys.
    pub(crate) fn test_with(mut self, name: &str, script: &str, keys: &str) -> Self {
        self.tests.push(name.to_owned());
        self.text.push_str(&format!(
            "[tests.{name:?}]\ncommand = [\"sh\", \"-c\", '''{script}''']\n{keys}\n"
        ));
        self
    }

    /// A test that a table of its own describes.
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.tests.push(name.to_owned());
        self
    }

    /// A test that is a command.
    pub(crate) fn command(mut self, name: &str, words: &[&str]) -> Self {
        self.tests.push(name.to_owned());
        self.text
            .push_str(&format!("[tests.{name:?}]\ncommand = {words:?}\n"));
        self
    }

    /// More keys of the scenario.
    pub(crate) fn scenario(mut self, keys: &str) -> Self {
        self.scenario.push_str(keys);
        self.scenario.push('\n');
        self
    }

    /// More tables of the pipeline.
    pub(crate) fn tables(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self.text.push('\n');
        self
    }

    /// A variable of the caller.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// More arguments.
    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|text| (*text).to_owned()));
        self
    }

    /// A file of the repository.
    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, text);
        self
    }

    /// A path in the repository.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn pipeline(&self) -> String {
        let tests = &self.tests;
        let Self { scenario, text, .. } = self;
        let text = if tests.is_empty() {
            format!("[tests]\n{text}")
        } else {
            text.clone()
        };
        format!(
            "name = \"kitchen\"\n[versions.\"1.0\"]\n[suites.suite]\n[triggers.push]\nbranches = [\"main\"]\n\
             [scenarios.cell]\nsuite = \"suite\"\ntests = {tests:?}\n{scenario}\n{text}"
        )
    }

    /// The command that runs the cell.
    pub(crate) fn prepare(&self) -> Command {
        write(&self.path("pipeline.toml"), &self.pipeline());
        let mut command = self.bare();
        command
            .args(["--version", "1.0", "--scenario", "cell", "--pipeline"])
            .arg(self.path("pipeline.toml"));
        command.args(&self.arguments);
        command
    }

    /// `execute` into the output folder, and nothing else.
    pub(crate) fn bare(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.folder.path());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
            .args(["execute", "--output"])
            .arg(self.path("out"))
            .stdin(Stdio::null());
        command
    }

    /// Runs the cell to its end.
    pub(crate) fn run(&self) -> Served {
        self.serve(self.prepare())
    }

    /// Runs a command to its end.
    pub(crate) fn serve(&self, mut command: Command) -> Served {
        let output = command.output().unwrap();
        Served {
            code: output.status.code(),
            result: self.result(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Starts the cell.
    pub(crate) fn start(&self) -> Child {
        self.prepare()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Waits for a started cell.
    pub(crate) fn wait(&self, child: Child) -> Served {
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        Served {
            code: status.code(),
            result: self.result(),
            stdout: text(&stdout),
            stderr: text(&stderr),
        }
    }

    fn result(&self) -> Value {
        let text = std::fs::read(self.path("out/result.json")).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or(Value::Null)
    }
}

fn write(path: &Path, text: &str) {
    use std::io::Write;
    std::fs::File::create(path)
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What came out.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) code: Option<i32>,
    pub(crate) result: Value,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Served {
    /// The exit code has to be this one.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The verdict with a name.
    #[track_caller]
    pub(crate) fn test(&self, name: &str) -> &Value {
        let tests = self.result["tests"]
            .as_array()
            .unwrap_or_else(|| panic!("no result\n{}\n{}", self.stdout, self.stderr));
        let found: Vec<&Value> = tests.iter().filter(|test| test["name"] == name).collect();
        assert_eq!(
            found.len(),
            1,
            "{name} in {:?}",
            tests.iter().map(|test| &test["name"]).collect::<Vec<_>>()
        );
        found[0]
    }

    /// The status of a verdict.
    #[track_caller]
    pub(crate) fn status(&self, name: &str) -> &str {
        self.test(name)["status"].as_str().unwrap()
    }

    /// Statuses of the attempts of a verdict.
    #[track_caller]
    pub(crate) fn attempts(&self, name: &str) -> Vec<&str> {
        let attempts = self.test(name)["attempts"].as_array().unwrap();
        attempts
            .iter()
            .map(|attempt| attempt["status"].as_str().unwrap())
            .collect()
    }
}

/// Waits until something is so.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Whether a process is there and has not ended.
pub(crate) fn is_alive(id: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", id.trim())).unwrap_or_default();
    let is_alive = stat
        .rsplit_once(')')
        .is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']));
    if is_alive {
        eprintln!("still there: {stat}");
    }
    is_alive
}

/// A file that is there and has a whole line.
pub(crate) fn line_of(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    text.ends_with('\n').then(|| text.trim().to_owned())
}

/// Sends a signal.
pub(crate) fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}
