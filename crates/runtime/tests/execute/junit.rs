use super::kitchen::Kitchen;

const KEYS: &str = "junit = [\"*.xml\"]";

#[test]
fn cases_are_reported_by_themselves_and_only_what_failed_is_repeated() {
    let first = r#"cat > $PIPEWRIGHT_OUTPUT/r.xml <<X
<testsuite><testcase classname="k" name="a" time="0.5"/><testcase classname="k" name="b"><failure message="no">trace</failure></testcase>
<testcase classname="k" name="c"><skipped message="later"/></testcase></testsuite>
X
exit 1"#;
    let keys = r#"junit = ["*.xml"]
retry = { count = 1, backoff = "0s" }
rerun = ["sh", "-c", '''cp $PIPEWRIGHT_FAILED seen; echo '<testsuite><testcase classname="k" name="b"/></testsuite>' > $PIPEWRIGHT_OUTPUT/r.xml''']"#;
    let kitchen = Kitchen::new().test_with("t", first, keys);
    let served = kitchen.run();
    served.code(0);
    assert_eq!(std::fs::read_to_string(kitchen.path("seen")).unwrap(), "b\tk\n");
    assert_eq!(served.result["suite"]["tests"], 3, "a retried case is one case");
    assert_eq!(
        (served.status("t/k::a"), served.attempts("t/k::a").len()),
        ("passed", 1)
    );
    assert_eq!(
        (served.attempts("t/k::b"), &served.test("t/k::b")["flaky"]),
        (vec!["failed", "passed"], &true.into())
    );
    assert_eq!(served.test("t/k::c")["skip_reason"], "later");
}

#[test]
fn a_failure_that_no_case_tells_of_is_told_by_the_test() {
    let served = Kitchen::new()
        .test_with(
            "t",
            "echo '<testsuite><testcase name=\"a\"/></testsuite>' > $PIPEWRIGHT_OUTPUT/r.xml; exit 3",
            KEYS,
        )
        .run();
    served.code(1);
    assert_eq!(served.status("t/a"), "passed");
    assert_eq!(
        (served.status("t"), &served.test("t")["error_message"]),
        ("errored", &"exit code 3".into())
    );
}

#[test]
fn a_test_that_leaves_no_file_is_no_pass() {
    let served = Kitchen::new().test_with("t", "exit 0", KEYS).run();
    served.code(1);
    assert_eq!(served.status("t"), "errored");
}

#[test]
fn a_file_that_is_cut_off_keeps_its_cases_and_is_no_pass() {
    let served = Kitchen::new()
        .test_with("t", "printf '<testsuites><testsuite><testcase name=\"a\"/><testcase name=\"b\"><fail' > $PIPEWRIGHT_OUTPUT/r.xml", KEYS)
        .run();
    served.code(1);
    assert_eq!((served.status("t/a"), served.status("t")), ("passed", "errored"));
    assert!(
        served.test("t")["error_message"]
            .as_str()
            .unwrap()
            .contains("`b`"),
        "the case that was cut off is named: {}",
        served.test("t")["error_message"]
    );
}

#[test]
fn a_failing_case_fails_the_cell_even_if_the_command_succeeds() {
    let served = Kitchen::new()
        .test_with("t", "echo '<testsuite><testcase name=\"a\"><error/></testcase></testsuite>' > $PIPEWRIGHT_OUTPUT/r.xml", KEYS)
        .run();
    served.code(1);
    assert_eq!(served.status("t/a"), "errored");
}

#[test]
fn cases_with_one_name_are_told_apart() {
    let served = Kitchen::new()
        .test_with("t", "echo '<testsuite><testcase name=\"a\"/><testcase name=\"a\"><failure/></testcase></testsuite>' > $PIPEWRIGHT_OUTPUT/r.xml", KEYS)
        .run();
    served.code(1);
    assert_eq!(
        (served.status("t/a"), served.status("t/a [2]")),
        ("passed", "failed")
    );
}

#[test]
fn a_case_that_its_own_tool_ran_again_is_one_case_with_all_its_runs() {
    let report = r#"cat > $PIPEWRIGHT_OUTPUT/r.xml <<X
<testsuite><properties><property name="go.version" value="go1.24"/></properties>
<testcase classname="k" name="a"><failure message="first"/></testcase><testcase classname="k" name="a"/>
<testcase classname="k" name="b"><failure message="first"/></testcase><testcase classname="k" name="b"><failure message="second"/></testcase>
</testsuite>
X
exit 1"#;
    let served = Kitchen::new().test_with("t", report, KEYS).run();
    served.code(1);
    assert_eq!(
        served.result["suite"]["tests"], 2,
        "a case tells why the command failed"
    );
    assert_eq!(served.attempts("t/k::a"), ["failed", "passed"]);
    assert_eq!(served.attempts("t/k::b"), ["failed", "failed"]);
}
