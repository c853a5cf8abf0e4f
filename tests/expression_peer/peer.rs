//! GitHub's own evaluator in Node, if it is there.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The package of GitHub's evaluator, in a folder of Node modules.
pub(crate) struct Peer {
    modules: PathBuf,
}

impl Peer {
    /// The peer that `PIPEWRIGHT_PEERS` names. Says why there is none, and fails if `PIPEWRIGHT_MANDATORY`
    /// is `1`.
    pub(crate) fn find() -> Option<Self> {
        let found = Self::look();
        if let Err(reason) = &found {
            assert!(
                std::env::var_os("PIPEWRIGHT_MANDATORY").is_none_or(|v| v != "1"),
                "no peer: {reason}"
            );
            println!("skipped: {reason}");
        }
        found.ok()
    }

    fn look() -> Result<Self, String> {
        let Some(modules) = std::env::var_os("PIPEWRIGHT_PEERS").map(PathBuf::from) else {
            return Err("PIPEWRIGHT_PEERS names no folder of Node modules".to_owned());
        };
        let package = modules.join("@actions/expressions/dist/index.js");
        if !package.is_file() {
            return Err(format!(
                "{} is not there: npm install @actions/expressions@0.3.61",
                package.display()
            ));
        }
        match Command::new("node").arg("--version").output() {
            Ok(version) if version.status.success() => Ok(Self { modules }),
            _ => Err("node does not run".to_owned()),
        }
    }

    /// What the script answers to `questions`, lines of JSON.
    pub(crate) fn ask(&self, arguments: &[&str], questions: &str) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/expressions.mjs");
        let mut node = Command::new("node")
            .arg(script)
            .args(arguments)
            .env("PIPEWRIGHT_PEERS", &self.modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node ran a moment ago");
        let mut input = node.stdin.take().expect("stdin is piped");
        let questions = questions.to_owned();
        let writer = std::thread::spawn(move || input.write_all(questions.as_bytes()));
        let output = node.wait_with_output().expect("node can be waited for");
        writer
            .join()
            .expect("the writer does not panic")
            .expect("node reads all questions");
        assert!(output.status.success(), "the peer failed: {}", output.status);
        String::from_utf8(output.stdout).expect("node writes UTF-8")
    }
}
