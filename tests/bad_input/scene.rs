use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub(crate) fn fixture(name: &str) -> String {
    std::fs::read_to_string(fixtures().join(name)).unwrap()
}

/// A pipeline that nothing is wrong with.
pub(crate) fn good() -> String {
    fixture("rules/timeout/good.toml")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A repository of its own, in which the binary runs with no environment.
#[must_use]
pub(crate) struct Repository {
    folder: TempDir,
    pipeline: String,
}

/// How a run ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&fixtures().join("repository"), folder.path());
        Self {
            folder,
            pipeline: "pipeline.toml".to_owned(),
        }
    }

    pub(crate) fn with(text: impl AsRef<[u8]>) -> Self {
        let repository = Self::new();
        std::fs::write(repository.path("pipeline.toml"), text).unwrap();
        repository
    }

    pub(crate) fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.pipeline);
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_pipewright"))
            .args(arguments)
            .args(["--pipeline", &self.pipeline])
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `gen` on input that is wrong: exit 2, and nothing is written.
    pub(crate) fn refused(&self) -> String {
        let ran = self.run(&["gen"]);
        assert_eq!(ran.code, Some(2), "{}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "errors are for standard error");
        assert!(!self.path(".github").exists(), "something was written");
        ran.err
    }

    pub(crate) fn diagnostics(&self) -> Vec<Value> {
        let ran = self.run(&["check", "--format", "json"]);
        let document: Value = serde_json::from_str(&ran.out).unwrap();
        document["diagnostics"].as_array().unwrap().clone()
    }
}

pub(crate) fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, text) });
}
