//! Alerts, against a mail server that is not ours and a Slack on loopback.

use serde_json::{Value, json};

use super::channel::{Channel, SECRET};
use super::hub::{Ended, Hub, summary};
use super::postbox::Postbox;

const PASSWORD: &str = "right-password";

/// A job that tells whom the policy names.
fn job(slack: Option<&str>, email: Option<&Postbox>, to: &[&str]) -> (Hub, Value) {
    let mut hub = Hub::at("http://127.0.0.1:1");
    let mut results = summary(2);
    results["trigger"] = "schedule".into();
    results["branch"] = "main".into();
    let mut policy = json!({ "on": ["failure", "regression", "recovery"], "events": ["schedule"], "cool_down": 14_400,
        "slack": slack.is_some() });
    if let Some(slack) = slack {
        hub.set("SLACK_WEBHOOK", slack);
    }
    if let Some(server) = email {
        policy["email"] = json!({ "port": server.port, "to": to });
        hub.set("EMAIL_SMTP", "localhost");
        hub.set("EMAIL_USER", "bot@team.example");
        hub.set("EMAIL_PASSWORD", PASSWORD);
        hub.set("SSL_CERT_FILE", &server.certificate());
    }
    results["policy"]["alerts"] = policy;
    hub.results(&results);
    (hub, results)
}

fn alert(hub: &Hub, arguments: &[&str]) -> Ended {
    let mut all = vec!["alerts"];
    all.extend(arguments);
    let ended = hub.report(&all);
    for secret in [
        PASSWORD,
        "wrong-password",
        SECRET,
        "bot@team.example",
        "gone@team.example",
    ] {
        for said in [&ended.out, &ended.err] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
    }
    ended
}

#[test]
fn both_are_told_and_the_mail_says_the_same_twice() {
    let Some(server) = Postbox::new(&[]) else { return };
    let channel = Channel::new(&[(200, "", "ok")]);
    let (hub, _) = job(
        Some(&channel.webhook()),
        Some(&server),
        &["a@team.example", "b@team.example"],
    );
    let ended = alert(&hub, &[]);
    assert_eq!(ended.code(0).out.lines().count(), 2, "{}", ended.out);
    let [mail] = &server.mails()[..] else {
        panic!("one mail")
    };
    assert_eq!(mail["tls"], true);
    assert_eq!(mail["to"], json!(["a@team.example", "b@team.example"]));
    assert_eq!(mail["subject"], "Test Results: FAILED - 2/4 passed (main)");
    for part in ["plain", "html"] {
        let text = mail[part].as_str().unwrap().replace("&#x2f;", "/");
        assert!(text.contains("test_0 in 3.5.7/baseline"), "{text}");
        assert!(
            text.contains("https://github.com/team/app/actions/runs/500/attempts/1"),
            "{text}"
        );
    }
    let [posted] = &channel.posted()[..] else {
        panic!("one message")
    };
    assert_eq!(posted["text"], "Test Results: FAILED - 2/4 passed");
    assert_eq!(posted["blocks"][0]["text"]["type"], "plain_text");
}

