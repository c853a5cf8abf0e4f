use std::collections::BTreeSet;
use std::process::Stdio;

use super::kitchen::{Kitchen, is_alive, line_of, until};

/// Tests that each leave a mark when they have ended.
fn marking(tests: usize) -> Kitchen {
    let mut kitchen = Kitchen::new().arguments(&["--workers", "4"]);
    for n in 0..tests {
        kitchen = kitchen.test(
            &format!("t{n}"),
            "echo some output; sleep 0.002; exit $((${PIPEWRIGHT_TEST#t} % 3 / 2))",
        );
    }
    kitchen
}

/// `kill -9` at a moment that is drawn from the number of the round.
fn killed_at(kitchen: &Kitchen, round: u64) -> bool {
    let mut child = kitchen
        .prepare()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let journal = kitchen.path("out/journal.jsonl");
    // Moments are spread over the run by the length of its journal, not by the clock.
    let length = round * 61 + 1;
    until("the journal grows", || {
        std::fs::metadata(&journal).is_ok_and(|file| file.len() >= length)
            || child.try_wait().unwrap().is_some()
    });
    let was_running = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    was_running
}

#[test]
fn a_killed_run_loses_no_finished_attempt_and_accounts_for_every_test() {
    let rounds = std::env::var("PIPEWRIGHT_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100);
    let mut killed = 0;
    for round in 0..rounds {
        let kitchen = marking(24);
        killed += u64::from(killed_at(&kitchen, round));
        let text = std::fs::read_to_string(kitchen.path("out/journal.jsonl")).unwrap_or_default();
        let finished: BTreeSet<String> = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n') && line.contains("\"kind\":\"attempt\""))
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["record"]["test"].to_string()
            })
            .collect();
        let mut command = kitchen.bare();
        command.arg("--from-journal");
        let served = kitchen.serve(command);
        if !text.contains('\n') {
            served.code(2);
            continue;
        }
        let tests = served.result["tests"]
            .as_array()
            .unwrap_or_else(|| panic!("{}{}", served.stdout, served.stderr));
        assert_eq!(tests.len(), 24, "every scheduled test is accounted for");
        for test in tests {
            let is_finished = finished.contains(&test["name"].to_string());
            let failure = test["failure"].as_str().unwrap_or("none");
            let is_lost = ["runner_lost", "not_started"].contains(&failure);
            assert_eq!(is_finished, !is_lost, "{test}");
        }
        let is_incomplete = finished.len() < 24;
        assert_eq!(served.code == Some(3), is_incomplete, "{}", served.stdout);
    }
    assert!(
        killed * 2 > rounds,
        "only {killed} of {rounds} runs were killed before their end"
    );
}

#[test]
fn what_ran_when_the_runtime_was_killed_is_lost_and_its_processes_are_ended() {
    let kitchen = Kitchen::new()
        .test("quick", "exit 0")
        .test("running", "echo $$ > running; exec sleep 600")
        .test("waiting", "exit 0")
        .arguments(&["--workers", "1"]);
    let mut child = kitchen.start();
    until("the second test runs", || {
        line_of(&kitchen.path("running")).is_some()
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let again = kitchen.run();
    again.code(2);
    assert!(again.stderr.contains("--from-journal"), "{}", again.stderr);
    let mut command = kitchen.bare();
    command.arg("--from-journal");
    let served = kitchen.serve(command);
    served.code(3);
    assert_eq!(
        (
            served.status("quick"),
            served.status("running"),
            served.status("waiting")
        ),
        ("passed", "errored", "errored")
    );
    assert_eq!(served.test("running")["failure"], "runner_lost");
    assert_eq!(served.test("waiting")["failure"], "not_started");
    let id = line_of(&kitchen.path("running")).unwrap();
    until("the lost process ends", || !is_alive(&id));
    // Closed, the folder may be used again.
    let mut command = kitchen.bare();
    command.arg("--from-journal");
    kitchen.serve(command).code(3);
}
