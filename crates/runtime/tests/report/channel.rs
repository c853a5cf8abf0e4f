//! The Slack of the tests: a server on loopback that answers as it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// The secret part of the webhook.
pub(crate) const SECRET: &str = "T000/B000/slack-secret";

/// A channel of Slack.
pub(crate) struct Channel {
    port: u16,
    posted: Arc<Mutex<Vec<Value>>>,
}

impl Channel {
    /// A channel that gives these answers, each a status, more headers and a body, and then closes.
    pub(crate) fn new(answers: &[(u16, &str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let posted = Arc::new(Mutex::new(Vec::new()));
        let own = |(status, headers, body): &(u16, &str, &str)| {
            format!(
                "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
        };
        let answers: Vec<String> = answers.iter().map(own).collect();
        let seen = Arc::clone(&posted);
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                seen.lock().unwrap().push(read(BufReader::new(&stream)));
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { port, posted }
    }

    pub(crate) fn webhook(&self) -> String {
        format!("http://127.0.0.1:{}/services/{SECRET}", self.port)
    }

    /// What was posted so far.
    pub(crate) fn posted(&self) -> Vec<Value> {
        self.posted.lock().unwrap().clone()
    }
}

fn read(mut request: impl BufRead) -> Value {
    let mut length = 0;
    let mut line = String::new();
    while request.read_line(&mut line).unwrap() > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    request.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}
