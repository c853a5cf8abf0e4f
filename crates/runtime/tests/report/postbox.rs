//! The mail server of the tests.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A mail server: `smtp.py`, which says what it can do.
pub(crate) struct Postbox {
    pub(crate) port: u16,
    folder: tempfile::TempDir,
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Postbox {
    /// A server with these options. None, and a word about it, where there is no Python with aiosmtpd; a failure where
    /// `PIPEWRIGHT_MANDATORY` is `1`.
    pub(crate) fn new(options: &[&str]) -> Option<Self> {
        let Some(python) = std::env::var_os("PIPEWRIGHT_MAIL") else {
            let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
            assert!(!is_mandatory, "PIPEWRIGHT_MAIL names no Python with aiosmtpd");
            println!("skipped: PIPEWRIGHT_MAIL names no Python with aiosmtpd");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(python)
            // aiosmtpd warns of what it will remove.
            .args(["-W", "ignore"])
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/smtp.py"))
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).expect("the mail server starts");
        Some(Self {
            port: u16::try_from(said["port"].as_u64().unwrap()).unwrap(),
            folder,
            child,
            lines,
        })
    }

    /// The certificate to trust.
    pub(crate) fn certificate(&self) -> String {
        self.folder.path().join("certificate.pem").display().to_string()
    }

    /// All mails that it took. It ends.
    pub(crate) fn mails(mut self) -> Vec<Value> {
        drop(self.child.stdin.take());
        let lines = self.lines.by_ref().lines();
        let mails = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let mails = mails.collect();
        self.child.wait().unwrap();
        mails
    }
}
