use super::kitchen::Kitchen;

#[test]
fn a_secret_reaches_its_test_and_nothing_else() {
    let kitchen = Kitchen::new()
        .variable("TOKEN", "hunter2-hunter2")
        .variable("OTHER", "caller-secret")
        .variable("PIPEWRIGHT_SECRETS", "OTHER")
        .test_with("has", "echo token is $TOKEN; echo caller-secret; echo $TOKEN > $PIPEWRIGHT_OUTPUT/metrics.json; exit 1", "secrets = [\"TOKEN\"]")
        .test_with(
            "cases",
            "printf '<testsuite><testcase name=\"a\"><failure message=\"%s\">%s</failure></testcase></testsuite>' $TOKEN $TOKEN > $PIPEWRIGHT_OUTPUT/r.xml; exit 1",
            "secrets = [\"TOKEN\"]\njunit = [\"*.xml\"]",
        )
        .test("has-not", "test -z \"$TOKEN\"");
    let served = kitchen.run();
    served.code(1);
    assert_eq!(served.status("has-not"), "passed");
    assert!(served.stdout.contains("token is ***"), "{}", served.stdout);
    let mut texts = vec![served.stdout.clone(), served.stderr.clone()];
    for name in [
        "result.json",
        "junit.xml",
        "ctrf.json",
        "journal.jsonl",
        "logs/has.1.log",
    ] {
        texts.push(std::fs::read_to_string(kitchen.path("out").join(name)).unwrap());
    }
    for text in texts {
        assert!(
            !text.contains("hunter2") && !text.contains("caller-secret"),
            "{text}"
        );
    }
}

#[test]
fn a_test_whose_secret_is_not_set_is_skipped() {
    let served = Kitchen::new()
        .test_with("a", "exit 0", "secrets = [\"TOKEN\"]")
        .test("b", "exit 0")
        .run();
    served.code(0);
    assert_eq!(
        served.test("a")["skip_reason"],
        "needs the secret TOKEN, which is not set"
    );
}
