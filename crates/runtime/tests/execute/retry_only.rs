use super::kitchen::Kitchen;

#[test]
fn only_failures_run_again_and_everything_is_merged() {
    let kitchen = Kitchen::new()
        .test("passes", "echo ran >> passes")
        .test("mends", "test -e mended")
        .test("fails", "exit 1")
        .test("skips", "exit 0");
    kitchen.run().code(1);
    let kitchen = kitchen.file("mended", "").arguments(&["--retry-only"]);
    let path = kitchen.path("out/result.json").display().to_string();
    let served = kitchen.arguments(&[&path]).run();
    served.code(1);
    assert_eq!(
        served.result["suite"]["tests"], 4,
        "nothing is counted twice, nothing is lost"
    );
    assert_eq!(
        (served.attempts("passes"), served.attempts("mends")),
        (vec!["passed"], vec!["failed", "passed"])
    );
    assert_eq!(served.test("mends")["flaky"], true);
    assert_eq!(served.attempts("fails"), ["failed", "failed"]);
    assert_eq!(served.test("fails")["attempts"][1]["number"], 2);
    assert_eq!(served.result["commands"].as_array().unwrap().len(), 6);
}

#[test]
fn it_goes_into_another_folder_with_its_logs() {
    let kitchen = Kitchen::new().test(
        "a",
        "echo attempt $PIPEWRIGHT_ATTEMPT; test $PIPEWRIGHT_ATTEMPT = 2",
    );
    kitchen.run().code(1);
    std::fs::rename(kitchen.path("out"), kitchen.path("before")).unwrap();
    let path = kitchen.path("before/result.json").display().to_string();
    let kitchen = kitchen.arguments(&["--retry-only", &path]);
    kitchen.run().code(0);
    for n in 1..=2 {
        let log = std::fs::read_to_string(kitchen.path(&format!("out/logs/a.{n}.log"))).unwrap();
        assert_eq!(log, format!("attempt {n}\n"));
    }
}

#[test]
fn nothing_to_repeat_is_a_pass_and_a_strange_file_is_refused() {
    let kitchen = Kitchen::new().test("a", "echo ran >> ran");
    kitchen.run().code(0);
    let path = kitchen.path("out/result.json").display().to_string();
    let kitchen = kitchen.arguments(&["--retry-only", &path]);
    kitchen.run().code(0);
    assert_eq!(std::fs::read_to_string(kitchen.path("ran")).unwrap(), "ran\n");
    let strange = kitchen.path("pipeline.toml").display().to_string();
    let served = Kitchen::new()
        .test("a", "exit 0")
        .arguments(&["--retry-only", &strange])
        .run();
    served.code(2);
}
