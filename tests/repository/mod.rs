//! A repository of its own for a test, and `pipewright` in it as somebody uses it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with a pipeline.
#[must_use]
pub(crate) struct Repository {
    folder: tempfile::TempDir,
}

/// What a command ended with.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Repository {
    /// With the smallest example.
    pub(crate) fn new() -> Self {
        let repository = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let minimal = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/minimal.toml");
        repository.put("Cargo.toml", "");
        repository.put("pipeline.toml", &pipewright::read::text(&minimal).unwrap());
        repository
    }

    /// With the smallest example, compiled.
    pub(crate) fn generated() -> Self {
        let repository = Self::new();
        let ended = repository.run(&["gen"]);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.error);
        repository
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn get(&self, path: &str) -> String {
        pipewright::read::text(&self.path(path)).unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Replaces a text that is there.
    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.get(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.put(path, &text.replace(from, to));
    }

    /// Runs `pipewright` with nothing of the environment.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments).env_clear())
    }

    /// `pipewright` in this repository.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }
}

/// Runs a command to its end.
pub(crate) fn ended(command: &mut Command) -> Ended {
    let output: Output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        error: text(output.stderr),
    }
}
