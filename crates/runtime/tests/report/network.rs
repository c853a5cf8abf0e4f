//! TLS and proxies: who is trusted, who sees what, and what an error says.

use serde_json::{Value, json};

use super::channel::SECRET;
use super::gateway::Gateway;
use super::hub::{Ended, Hub, summary};

const SECRETS: [&str; 4] = ["good-token", "proxy-password", "slack-secret", "Z29vZC10b2tlbg"];

/// A job whose API is at this URL, with more variables.
fn job(url: &str, variables: &[(&str, &str)]) -> Hub {
    let mut hub = Hub::at("http://127.0.0.1:1").pull_request();
    hub.set("GITHUB_API_URL", url);
    for (name, value) in variables {
        hub.set(name, value);
    }
    hub.results(&summary(1));
    hub
}

/// Sets the status once. What stands on the way is told at once, not waited for.
fn status(hub: &Hub, code: i32) -> Ended {
    let ended = hub.report(&["status", "--patience", "0"]);
    ended.code(code);
    for secret in SECRETS {
        assert!(
            !ended.err.contains(secret) && !ended.out.contains(secret),
            "{}",
            ended.err
        );
    }
    assert!(code == 0 || ended.err.lines().count() == 1, "{}", ended.err);
    ended
}

fn servers(heard: &[Value]) -> Vec<&str> {
    heard.iter().map(|one| one["server"].as_str().unwrap()).collect()
}

#[test]
fn a_certificate_is_trusted_or_told_with_its_host() {
    let Some(gateway) = Gateway::new(&[]) else { return };
    let authority = gateway.authority();
    let url = |server: &str| format!("https://localhost:{}", gateway.port(server));
    let trusted = [("SSL_CERT_FILE", authority.as_str())];
    status(&job(&url("good"), &trusted), 0);
    for (server, variables, wanted) in [
        ("good", &[][..], "vouches for its certificate: if it is right"),
        (
            "good",
            &[("SSL_CERT_FILE", "/nothing")],
            "has no certificates of authorities: install ca-certificates",
        ),
        (
            "wrong",
            &trusted,
            "its certificate is of another host: is the name right",
        ),
        (
            "expired",
            &trusted,
            "its certificate has expired: whoever runs it",
        ),
        ("proxy", &trusted, "does not speak TLS"),
    ] {
        // With patience, too: what is not trusted now is not trusted a second later.
        let hub = job(&url(server), variables);
        let ended = hub.report(&["status", "--patience", "100"]);
        let host = format!("cannot reach GitHub at localhost:{}: ", gateway.port(server));
        assert!(
            ended.code(5).err.contains(&host) && ended.err.contains(wanted),
            "{}",
            ended.err
        );
        assert!(!ended.err.contains("tried"), "{}", ended.err);
    }
    let heard = gateway.heard();
    assert_eq!(
        servers(&heard),
        ["good"],
        "nobody else gets the request, or the token"
    );
    assert_eq!(heard[0]["authorization"], "Bearer good-token");
}

#[test]
fn a_proxy_passes_on_what_it_cannot_read() {
    let Some(gateway) = Gateway::new(&["user=u:proxy-password"]) else {
        return;
    };
    let authority = gateway.authority();
    let proxy = format!("http://u:proxy-password@127.0.0.1:{}", gateway.port("proxy"));
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        // What is meant for other schemes is not asked.
        let variables = [
            (name, proxy.as_str()),
            ("HTTP_PROXY", "http://127.0.0.1:1"),
            ("SSL_CERT_FILE", &authority),
        ];
        status(&job("https://api.github.test", &variables), 0);
    }
    let heard = gateway.heard();
    assert_eq!(servers(&heard), ["proxy", "good"].repeat(3));
    for pair in heard.chunks(2) {
        assert_eq!(pair[0]["path"], "api.github.test:443");
        assert_eq!(
            pair[0]["authorization"],
            Value::Null,
            "the token is not for the proxy"
        );
        assert_eq!(pair[1]["host"], "api.github.test");
        assert_eq!(pair[1]["authorization"], "Bearer good-token");
    }
}

