//! Against a real API server, if `PIPEWRIGHT_TEST_KUBECONFIG` names one that may be used for tests; `kubectl` has to
//! be on PATH then.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rustix::process::Signal;

use super::kitchen::{Kitchen, line_of, signal, until};

const NEEDS: &str = "needs = [\"cluster\"]";
/// A test that finds out everything about its namespace.
const LOOK: &str = "kubectl get namespace $PIPEWRIGHT_NAMESPACE -o json > namespace.json && echo $PIPEWRIGHT_NAMESPACE >> names";

/// A kitchen with a cluster. None, and a word about it, where there is none.
fn kitchen() -> Option<Kitchen> {
    let Ok(path) = std::env::var("PIPEWRIGHT_TEST_KUBECONFIG") else {
        eprintln!("skipped: PIPEWRIGHT_TEST_KUBECONFIG is not set");
        return None;
    };
    Some(Kitchen::new().variable("KUBECONFIG", &path))
}

fn kubectl(arguments: &[&str]) -> String {
    let path = std::env::var("PIPEWRIGHT_TEST_KUBECONFIG").unwrap();
    let output = Command::new("kubectl")
        .env("KUBECONFIG", path)
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn is_gone(namespace: &str) -> bool {
    kubectl(&["get", "namespace", namespace, "--ignore-not-found", "-o", "name"]).is_empty()
}

#[test]
fn every_attempt_has_a_namespace_of_its_own_that_is_gone_afterwards() {
    let Some(kitchen) = kitchen() else { return };
    let keys = format!("{NEEDS}\nretry = {{ count = 1, backoff = \"0s\" }}");
    let script = format!("{LOOK}; test $PIPEWRIGHT_ATTEMPT = 2");
    let kitchen = kitchen
        .scenario("pod_security = \"restricted\"")
        .test_with("a", &script, &keys);
    let served = kitchen.run();
    served.code(0);
    let seen: serde_json::Value =
        serde_json::from_slice(&std::fs::read(kitchen.path("namespace.json")).unwrap()).unwrap();
    let labels = &seen["metadata"]["labels"];
    assert_eq!(labels["pod-security.kubernetes.io/enforce"], "restricted");
    assert_eq!(labels["pipewright.dev/run"], served.result["run"]["id"]);
    assert_eq!(labels["pipewright.dev/cell"], "1.0.cell");
    let names = std::fs::read_to_string(kitchen.path("names")).unwrap();
    let names: Vec<&str> = names.lines().collect();
    assert_eq!(names.len(), 2);
    assert_ne!(names[0], names[1]);
    assert!(names.iter().all(|name| is_gone(name)));
    assert_eq!(served.result["commands"][1]["namespace"], names[1]);
    assert!(
        kitchen.path("out/diagnostics/a.1/events.txt").exists()
            && !kitchen.path("out/diagnostics/a.2").exists()
    );
}

#[test]
fn a_failure_keeps_events_and_objects() {
    let Some(kitchen) = kitchen() else { return };
    let script = "kubectl -n $PIPEWRIGHT_NAMESPACE run sleeper --image=example.org/none -- sleep 600; exit 1";
    let kitchen = kitchen.test_with("a", script, NEEDS);
    kitchen.run().code(1);
    let pods = std::fs::read_to_string(kitchen.path("out/diagnostics/a.1/pods.json")).unwrap();
    assert!(pods.contains("example.org/none"), "{pods}");
}

#[test]
fn what_keeps_a_namespace_is_named() {
    let Some(kitchen) = kitchen() else { return };
    let script = "kubectl -n $PIPEWRIGHT_NAMESPACE create configmap stuck && kubectl -n $PIPEWRIGHT_NAMESPACE patch configmap stuck -p '{\"metadata\":{\"finalizers\":[\"example.org/never\"]}}' && echo $PIPEWRIGHT_NAMESPACE > names";
    let kitchen = kitchen
        .scenario("timeout = \"10s\"")
        .test_with("a", script, NEEDS);
    let served = kitchen.run();
    let problems = served.result["problems"].to_string();
    let name = line_of(&kitchen.path("names")).unwrap();
    kubectl(&[
        "-n",
        &name,
        "patch",
        "configmap",
        "stuck",
        "--type=merge",
        "-p",
        "{\"metadata\":{\"finalizers\":null}}",
    ]);
    assert!(
        problems.contains("configmap/stuck has the finalizers example.org/never"),
        "{problems}"
    );
    assert!(problems.contains(&name));
    served.code(0);
    until("the namespace goes away", || is_gone(&name));
}

#[test]
fn a_cancelled_run_asks_for_the_deletion_of_its_namespaces() {
    let Some(kitchen) = kitchen() else { return };
    let kitchen = kitchen.test_with(
        "a",
        "echo $PIPEWRIGHT_NAMESPACE > names; trap '' TERM; sleep 600; sleep 600",
        NEEDS,
    );
    let child = kitchen.start();
    until("the test runs", || line_of(&kitchen.path("names")).is_some());
    signal(&child, Signal::INT);
    kitchen.wait(child).code(130);
    let name = line_of(&kitchen.path("names")).unwrap();
    until("the namespace goes away", || is_gone(&name));
}

#[test]
fn what_a_killed_run_left_is_swept() {
    let Some(kitchen) = kitchen() else { return };
    let kitchen = kitchen.variable("GITHUB_RUN_ID", &format!("killed-{}", std::process::id()));
    let kitchen = kitchen.test_with("a", "echo $PIPEWRIGHT_NAMESPACE > names; exec sleep 600", NEEDS);
    let mut child = kitchen.start();
    until("the test runs", || line_of(&kitchen.path("names")).is_some());
    child.kill().unwrap();
    child.wait().unwrap();
    let name = line_of(&kitchen.path("names")).unwrap();
    let sweep = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"));
        command.env("KUBECONFIG", std::env::var("PIPEWRIGHT_TEST_KUBECONFIG").unwrap());
        let output = command
            .args(["sweep", "namespaces"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!sweep(&["--dry-run"]).contains(&name), "its time is not over yet");
    let run = format!("killed-{}", std::process::id());
    assert_eq!(sweep(&["--run", &run]), format!("deleted {name}\n"));
    until("the namespace goes away", || is_gone(&name));
    let mut command = kitchen.bare();
    command.arg("--from-journal");
    kitchen.serve(command).code(3);
    let old = format!("pw-old-{}", std::process::id());
    kubectl(&["create", "namespace", &old]);
    kubectl(&[
        "label",
        "namespace",
        &old,
        "app.kubernetes.io/managed-by=pipewright",
        "pipewright.dev/expires=1000000000",
    ]);
    assert!(sweep(&[]).contains(&format!("deleted {old}")));
    until("the old namespace goes away", || is_gone(&old));
}

#[test]
fn a_token_that_is_revoked_is_no_cluster() {
    let Some(kitchen) = kitchen() else { return };
    let text = std::fs::read_to_string(std::env::var("PIPEWRIGHT_TEST_KUBECONFIG").unwrap()).unwrap();
    // Whatever the user proved itself by, it now has a token that nobody issued.
    let text = text
        .lines()
        .filter(|line| !line.contains("client-key"))
        .map(|line| {
            let proof = ["token:", "client-certificate-data:", "client-certificate:"];
            match proof.iter().find_map(|key| line.split_once(key)) {
                Some((before, rest)) => format!(
                    "{before}token: revoked{}",
                    if rest.contains('}') { "}}]}" } else { "" }
                ),
                None => line.to_owned(),
            }
        });
    let kitchen = kitchen
        .file("revoked", &text.collect::<Vec<_>>().join("\n"))
        .test_with("a", "exit 0", NEEDS);
    let path = kitchen.path("revoked").display().to_string();
    let served = kitchen
        .variable("KUBECONFIG", &path)
        .variable("PIPEWRIGHT_PROMISED", "cluster")
        .run();
    served.code(1);
    assert!(
        served.test("a")["error_message"]
            .as_str()
            .unwrap()
            .contains("401"),
        "{:?}",
        served.test("a")
    );
}

#[test]
fn a_cluster_that_goes_away_in_the_middle_is_an_error_and_no_hang() {
    let Some(kitchen) = kitchen() else { return };
    let text = std::fs::read_to_string(std::env::var("PIPEWRIGHT_TEST_KUBECONFIG").unwrap()).unwrap();
    let at = text.find("https://").unwrap() + "https://".len();
    let server: String = text[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || ".:".contains(*c))
        .collect();
    let line = Line::to(&server);
    let kitchen = kitchen
        .file("kubeconfig", &text.replace(&server, &line.address))
        .test_with(
            "a",
            "touch ready; while ! test -e gone; do sleep 0.01; done",
            NEEDS,
        )
        .test_with("b", "exit 0", NEEDS)
        .arguments(&["--workers", "1"])
        .scenario("timeout = \"120s\"");
    let path = kitchen.path("kubeconfig").display().to_string();
    let kitchen = kitchen.variable("KUBECONFIG", &path);
    let child = kitchen.start();
    until("the first test runs", || kitchen.path("ready").exists());
    line.cut();
    let kitchen = kitchen.file("gone", "");
    let served = kitchen.wait(child);
    served.code(1);
    assert_eq!(served.status("a"), "passed");
    assert_eq!(
        (served.status("b"), &served.test("b")["failure"]),
        ("errored", &"infrastructure".into())
    );
}

/// A way to a server that can be cut.
struct Line {
    address: String,
    is_cut: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Line {
    fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let line = Self {
            address,
            is_cut: Arc::default(),
            open: Arc::default(),
        };
        let (is_cut, open, server) = (
            Arc::clone(&line.is_cut),
            Arc::clone(&line.open),
            server.to_owned(),
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if is_cut.load(Ordering::Acquire) {
                    continue;
                }
                let Ok(there) = TcpStream::connect(&server) else {
                    continue;
                };
                let ends = [stream.try_clone().unwrap(), there.try_clone().unwrap()];
                open.lock().unwrap().extend(ends);
                let (back, forth) = (there.try_clone().unwrap(), stream.try_clone().unwrap());
                std::thread::spawn(move || carry(stream, there));
                std::thread::spawn(move || carry(back, forth));
            }
        });
        line
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::Release);
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
}

#[test]
fn a_server_that_accepts_and_says_nothing_holds_up_neither_a_run_nor_its_end() {
    // No API server at all, only a socket: what is tested is that nobody waits for it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = listener.local_addr().unwrap();
    let kitchen = Kitchen::new().test_with("a", "exit 0", NEEDS).file(
        "kubeconfig",
        &format!(
            "{{apiVersion: v1, kind: Config, current-context: x, contexts: [{{name: x, context: {{cluster: x, user: x}}}}], \
             clusters: [{{name: x, cluster: {{server: 'http://{server}'}}}}], users: [{{name: x, user: {{}}}}]}}"
        ),
    );
    let path = kitchen.path("kubeconfig").display().to_string();
    let kitchen = kitchen.variable("KUBECONFIG", &path);
    let child = kitchen.start();
    let (_silent, _) = listener.accept().unwrap();
    let start = std::time::Instant::now();
    signal(&child, Signal::INT);
    kitchen.wait(child).code(130);
    assert!(
        start.elapsed() < std::time::Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}
