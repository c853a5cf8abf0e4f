use super::kitchen::Kitchen;

#[test]
fn setup_and_teardown_frame_the_tests_also_when_they_fail() {
    let kitchen = Kitchen::new()
        .scenario("setup = [\"sh\", \"-c\", \"echo setup >> order\"]\nteardown = [\"sh\", \"-c\", \"echo teardown >> order\"]")
        .test("a", "echo test >> order; exit 1");
    kitchen.run().code(1);
    assert_eq!(
        std::fs::read_to_string(kitchen.path("order")).unwrap(),
        "setup\ntest\nteardown\n"
    );
}

#[test]
fn without_its_setup_no_test_runs_and_none_is_lost() {
    let kitchen = Kitchen::new()
        .scenario("setup = [\"sh\", \"-c\", \"echo whole; echo half; echo; exit 4\"]\nteardown = [\"touch\", \"torn-down\"]")
        .test("a", "touch ran");
    let served = kitchen.run();
    served.code(1);
    assert_eq!(
        served.test("a")["error_message"],
        "the setup failed: exit code 4; the last that it said: half"
    );
    assert!(kitchen.path("torn-down").exists() && !kitchen.path("ran").exists());
}

#[test]
fn what_a_setup_starts_lives_until_the_teardown() {
    let kitchen = Kitchen::new()
        .scenario("setup = [\"sh\", \"-c\", \"setsid sleep 600 > /dev/null 2>&1 & echo $! > server\"]\nteardown = [\"sh\", \"-c\", \"kill -0 $(cat server) && touch met\"]")
        .test("a", "sleep 0.1; kill -0 $(cat server)");
    kitchen.run().code(0);
    assert!(kitchen.path("met").exists());
    let id = super::kitchen::line_of(&kitchen.path("server")).unwrap();
    assert!(!super::kitchen::is_alive(&id), "and no longer");
}

#[test]
fn a_teardown_that_fails_is_a_failure() {
    Kitchen::new()
        .scenario("teardown = [\"false\"]")
        .test("a", "exit 0")
        .run()
        .code(1);
}

#[test]
fn a_sample_of_a_dataset_is_made_once() {
    let kitchen = Kitchen::new()
        .scenario("datasets = [\"nyc-taxi\"]")
        .tables("[datasets.nyc-taxi]\nsample = [\"sh\", \"-c\", \"echo rows > $PIPEWRIGHT_DATASET; echo made >> made\"]")
        .test("a", "grep rows $PIPEWRIGHT_DATASET_NYC_TAXI")
        .test("b", "grep rows $PIPEWRIGHT_DATASET_NYC_TAXI");
    kitchen.run().code(0);
    assert_eq!(std::fs::read_to_string(kitchen.path("made")).unwrap(), "made\n");
    let given = Kitchen::new()
        .file("full", "all rows")
        .scenario("datasets = [\"nyc-taxi\"]")
        .tables("[datasets.nyc-taxi]\nsample = [\"false\"]");
    let path = given.path("full").display().to_string();
    given
        .variable("PIPEWRIGHT_DATASET_NYC_TAXI", &path)
        .test("a", "grep 'all rows' $PIPEWRIGHT_DATASET_NYC_TAXI")
        .run()
        .code(0);
}

#[test]
fn a_sample_that_fails_is_an_error_not_a_skip() {
    let served = Kitchen::new()
        .scenario("datasets = [\"d\"]")
        .tables("[datasets.d]\nsample = [\"true\"]")
        .test("a", "exit 0")
        .run();
    served.code(1);
    assert!(
        served.test("a")["error_message"]
            .as_str()
            .unwrap()
            .contains("wrote nothing")
    );
}

#[test]
fn values_arrive_in_order_of_precedence() {
    let kitchen = Kitchen::new()
        .file("charts/x/ci/a.yaml", "from: scenario")
        .scenario("values = \"ci/a.yaml\"")
        .test(
            "a",
            "IFS=:; for f in $PIPEWRIGHT_VALUES; do cat \"$f\"; done > seen",
        );
    let text = std::fs::read_to_string({
        let mut command = kitchen.prepare();
        let file = kitchen.path("pipeline.toml");
        let pipeline = std::fs::read_to_string(&file).unwrap();
        let pipeline = pipeline.replace(
            "[versions.\"1.0\"]",
            "[versions.\"1.0\"]\nchart = \"charts/x\"\nvalues = { from = \"version\" }",
        );
        std::io::Write::write_all(&mut std::fs::File::create(&file).unwrap(), pipeline.as_bytes()).unwrap();
        assert!(command.output().unwrap().status.success());
        kitchen.path("seen")
    });
    assert_eq!(
        text.unwrap().replace([' ', '\n'], ""),
        "{\"from\":\"version\"}from:scenario"
    );
}
