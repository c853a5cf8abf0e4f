use rustix::process::{Pid, Signal, kill_process};

use super::kitchen::{Kitchen, is_alive, line_of};

#[test]
fn nothing_that_a_test_starts_outlives_it() {
    let kitchen = Kitchen::new()
        .test("child", "sleep 600 & echo $! > child; sleep 0.1")
        .test("session", "setsid sh -c 'echo $$ > session; exec sleep 600' > /dev/null 2>&1 & while ! test -s session; do sleep 0.01; done; sleep 0.1")
        .test("daemon", "(setsid sh -c 'echo $$ > daemon; exec sleep 600' > /dev/null 2>&1 &) ; while ! test -s daemon; do sleep 0.01; done; sleep 0.1")
        .test("bare", "(setsid env -i sh -c 'echo $$ > bare; exec sleep 600' > /dev/null 2>&1 &) ; while ! test -s bare; do sleep 0.01; done");
    kitchen.run().code(0);
    for name in ["child", "session", "daemon", "bare"] {
        let id = line_of(&kitchen.path(name)).unwrap();
        assert!(!is_alive(&id), "{name} is still there");
    }
}

#[test]
fn a_daemon_that_holds_the_output_open_does_not_hold_up_the_run() {
    let kitchen = Kitchen::new().test(
        "a",
        "setsid sh -c 'echo $$ > daemon; exec sleep 600' & while ! test -s daemon; do sleep 0.01; done",
    );
    kitchen.run().code(0);
    assert!(!is_alive(&line_of(&kitchen.path("daemon")).unwrap()));
}

#[test]
fn a_timeout_ends_the_whole_tree_also_what_ignores_being_asked() {
    let stubborn = "trap '' TERM INT HUP; echo $$ > $0; while :; do sleep 600; done";
    let kitchen = Kitchen::new().file("stubborn.sh", stubborn).test_with(
        "a",
        "trap '' TERM; for n in 1 2 3; do setsid sh -c \"$(cat stubborn.sh)\" pid$n & done; while :; do sleep 600; done",
        "timeout = \"1s\"",
    );
    let served = kitchen.run();
    served.code(1);
    assert_eq!(served.test("a")["failure"], "timeout");
    for n in 1..=3 {
        let id = line_of(&kitchen.path(&format!("pid{n}"))).unwrap();
        assert!(!is_alive(&id), "child {n} is still there");
    }
}

#[test]
fn a_test_that_is_asked_to_end_may_clean_up() {
    let kitchen = Kitchen::new().test_with(
        "a",
        "trap 'echo clean > cleaned; exit 0' TERM; while :; do sleep 0.01; done",
        "timeout = \"1s\"",
    );
    let served = kitchen.run();
    served.code(1);
    assert_eq!(
        served.test("a")["failure"],
        "timeout",
        "ending well after the time is still a timeout"
    );
    assert!(kitchen.path("cleaned").exists());
}

#[test]
fn children_from_before_the_runtime_are_left_alone() {
    let kitchen = Kitchen::new().test("a", "sleep 0.1");
    let inner = kitchen.prepare();
    let words: Vec<_> = inner
        .get_args()
        .map(|word| word.to_str().unwrap().to_owned())
        .collect();
    let mut outer = std::process::Command::new("sh");
    outer
        .args(["-c", "sleep 600 & echo $! > $KEPT; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(&words);
    outer.env("KEPT", kitchen.path("kept"));
    // The kept child must not hold the pipes of this test.
    outer
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    assert_eq!(outer.status().unwrap().code(), Some(0));
    let id = line_of(&kitchen.path("kept")).unwrap();
    assert!(is_alive(&id));
    let kept = Pid::from_raw(id.parse().unwrap()).unwrap();
    kill_process(kept, Signal::TERM).unwrap();
}

#[test]
fn a_test_with_two_thousand_children_is_ended_in_time() {
    let kitchen = Kitchen::new().test_with(
        "a",
        "n=0; while [ $n -lt 2000 ]; do sleep 600 & n=$((n+1)); done; echo done > forked; wait",
        "timeout = \"20s\"",
    );
    let child = kitchen.start();
    super::kitchen::until("forking", || kitchen.path("forked").exists());
    super::kitchen::signal(&child, Signal::INT);
    let served = kitchen.wait(child);
    served.code(130);
}
