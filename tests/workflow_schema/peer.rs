//! GitHub's own reader of workflows in Node, if it is there.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The package of GitHub's reader, in a folder of Node modules.
pub(crate) struct Peer {
    modules: PathBuf,
}

impl Peer {
    /// The peer that `PIPEWRIGHT_PEERS` names. Says why there is none, and fails if `PIPEWRIGHT_MANDATORY` is `1`.
    pub(crate) fn find() -> Option<Self> {
        let found = Self::look();
        if let Err(reason) = &found {
            let mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
            assert!(!mandatory, "no peer: {reason}");
            println!("skipped: {reason}");
        }
        found.ok()
    }

    fn look() -> Result<Self, String> {
        let modules = std::env::var_os("PIPEWRIGHT_PEERS").map(PathBuf::from);
        let modules = modules.ok_or("PIPEWRIGHT_PEERS names no folder of Node modules")?;
        let package = modules.join("@actions/workflow-parser/dist/index.js");
        if !package.is_file() {
            let path = package.display();
            return Err(format!(
                "{path} is not there: npm install @actions/workflow-parser@0.3.61"
            ));
        }
        match Command::new("node").arg("--version").output() {
            Ok(version) if version.status.success() => Ok(Self { modules }),
            _ => Err("node does not run".to_owned()),
        }
    }

    /// What it answers to workflows, a line each.
    pub(crate) fn ask(&self, workflows: &str) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/workflows.mjs");
        let mut node = Command::new("node")
            .arg(script)
            .env("PIPEWRIGHT_PEERS", &self.modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = node.stdin.take().unwrap();
        let workflows = workflows.to_owned();
        let writer = std::thread::spawn(move || input.write_all(workflows.as_bytes()));
        let output = node.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(output.status.success(), "the peer failed: {}", output.status);
        String::from_utf8(output.stdout).unwrap()
    }
}
