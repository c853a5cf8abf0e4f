use rustix::process::Signal;

use super::kitchen::{Kitchen, line_of, signal, until};

#[test]
fn an_unknown_version_or_scenario_is_refused_with_the_known_ones() {
    let kitchen = Kitchen::new().test("a", "exit 0");
    drop(kitchen.prepare());
    for (version, scenario, said) in [
        ("2.0", "cell", "known versions: 1.0"),
        ("1.0", "sell", "did you mean `cell`?"),
    ] {
        let mut command = kitchen.bare();
        command.arg("--pipeline").arg(kitchen.path("pipeline.toml"));
        let served = kitchen.serve({
            command.args(["--version", version, "--scenario", scenario]);
            command
        });
        served.code(2);
        assert!(served.stderr.contains(said), "{}", served.stderr);
    }
}

#[test]
fn a_pipeline_that_is_wrong_is_shown_where_it_is_wrong() {
    let served = Kitchen::new()
        .test("a", "exit 0")
        .tables("[execution2]\nworkers = 2")
        .run();
    served.code(2);
    assert!(
        served.stderr.contains("unknown key `execution2`"),
        "{}",
        served.stderr
    );
    let mut command = Kitchen::new().bare();
    command.args([
        "--version",
        "1",
        "--scenario",
        "x",
        "--pipeline",
        "/nowhere/pipeline.toml",
    ]);
    let served = Kitchen::new().serve(command);
    served.code(2);
    assert!(
        served.stderr.contains("/nowhere/pipeline.toml"),
        "{}",
        served.stderr
    );
}

#[test]
fn commands_that_cannot_run_say_why() {
    let kitchen = Kitchen::new()
        .file("plain", "#!/bin/sh\nexit 0\n")
        .file("lost", "#!/no/such/interpreter\n")
        .file("windows", "#!/bin/sh\r\nexit 0\r\n")
        .file("nothing", "exit 0\n")
        .command("missing", &["suites/none"])
        .command("unknown", &["no-such-program-anywhere"])
        .command("folder", &["./"])
        .command("plain", &["./plain"])
        .command("lost", &["./lost"])
        .command("windows", &["./windows"])
        .command("nothing", &["./nothing"]);
    for name in ["lost", "windows", "nothing"] {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(kitchen.path(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let served = kitchen.run();
    served.code(1);
    for (name, said) in [
        ("missing", "there is no file"),
        ("unknown", "no such program on PATH"),
        ("folder", "it is a folder"),
        ("plain", "chmod +x"),
        (
            "lost",
            "`/no/such/interpreter`, named in its first line, does not exist",
        ),
        ("windows", "CRLF"),
        ("nothing", "#!/bin/sh"),
    ] {
        let message = served.test(name)["error_message"].as_str().unwrap();
        assert!(message.contains(said), "{name}: {message}");
        assert_eq!(served.status(name), "errored");
    }
}

#[test]
fn a_values_file_that_is_missing_is_named() {
    let served = Kitchen::new()
        .scenario("values = \"ci/none.yaml\"")
        .test("a", "exit 0")
        .run();
    served.code(2);
    assert!(served.stderr.contains("ci/none.yaml"), "{}", served.stderr);
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let kitchen = Kitchen::new().test("a", "exit 0").file("out/precious", "data");
    let served = kitchen.run();
    served.code(2);
    assert!(served.stderr.contains("precious"), "{}", served.stderr);
    assert_eq!(
        std::fs::read_to_string(kitchen.path("out/precious")).unwrap(),
        "data"
    );
}

#[test]
fn a_folder_of_another_cell_is_left_alone_and_one_of_the_same_is_used_again() {
    let kitchen = Kitchen::new()
        .test("a", "exit 0")
        .tables("[scenarios.other]\nsuite = \"suite\"\ntests = [\"a\"]");
    kitchen.run().code(0);
    let mut other = kitchen.bare();
    other
        .args(["--version", "1.0", "--scenario", "other", "--pipeline"])
        .arg(kitchen.path("pipeline.toml"));
    let served = kitchen.serve(other);
    served.code(2);
    assert!(
        served.stderr.contains("1.0/cell, not of 1.0/other"),
        "{}",
        served.stderr
    );
    kitchen.run().code(0);
}

#[test]
fn of_two_runs_in_one_folder_the_second_is_refused() {
    let kitchen = Kitchen::new().test("a", "echo up > up; exec sleep 600");
    let first = kitchen.start();
    until("the first runs", || line_of(&kitchen.path("up")).is_some());
    let second = kitchen.run();
    second.code(2);
    assert!(
        second.stderr.contains("another run is writing"),
        "{}",
        second.stderr
    );
    signal(&first, Signal::TERM);
    kitchen.wait(first).code(143);
}
