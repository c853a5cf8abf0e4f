//! TLS and proxies of the tests.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// Servers that speak TLS, and a proxy: `gateway.py`, which says what they do.
pub(crate) struct Gateway {
    ports: Value,
    folder: tempfile::TempDir,
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Gateway {
    /// Servers with these options. None, and a word about it, where there is no Python with openssl; a failure where
    /// `PIPEWRIGHT_MANDATORY` is `1`.
    pub(crate) fn new(options: &[&str]) -> Option<Self> {
        let Some(python) = std::env::var_os("PIPEWRIGHT_MAIL") else {
            let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
            let reason = "PIPEWRIGHT_MAIL names no Python with openssl beside it: run .ci/install mail";
            assert!(!is_mandatory, "no TLS: {reason}");
            println!("skipped: {reason}");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/gateway.py"))
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        Some(Self {
            ports: serde_json::from_str(&line).expect("the servers start"),
            folder,
            child,
            lines,
        })
    }

    /// The port of a server.
    pub(crate) fn port(&self, name: &str) -> u64 {
        self.ports[name].as_u64().unwrap()
    }

    /// The certificate of the authority that vouches for all of them.
    pub(crate) fn authority(&self) -> String {
        self.folder.path().join("ca.pem").display().to_string()
    }

    /// What was asked of which server, in order. They end.
    pub(crate) fn heard(mut self) -> Vec<Value> {
        drop(self.child.stdin.take());
        let lines = self.lines.by_ref().lines();
        let heard = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let heard = heard.collect();
        self.child.wait().unwrap();
        heard
    }
}
