use serde_json::json;

use super::kitchen::Kitchen;

const QUICK: &str = "retry = { count = 2, backoff = \"0s\" }";

#[test]
fn failed_then_passed_is_flaky_and_passes_with_every_attempt_kept() {
    let served = Kitchen::new()
        .test_with(
            "a",
            "echo attempt $PIPEWRIGHT_ATTEMPT; test $PIPEWRIGHT_ATTEMPT = 3",
            QUICK,
        )
        .run();
    served.code(0);
    assert_eq!(served.attempts("a"), ["failed", "failed", "passed"]);
    assert_eq!(served.test("a")["flaky"], true);
    assert_eq!(served.result["suite"], {
        let mut suite = json!({"tests": 1, "passed": 1, "failed": 0, "errors": 0, "skipped": 0, "flaky": 1, "quarantined": 0});
        suite["duration"] = served.result["suite"]["duration"].clone();
        suite
    });
    assert_eq!(served.result["commands"].as_array().unwrap().len(), 3);
}

#[test]
fn flaky_fails_where_the_policy_says_so() {
    let keys = "retry = { count = 1, backoff = \"0s\", flaky = \"fail\" }";
    let served = Kitchen::new()
        .test_with("a", "test $PIPEWRIGHT_ATTEMPT = 2", keys)
        .run();
    served.code(1);
    assert_eq!(served.status("a"), "passed");
}

#[test]
fn a_test_that_never_passes_is_one_failure_not_three() {
    let kitchen = Kitchen::new().test_with("a", "exit 1", QUICK);
    let served = kitchen.run();
    served.code(1);
    assert_eq!(
        (
            &served.result["suite"]["tests"],
            &served.result["suite"]["failed"]
        ),
        (&json!(1), &json!(1))
    );
    assert_eq!(served.attempts("a").len(), 3);
    let xml = std::fs::read_to_string(kitchen.path("out/junit.xml")).unwrap();
    assert_eq!(xml.matches("<testcase").count(), 1);
    assert_eq!(xml.matches("<failure").count(), 1);
    assert_eq!(xml.matches("<rerunFailure").count(), 2);
}

#[test]
fn surefire_writes_the_same_of_a_flaky_test() {
    let kitchen = Kitchen::new().test_with("a", "echo why; test $PIPEWRIGHT_ATTEMPT = 2", QUICK);
    kitchen.run().code(0);
    let xml = std::fs::read_to_string(kitchen.path("out/junit.xml")).unwrap();
    assert!(xml.contains("failures=\"0\""), "{xml}");
    assert_eq!(xml.matches("<flakyFailure").count(), 1, "{xml}");
    assert!(xml.contains("<stackTrace>why</stackTrace>"), "{xml}");
}

#[test]
fn only_listed_kinds_are_tried_again() {
    let only = |on: &str| format!("retry = {{ count = 1, backoff = \"0s\", on = [{on:?}] }}");
    let served = Kitchen::new()
        .test_with("code", "exit 1", &only("signal"))
        .test_with("signal", "kill -KILL $$", &only("signal"))
        .test_with(
            "machinery",
            "echo 'Error from server (InternalError): x'; exit 1",
            &only("infrastructure"),
        )
        .test("ok-1", "exit 0")
        .test("ok-2", "exit 0")
        .test("ok-3", "exit 0")
        .test("ok-4", "exit 0")
        .run();
    served.code(1);
    assert_eq!(served.attempts("code"), ["failed"]);
    assert_eq!(served.attempts("signal"), ["errored", "errored"]);
    assert_eq!(served.attempts("machinery"), ["errored", "errored"]);
}

#[test]
fn a_broken_cell_is_not_tried_again_and_a_budget_is_kept() {
    let mut broken = Kitchen::new();
    let mut dear = Kitchen::new();
    for n in 0..4 {
        broken = broken.test_with(&format!("t{n}"), "exit 1", QUICK);
        dear = dear.test_with(
            &format!("t{n}"),
            "exit 1",
            "retry = { count = 1, backoff = \"0s\", budget = 2, stop_above = 100 }",
        );
    }
    let attempts = |served: &super::kitchen::Served| {
        (0..4)
            .map(|n| served.attempts(&format!("t{n}")).len())
            .sum::<usize>()
    };
    let served = broken.run();
    assert_eq!(attempts(served.code(1)), 4);
    assert!(
        served.stdout.contains("too many tests failed"),
        "{}",
        served.stdout
    );
    assert_eq!(attempts(dear.run().code(1)), 6);
}
