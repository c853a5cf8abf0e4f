use super::kitchen::Kitchen;

fn entry(test: &str, expires: &str) -> String {
    format!(
        "[[quarantine]]\ntest = {test:?}\nowner = \"@ann\"\nreason = \"races\"\nissue = \"https://example.org/1\"\nexpires = {expires:?}"
    )
}

#[test]
fn a_quarantined_failure_is_shown_and_does_not_fail_the_cell() {
    let served = Kitchen::new()
        .test("a", "exit 1")
        .test("b", "exit 0")
        .tables(&entry("a", "9999-12-31"))
        .run();
    served.code(0);
    assert_eq!(
        (served.status("a"), &served.test("a")["quarantine"]["owner"]),
        ("failed", &"@ann".into())
    );
    assert_eq!(served.result["suite"]["quarantined"], 1);
    assert!(
        served
            .stdout
            .contains("quarantined until 9999-12-31: races, @ann"),
        "{}",
        served.stdout
    );
}

#[test]
fn an_expired_entry_fails_the_cell_whatever_the_test_does() {
    let served = Kitchen::new()
        .test("a", "exit 0")
        .tables(&entry("a", "2020-01-01"))
        .run();
    served.code(1);
    assert!(
        served
            .stdout
            .contains("the quarantine of `a` ended on 2020-01-01"),
        "{}",
        served.stdout
    );
}

#[test]
fn it_covers_one_case_of_a_test() {
    let xml = "<testsuite><testcase name=\"x\"><failure/></testcase><testcase name=\"y\"><failure/></testcase></testsuite>";
    let served = Kitchen::new()
        .file("r.xml", xml)
        .test_with("t", "cp r.xml $PIPEWRIGHT_OUTPUT; exit 1", "junit = [\"r.xml\"]")
        .tables(&entry("t/x", "9999-12-31"))
        .run();
    served.code(1);
    assert_eq!(served.result["outcome"]["reason"], "failed: t/y");
    assert!(!served.stdout.contains("warning"), "{}", served.stdout);
}

#[test]
fn an_entry_whose_case_the_test_does_not_have_is_told() {
    let xml = "<testsuite><testcase name=\"first\"/><testcase name=\"second\"/></testsuite>";
    let kitchen = |case| {
        Kitchen::new()
            .file("r.xml", xml)
            .test_with("t", "cp r.xml $PIPEWRIGHT_OUTPUT", "junit = [\"r.xml\"]")
            .tables(&entry(case, "9999-12-31"))
    };
    let served = kitchen("t/frist").run();
    served.code(0);
    let said = "the quarantine of `t/frist` covers nothing: the test has no such case; did you mean `first`?";
    assert!(
        served.stdout.contains(&format!("warning: {said}")),
        "{}",
        served.stdout
    );
    let served = kitchen("t/frist").variable("GITHUB_ACTIONS", "true").run();
    assert!(
        served
            .stdout
            .contains("::warning title=1.0/cell::the quarantine of"),
        "{}",
        served.stdout
    );
    assert!(!kitchen("t/first").run().stdout.contains("covers nothing"));
}

#[test]
fn it_never_covers_a_test_that_is_missing() {
    let served = Kitchen::new()
        .command("a", &["suites/none"])
        .test("b", "exit 0")
        .tables(&entry("a", "9999-12-31"))
        .run();
    served.code(1);
    let served = Kitchen::new()
        .scenario("timeout = \"2s\"")
        .test("long", "exec sleep 600")
        .test("never", "exit 0")
        .arguments(&["--workers", "1"])
        .tables(&entry("never", "9999-12-31"))
        .tables(&entry("long", "9999-12-31"))
        .run();
    served.code(3);
}
