use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::kitchen::{Kitchen, is_alive, line_of, signal, until};

const STUBBORN: &str = "trap '' INT TERM; echo $$ > running; while :; do sleep 600; done";

fn stubborn() -> Kitchen {
    Kitchen::new()
        .test("done", "exit 0")
        .test("stubborn", STUBBORN)
        .test("never", "exit 0")
        .arguments(&["--workers", "1"])
        .scenario("setup = [\"touch\", \"set-up\"]\nteardown = [\"touch\", \"torn-down\"]")
        .tables("")
}

#[test]
fn a_cancelled_run_closes_its_reports_before_github_kills_it() {
    for (sent, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let kitchen = stubborn();
        let child = kitchen.start();
        until("the test runs", || line_of(&kitchen.path("running")).is_some());
        let start = Instant::now();
        signal(&child, sent);
        let served = kitchen.wait(child);
        // The one limit that is promised in seconds; it takes about two.
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        served.code(code);
        assert_eq!(served.status("done"), "passed");
        assert_eq!(
            (served.status("stubborn"), &served.test("stubborn")["failure"]),
            ("errored", &"stopped".into())
        );
        assert_eq!(
            (served.status("never"), &served.test("never")["failure"]),
            ("errored", &"not_started".into())
        );
        assert!(!is_alive(&line_of(&kitchen.path("running")).unwrap()));
        assert!(kitchen.path("torn-down").exists(), "the teardown runs also now");
        assert!(kitchen.path("out/junit.xml").exists());
    }
}

#[test]
fn a_teardown_that_hangs_does_not_hold_up_a_cancelled_run() {
    let kitchen = Kitchen::new()
        .test("a", STUBBORN)
        .scenario("teardown = [\"sh\", \"-c\", \"trap '' TERM; sleep 600\"]");
    let child = kitchen.start();
    until("the test runs", || line_of(&kitchen.path("running")).is_some());
    let start = Instant::now();
    signal(&child, Signal::INT);
    let served = kitchen.wait(child);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    served.code(130);
    assert_eq!(served.result["hooks"][0]["status"], "errored");
}

#[test]
fn a_second_signal_is_the_end_of_patience() {
    let kitchen = stubborn();
    let child = kitchen.start();
    until("the test runs", || line_of(&kitchen.path("running")).is_some());
    signal(&child, Signal::INT);
    signal(&child, Signal::TERM);
    let served = kitchen.wait(child);
    assert!([130, 143].contains(&served.code.unwrap()), "{served:?}");
    assert_eq!(served.result["suite"]["tests"], 3);
}

#[test]
fn nobody_reading_is_no_reason_to_stop() {
    let kitchen = Kitchen::new()
        .test("a", "sleep 0.1; echo output; exit 1")
        .test("b", "exit 0");
    let mut child = kitchen.start();
    drop(child.stdout.take());
    drop(child.stderr.take());
    kitchen.wait(child).code(1);
    assert_eq!(kitchen.serve(kitchen.prepare()).result["suite"]["tests"], 2);
}
