//! Alerts of runs that never came to a report: told by curl, to a Slack and a mail server on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use serde_json::{Value as Json, json};

use super::cases::{GREEN, push, schedule};
use super::machine::run;
use super::scene::Scene;

const SLACK: &str = "[alerts]\n[alerts.slack]\nwebhook_secret = \"SLACK_WEBHOOK\"\n";
/// A cron that no schedule of the pipeline has.
const UNKNOWN: &str = "1 1 1 1 *";

/// A Slack that takes one message.
struct Slack {
    port: u16,
    posted: JoinHandle<Json>,
}

impl Slack {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let posted = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if line.trim().is_empty() {
                    break;
                }
                if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = text.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                .unwrap();
            serde_json::from_slice(&body).unwrap()
        });
        Self { port, posted }
    }

    /// As a secret, with the line's end that people paste along.
    fn webhook(&self) -> String {
        format!("http://127.0.0.1:{}/services/T/B/secret\n", self.port)
    }
}

/// Whether messages can be sent: GitHub's runners have curl, a bare machine has none.
fn has_curl() -> bool {
    let curl = Command::new("curl")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    let is_there = curl.is_ok_and(|status| status.success());
    let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
    assert!(
        is_there || !is_mandatory,
        "PIPEWRIGHT_MANDATORY is 1, and there is no curl"
    );
    if !is_there {
        println!("skipped: there is no curl, by which a run without a report is told");
    }
    is_there
}

#[test]
fn a_run_without_a_report_is_told() {
    if !has_curl() {
        return;
    }
    // Nothing was planned; the aggregate could not be uploaded.
    for (event, lost) in [(schedule(UNKNOWN), &[][..]), (push(), &["aggregate"])] {
        let slack = Slack::new();
        let mut scene = Scene::with(GREEN, SLACK);
        scene.secrets = json!({ "SLACK_WEBHOOK": slack.webhook() });
        let run = run(&scene, &event, lost);
        assert_eq!(run.result("test-suite"), "failure");
        let said = &run.output["alerts"];
        assert!(!said.contains("::error") && !said.contains("services"), "{said}");
        let posted = slack.posted.join().unwrap();
        assert_eq!(
            posted["text"],
            format!(
                "Test Results: NO RESULTS. The run ended before there were any: \
                 https://github.test/o/r/actions/runs/{}",
                run.number
            )
        );
    }
}

#[test]
fn a_run_with_a_report_is_not_told_to_have_none() {
    let mut scene = Scene::with(GREEN, SLACK);
    // Nobody listens there: whoever tells would leave an error.
    scene.secrets = json!({ "SLACK_WEBHOOK": "http://127.0.0.1:1/services/T/B/secret" });
    let run = run(&scene, &push(), &[]);
    run.ends("success", "passed");
    let said = &run.output["alerts"];
    assert_eq!(run.result("alerts"), "success");
    assert!(
        said.contains("nobody is told: nothing happened") && !said.contains("::error"),
        "{said}"
    );
}

#[test]
fn a_messenger_that_is_down_is_an_error_and_turns_nothing_red() {
    if !has_curl() {
        return;
    }
    let mut scene = Scene::with(GREEN, SLACK);
    for (secret, wanted) in [
        ("http://127.0.0.1:1/x", "Slack does not take the message"),
        ("file:///etc/passwd", "SLACK_WEBHOOK is no https URL"),
        ("", "SLACK_WEBHOOK is no https URL"),
    ] {
        scene.secrets = json!({ "SLACK_WEBHOOK": secret });
        let run = run(&scene, &schedule(UNKNOWN), &[]);
        assert_eq!(run.result("alerts"), "success");
        assert!(
            run.output["alerts"].contains(wanted),
            "{secret}: {}",
            run.output["alerts"]
        );
    }
}

#[test]
fn it_is_told_by_email_too_and_the_password_needs_no_plain_letters() {
    let Some(python) = std::env::var_os("PIPEWRIGHT_MAIL") else {
        let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
        assert!(!is_mandatory, "PIPEWRIGHT_MAIL names no Python with aiosmtpd");
        println!("skipped: PIPEWRIGHT_MAIL names no Python with aiosmtpd");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let password = "q\"u\\o te#'$x";
    let mut server = Command::new(python)
        .args(["-W", "ignore"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/runtime/tests/report/smtp.py"))
        .arg(folder.path())
        .arg(format!("password={password}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let mut line = || serde_json::from_str::<Json>(&lines.next().unwrap().unwrap()).unwrap();
    let port = line()["port"].clone();
    let email = format!(
        "[alerts]\n[alerts.email]\nserver_secret = \"EMAIL_SMTP\"\nport = {port}\nuser_secret = \"EMAIL_USER\"\n\
         password_secret = \"EMAIL_PASSWORD\"\nto = [\"a@team.example\", \"b@team.example\"]\n"
    );
    let mut scene = Scene::with(GREEN, &email);
    scene.secrets = json!({
        "EMAIL_SMTP": "localhost",
        "EMAIL_USER": "bot@team.example",
        "EMAIL_PASSWORD": password,
    });
    scene.outside = vec![(
        "CURL_CA_BUNDLE",
        folder.path().join("certificate.pem").into_os_string(),
    )];
    let run = run(&scene, &schedule(UNKNOWN), &[]);
    let said = &run.output["alerts"];
    assert!(!said.contains("::error"), "{said}");
    let mail = line();
    drop(server.stdin.take());
    server.wait().unwrap();
    assert_eq!(
        (&mail["tls"], &mail["to"], &mail["subject"], &mail["defects"]),
        (
            &json!(true),
            &json!(["a@team.example", "b@team.example"]),
            &json!("Test Results: NO RESULTS (o/r)"),
            &json!([])
        )
    );
    let plain = mail["plain"].as_str().unwrap();
    assert!(
        plain.contains(&format!("https://github.test/o/r/actions/runs/{}", run.number)),
        "{plain}"
    );
}