#[test]
fn hosts_of_no_proxy_are_reached_without_it() {
    let Some(gateway) = Gateway::new(&["refuse"]) else {
        return;
    };
    let authority = gateway.authority();
    let proxy = format!("http://127.0.0.1:{}", gateway.port("proxy"));
    let url = format!("https://localhost:{}", gateway.port("good"));
    let run = |without: &str, code: i32| {
        let variables = [
            ("HTTPS_PROXY", proxy.as_str()),
            ("NO_PROXY", without),
            ("SSL_CERT_FILE", &authority),
        ];
        status(&job(&url, &variables), code)
    };
    for without in ["localhost", "example.test, localhost", "*"] {
        run(without, 0);
    }
    let ended = run("example.test", 5);
    let wanted = format!(
        "the proxy at 127.0.0.1:{}, which HTTPS_PROXY names, does not let it through (403)",
        gateway.port("proxy")
    );
    assert!(ended.err.contains(&wanted), "{}", ended.err);
    assert_eq!(servers(&gateway.heard()), ["good", "good", "good", "proxy"]);
}

#[test]
fn a_proxy_that_does_not_work_is_named_without_its_password() {
    let Some(gateway) = Gateway::new(&["user=u:another"]) else {
        return;
    };
    let port = gateway.port("proxy");
    for (proxy, code, wanted) in [
        (
            format!("http://u:proxy-password@127.0.0.1:{port}"),
            5,
            format!(
                "the proxy at 127.0.0.1:{port}, which HTTPS_PROXY names, wants a user and a password (407)"
            ),
        ),
        (
            "http://u:proxy-password@127.0.0.1:1".to_owned(),
            5,
            "the proxy at 127.0.0.1:1, which HTTPS_PROXY names, cannot be reached".to_owned(),
        ),
        (
            "socks5://u:proxy-password@127.0.0.1:1".to_owned(),
            2,
            "HTTPS_PROXY names no proxy that is spoken here".to_owned(),
        ),
    ] {
        let ended = status(&job("https://api.github.test", &[("HTTPS_PROXY", &proxy)]), code);
        assert!(ended.err.contains(&wanted), "{}", ended.err);
    }
}

#[test]
fn slack_is_reached_through_a_proxy_and_no_lie_is_told_of_what_was_not_sent() {
    let Some(gateway) = Gateway::new(&[]) else { return };
    let authority = gateway.authority();
    let proxy = format!("http://127.0.0.1:{}", gateway.port("proxy"));
    let webhook = format!("https://hooks.slack.test/services/{SECRET}");
    let mut results = summary(1);
    results["trigger"] = "schedule".into();
    results["policy"]["alerts"] = json!({ "on": ["failure"], "events": ["schedule"], "slack": true });
    let run = |webhook: &str, authority: &str, code: i32| {
        let variables = [
            ("SLACK_WEBHOOK", webhook),
            ("HTTPS_PROXY", &proxy),
            ("SSL_CERT_FILE", authority),
        ];
        let hub = job("http://127.0.0.1:1", &variables);
        hub.results(&results);
        let ended = hub.report(&["alerts"]);
        ended.code(code);
        assert!(!ended.err.contains(SECRET), "{}", ended.err);
        ended.err
    };
    run(&webhook, &authority, 0);
    let said = run(&webhook, "/nothing", 5);
    assert!(
        said.contains("cannot reach Slack at hooks.slack.test: ") && !said.contains("may have been posted"),
        "{said}"
    );
    let other = format!("https://hooks.another.test/services/{SECRET}");
    let said = run(&other, &authority, 5);
    assert!(
        said.contains("cannot reach Slack at hooks.another.test: its certificate is of another host"),
        "{said}"
    );
    let heard = gateway.heard();
    assert_eq!(servers(&heard), ["proxy", "good", "proxy", "proxy"]);
    assert!(
        !heard[0].to_string().contains("slack-secret"),
        "the proxy sees the host alone"
    );
    assert_eq!(heard[1]["path"], format!("/services/{SECRET}"));
}
