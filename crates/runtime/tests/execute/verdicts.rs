use serde_json::json;

use super::kitchen::Kitchen;

#[test]
fn a_cell_whose_tests_pass_passes() {
    let served = Kitchen::new().test("a", "exit 0").test("b", "echo fine").run();
    served.code(0);
    assert_eq!(served.result["suite"]["tests"], 2);
    assert_eq!(served.result["suite"]["passed"], 2);
    assert_eq!(
        served.result["cell"],
        json!({"version": "1.0", "suite": "suite", "scenario": "cell"})
    );
    assert_eq!(served.result["outcome"]["status"], "passed");
}

#[test]
fn one_failure_fails_the_cell_and_every_end_has_its_name() {
    let kitchen = Kitchen::new()
        .test("passes", "exit 0")
        .test("fails", "echo wrong; echo very >&2; exit 7")
        .test("crashes", "kill -SEGV $$")
        .test_with(
            "hangs",
            "trap '' TERM; while :; do sleep 60; done",
            "timeout = \"1s\"",
        );
    let served = kitchen.run();
    served.code(1);
    assert_eq!(served.status("passes"), "passed");
    assert_eq!(served.status("fails"), "failed");
    let fails = &served.test("fails")["attempts"][0];
    assert_eq!(
        (&fails["exit_code"], &fails["failure"]),
        (&json!(7), &json!("exit_code"))
    );
    assert_eq!(fails["excerpt"], "wrong\nvery");
    assert_eq!(
        std::fs::read_to_string(kitchen.path("out").join(fails["log"].as_str().unwrap())).unwrap(),
        "wrong\nvery\n"
    );
    let crashes = &served.test("crashes")["attempts"][0];
    assert_eq!(
        (served.status("crashes"), &crashes["signal"]),
        ("errored", &json!(11))
    );
    assert_eq!(
        (served.status("hangs"), &served.test("hangs")["failure"]),
        ("errored", &json!("timeout"))
    );
    assert_eq!(served.result["suite"]["failed"], 1);
    assert_eq!(served.result["suite"]["errors"], 2);
}

#[test]
fn a_cell_without_tests_is_not_a_pass() {
    Kitchen::new().run().code(4);
}

#[test]
fn a_cell_in_which_everything_is_skipped_is_not_a_pass() {
    let served = Kitchen::new()
        .tables("[capabilities.moon]\nprobe = [\"sh\", \"-c\", \"echo no moon today; exit 1\"]")
        .test_with("a", "exit 0", "needs = [\"moon\"]")
        .run();
    served.code(4);
    assert_eq!(served.status("a"), "skipped");
    assert_eq!(
        served.test("a")["skip_reason"],
        "needs moon, which is not there: no moon today"
    );
}

#[test]
fn the_time_of_a_cell_ends_it_and_leaves_time_for_reports() {
    let served = Kitchen::new()
        .scenario("timeout = \"2s\"")
        .tables("")
        .test("long", "exec sleep 600")
        .test("never", "exit 0")
        .arguments(&["--workers", "1"])
        .run();
    served.code(3);
    assert_eq!(served.test("long")["failure"], "deadline");
    assert_eq!(served.test("never")["failure"], "not_started");
    assert_eq!(served.status("never"), "errored");
}

#[test]
fn tests_of_a_group_never_meet_and_the_longest_goes_first() {
    let meet = "mkdir lock || exit 9; echo $PIPEWRIGHT_TEST >> order; sleep 0.05; rmdir lock";
    let kitchen = Kitchen::new()
        .test_with("a", meet, "group = \"one\"")
        .test_with("b", meet, "group = \"one\"")
        .test_with("c", meet, "group = \"one\"")
        .test("d", "exit 0")
        .file("durations.json", r#"{"a": 1.0, "b": 3.0, "c": 2.0, "d": 0.1}"#)
        .arguments(&["--workers", "4"]);
    let path = kitchen.path("durations.json").display().to_string();
    let kitchen = kitchen.arguments(&["--durations", &path]);
    kitchen.run().code(0);
    assert_eq!(
        std::fs::read_to_string(kitchen.path("order")).unwrap(),
        "b\nc\na\n"
    );
}

#[test]
fn the_environment_is_scrubbed_and_tells_of_the_cell() {
    let kitchen = Kitchen::new()
        .variable("STRANGER", "1")
        .variable("GITHUB_TOKEN", "secret")
        .variable("KUBECONFIG", "/nowhere")
        .variable("LANG", "C.UTF-8")
        .scenario("env = { OWN = \"scenario\", OTHER = \"scenario\" }")
        .test_with(
            "a",
            "env -0 | sort -z | tr '\\0' '\\n' > seen; test -d \"$TMPDIR\" -a -z \"$(ls -A $TMPDIR)\"",
            "env = { OWN = \"test\" }",
        );
    kitchen.run().code(0);
    let seen = std::fs::read_to_string(kitchen.path("seen")).unwrap();
    let names: Vec<&str> = seen
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .collect();
    let expected = [
        "HOME",
        "LANG",
        "OTHER",
        "OWN",
        "PATH",
        "PIPEWRIGHT_ATTEMPT",
        "PIPEWRIGHT_OUTPUT",
        "PIPEWRIGHT_SCENARIO",
        "PIPEWRIGHT_SUITE",
        "PIPEWRIGHT_TEST",
        "PIPEWRIGHT_VERSION",
        "PIPEWRIGHT_VERSION_SHORT",
        "PWD",
        "TMPDIR",
    ];
    let expected: Vec<&str> = expected
        .into_iter()
        .filter(|name| *name != "PWD" || names.contains(name))
        .collect();
    assert_eq!(names, expected);
    assert!(
        seen.contains("OWN=test\n") && seen.contains("OTHER=scenario\n"),
        "{seen}"
    );
}

#[test]
fn metrics_are_kept_and_what_is_no_metric_is_an_error() {
    let served = Kitchen::new()
        .test(
            "good",
            "echo '{\"latency_p95\": 12.5, \"qps\": 9}' > $PIPEWRIGHT_OUTPUT/metrics.json",
        )
        .test("bad", "echo 'fast' > $PIPEWRIGHT_OUTPUT/metrics.json")
        .run();
    served.code(1);
    assert_eq!(
        served.test("good")["metrics"],
        json!({"latency_p95": 12.5, "qps": 9.0})
    );
    assert_eq!(served.status("bad"), "errored");
}
