//! The GitHub of the tests: the server of the runtime's own tests, which is a program of Node.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value as Json, json};

/// A repository on a GitHub.
pub(crate) struct Hub {
    port: u16,
    /// The server ends when its standard input does.
    _child: Child,
}

impl Hub {
    /// None, and a word about it, where Node or its modules are not there; a failure where `PIPEWRIGHT_MANDATORY` is `1`.
    pub(crate) fn new() -> Option<Self> {
        match Self::start() {
            Ok(hub) => Some(hub),
            Err(reason) => {
                let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
                assert!(!is_mandatory, "no GitHub: {reason}");
                println!("skipped: {reason}");
                None
            }
        }
    }

    fn start() -> Result<Self, String> {
        let modules = std::env::var_os("PIPEWRIGHT_PEERS").map(PathBuf::from);
        let modules = modules.ok_or("PIPEWRIGHT_PEERS names no folder of Node modules")?;
        let description = modules.join("@octokit/openapi");
        if !description.is_dir() {
            return Err(format!("{} is not there", description.display()));
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/runtime/tests/report/github.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(&modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node does not run: {error}"))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line.trim().parse();
        let port = port.map_err(|_| "the GitHub of the tests does not start".to_owned())?;
        Ok(Self { port, _child: child })
    }

    /// Base of its API.
    pub(crate) fn api(&self) -> String {
        format!("http://127.0.0.1:{}/w/chain/api/v3", self.port)
    }

    /// Opens pull request 7, or moves it on.
    pub(crate) fn pull_request(&self, repository: &str, commit: &str) {
        let pull = json!({ "number": 7, "repository": repository, "branch": "feature", "sha": commit });
        self.talk("POST", "tell", &json!({ "pulls": [pull] }).to_string());
    }

    /// What became of the repository. No request and no answer may have been against GitHub's descriptions.
    pub(crate) fn ask(&self) -> Json {
        let world: Json = serde_json::from_str(&self.talk("GET", "ask", "")).unwrap();
        assert_eq!(world["violations"], json!([]));
        world
    }

    /// One request of HTTP 1.0, whose answer ends with the connection.
    fn talk(&self, method: &str, what: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        let request = format!("{method} /w/chain/{what} HTTP/1.0\r\nContent-Length: {length}\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}