#[test]
fn hostile_names_are_text_to_a_reader_of_mail() {
    let Some(server) = Postbox::new(&[]) else { return };
    let (hub, mut results) = job(None, Some(&server), &["a@team.example"]);
    let hostile = "x\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script> <!channel> ünï\u{202e}cödé 😀";
    results["branch"] = hostile.into();
    results["failed_tests"][0]["name"] = format!("{hostile}{}", "y".repeat(300_000)).into();
    results["failed_tests"][0]["error"] = "\r\n.\r\nMAIL FROM:<all@evil.example>".into();
    hub.results(&results);
    alert(&hub, &[]).code(0);
    let mails = server.mails();
    let [mail] = &mails[..] else {
        panic!("one mail, not {}", mails.len())
    };
    assert_eq!(mail["defects"], json!([]));
    let mut names: Vec<&str> = mail["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    names.sort_unstable();
    let wanted = [
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
    ];
    assert_eq!(names, wanted);
    assert_eq!(mail["to"], json!(["a@team.example"]));
    let subject = mail["subject"].as_str().unwrap();
    assert!(
        subject.starts_with("Test Results: FAILED - 2/4 passed (x Bcc: all@evil.example <script>"),
        "{subject}"
    );
    assert!(
        mail["plain"].as_str().unwrap().contains("ünï\\u{202e}cödé 😀"),
        "{mail}"
    );
    assert!(!mail["html"].as_str().unwrap().contains("<script"), "{mail}");
    assert!(
        mail["longest"].as_u64().unwrap() <= 998 && mail["stray"] == false,
        "{mail}"
    );
}

#[test]
fn without_starttls_no_password_leaves_this_machine() {
    // The second asks for the password all the same, as one does from whom somebody on the way took the offer of STARTTLS.
    for option in ["plain", "stripped"] {
        let Some(server) = Postbox::new(&[option]) else {
            return;
        };
        let (hub, _) = job(None, Some(&server), &["a@team.example"]);
        let ended = alert(&hub, &[]);
        assert!(
            ended.code(5).err.contains("does not offer STARTTLS"),
            "{}",
            ended.err
        );
        assert_eq!(server.mails(), Vec::<Value>::new(), "{option}");
    }
}

#[test]
fn a_certificate_that_is_not_right_ends_it_before_the_password() {
    for (options, trusted, wanted) in [
        (&[][..], "/dev/null", "nobody whom this machine trusts vouches"),
        (&["wrong"], "", "its certificate is of another host"),
        (&["expired"], "", "its certificate has expired"),
    ] {
        let Some(server) = Postbox::new(options) else {
            return;
        };
        let (mut hub, _) = job(None, Some(&server), &["a@team.example"]);
        if !trusted.is_empty() {
            hub.set("SSL_CERT_FILE", trusted);
        }
        let ended = alert(&hub, &[]);
        assert!(
            ended.code(5).err.contains("STARTTLS failed") && ended.err.contains(wanted),
            "{}",
            ended.err
        );
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert_eq!(server.mails(), Vec::<Value>::new(), "{wanted}");
    }
    // Trusted is another server's certificate alone.
    let (Some(server), Some(other)) = (Postbox::new(&[]), Postbox::new(&[])) else {
        return;
    };
    let (mut hub, _) = job(None, Some(&server), &["a@team.example"]);
    hub.set("SSL_CERT_FILE", &other.certificate());
    let ended = alert(&hub, &[]);
    assert!(
        ended
            .code(5)
            .err
            .contains("nobody whom this machine trusts vouches"),
        "{}",
        ended.err
    );
    assert!(server.mails().is_empty());
}

#[test]
fn a_wrong_password_is_told_and_tried_once() {
    let Some(server) = Postbox::new(&[]) else { return };
    let (mut hub, _) = job(None, Some(&server), &["a@team.example"]);
    hub.set("EMAIL_PASSWORD", "wrong-password");
    let ended = alert(&hub, &[]);
    assert!(
        ended
            .code(5)
            .err
            .contains("are EMAIL_USER and EMAIL_PASSWORD right?"),
        "{}",
        ended.err
    );
    assert_eq!(ended.err.lines().count(), 1);
    assert!(server.mails().is_empty());
}

#[test]
fn those_who_are_not_refused_get_it() {
    let refuse = ["refuse=gone@team.example"];
    let Some(server) = Postbox::new(&refuse) else {
        return;
    };
    let (hub, _) = job(None, Some(&server), &["a@team.example", "gone@team.example"]);
    let ended = alert(&hub, &[]);
    assert!(
        ended.code(5).err.contains("sent to 1 of 2 recipients"),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("recipient 2: ") && ended.err.contains("550"),
        "{}",
        ended.err
    );
    assert_eq!(server.mails()[0]["to"], json!(["a@team.example"]));

    let Some(server) = Postbox::new(&refuse) else {
        return;
    };
    let (hub, _) = job(None, Some(&server), &["gone@team.example"]);
    let ended = alert(&hub, &[]);
    assert!(
        ended.code(5).err.contains("every recipient was refused"),
        "{}",
        ended.err
    );
    assert!(server.mails().is_empty());
}

#[test]
fn a_mail_that_is_refused_at_its_end_is_told() {
    let Some(server) = Postbox::new(&["late"]) else {
        return;
    };
    let (mut hub, _) = job(None, Some(&server), &["nobody@team.example"]);
    hub.set("EMAIL_TO", "a@team.example, b@team.example");
    let ended = alert(&hub, &[]);
    assert!(
        ended.code(5).err.contains("does not take the email") && ended.err.contains("554"),
        "{}",
        ended.err
    );
}

#[test]
fn slack_says_what_is_wrong_and_gets_nothing_twice() {
    for (status, headers, body, wanted) in [
        (404, "", "no_service", "make a new one for SLACK_WEBHOOK"),
        (400, "", "invalid_payload", "does not take this message"),
        (500, "", "rollup_error", "may have been posted"),
        (200, "", "<html>log in</html>", "that of an incoming webhook?"),
        (302, "location: http://127.0.0.1:1/\r\n", "", "is not followed"),
        (
            429,
            "retry-after: 3600\r\n",
            "rate_limited",
            "it wants 3600 s to pass first",
        ),
    ] {
        let channel = Channel::new(&[(status, headers, body)]);
        let (hub, _) = job(Some(&channel.webhook()), None, &[]);
        let ended = alert(&hub, &["--patience", "2"]);
        assert!(ended.code(5).err.contains(wanted), "{status}: {}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert_eq!(channel.posted().len(), 1, "{status}: it was sent again");
    }
}

#[test]
fn a_short_limit_of_slack_is_waited_for() {
    let channel = Channel::new(&[(429, "retry-after: 0\r\n", "rate_limited"), (200, "", "ok")]);
    let (hub, _) = job(Some(&channel.webhook()), None, &[]);
    alert(&hub, &[]).code(0);
    assert_eq!(channel.posted().len(), 2);
}

#[test]
fn one_messenger_that_fails_keeps_no_other_from_trying() {
    let channel = Channel::new(&[(200, "", "ok")]);
    let (mut hub, mut results) = job(Some(&channel.webhook()), None, &[]);
    results["policy"]["alerts"]["email"] = json!({ "port": 1, "to": ["a@team.example"] });
    hub.results(&results);
    hub.set("EMAIL_SMTP", "localhost");
    let ended = alert(&hub, &[]);
    assert!(
        ended.code(5).err.contains("email: EMAIL_USER is not set"),
        "{}",
        ended.err
    );
    assert_eq!(channel.posted().len(), 1);

    hub.set("EMAIL_USER", "bot@team.example");
    hub.set("EMAIL_PASSWORD", PASSWORD);
    hub.set("SLACK_WEBHOOK", "http://hooks.evil.example/x");
    let ended = alert(&hub, &[]);
    assert!(
        ended.code(5).err.contains("Slack: SLACK_WEBHOOK is no https URL"),
        "{}",
        ended.err
    );
    assert!(
        ended
            .err
            .contains("email: cannot reach the mail server at port 1"),
        "{}",
        ended.err
    );
}

#[test]
fn what_is_wrong_here_alone_is_wrong_usage() {
    let (mut hub, _) = job(Some("file:///etc/passwd"), None, &[]);
    assert!(
        alert(&hub, &[])
            .code(2)
            .err
            .contains("SLACK_WEBHOOK is no https URL")
    );
    hub.set("SLACK_WEBHOOK", "");
    assert!(alert(&hub, &[]).code(2).err.contains("SLACK_WEBHOOK is not set"));
}

#[test]
fn nobody_is_told_what_is_not_worth_a_message() {
    let (hub, mut results) = job(Some("https://unused.example/x"), None, &[]);
    let quiet = |hub: &Hub, wanted: &str| {
        let ended = alert(hub, &[]);
        let out = &ended.code(0).out;
        assert!(
            out.starts_with("nobody is told: ") && out.contains(wanted),
            "{out}"
        );
    };
    let told = json!({ "on": "failure", "of": [], "told": { "run_id": "499", "started": "2026-11-22T02:00:00.000Z" } });
    hub.put("in/trends.json", json!({ "alerts": [told] }).to_string());
    quiet(&hub, "run 499 told the same at 2026-11-22T02:00:00.000Z");
    results["trigger"] = "pull_request".into();
    hub.results(&results);
    quiet(&hub, "runs of the event `pull_request` do not alert");
    (results["verdict"], results["exit_code"], results["trigger"]) =
        ("passed".into(), 0.into(), "schedule".into());
    hub.results(&results);
    quiet(&hub, "nothing happened");
    results["policy"]["alerts"]["slack"] = false.into();
    hub.results(&results);
    quiet(&hub, "neither `slack` nor `email`");
}

#[test]
fn trends_that_cannot_be_read_silence_no_failure() {
    let channel = Channel::new(&[(200, "", "ok")]);
    let (hub, _) = job(Some(&channel.webhook()), None, &[]);
    hub.put("in/trends.json", "{\"alerts\": 7}");
    let ended = alert(&hub, &[]);
    assert!(
        ended.code(0).err.contains("trends.json holds no trends"),
        "{}",
        ended.err
    );
    assert_eq!(channel.posted().len(), 1);
}

#[test]
fn a_dry_run_needs_no_secret_and_sends_nothing() {
    let (mut hub, mut results) = job(Some(""), None, &[]);
    hub.set("SLACK_WEBHOOK", "");
    results["policy"]["alerts"]["email"] = json!({ "port": 1, "to": ["a@team.example"] });
    hub.results(&results);
    let ended = alert(&hub, &["--dry-run"]);
    let out = &ended.code(0).out;
    assert!(
        out.contains("\"type\": \"header\"") && out.contains("- test_0 in 3.5.7/baseline"),
        "{out}"
    );
    assert!(!out.contains("a@team.example"), "{out}");
}
