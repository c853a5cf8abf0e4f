use super::scene::Scene;

/// Fails in the version 2.0 until the folder has a file `mended`.
const FAILS_IN_2: &str =
    "echo ran >> ran-$PIPEWRIGHT_VERSION\n[ $PIPEWRIGHT_VERSION = 1.0 ] || [ -e mended ]";

fn lines(scene: &Scene, path: &str) -> usize {
    let text = pipewright::read::text(&scene.path(path)).unwrap_or_default();
    text.lines().count()
}

#[test]
fn a_profile_runs_each_of_its_cells_and_no_other() {
    let scene = Scene::new("exit 0");
    let (code, said) = scene.run(&["push"]);
    assert_eq!(code, Some(0), "{said}");
    for cell in ["1.0/small", "2.0/small", "2.0/large"] {
        assert!(said.contains(&format!("PASS  {cell}")), "{cell}: {said}");
    }
    let (code, said) = scene.run(&["nightly"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        !said.contains("small") && said.contains("passed: 1 cell, 1 test"),
        "{said}"
    );
}

#[test]
fn the_command_below_a_failure_repeats_exactly_that_cell() {
    let scene = Scene::new(FAILS_IN_2);
    let (code, said) = scene.run(&["push"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("FAIL 2.0/small subject"), "{said}");
    let printed = said
        .lines()
        .find_map(|line| line.trim().strip_prefix("pipewright run "))
        .expect("a command to repeat it");
    let words: Vec<&str> = printed.split(' ').collect();
    let (code, said) = scene.run(&words);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(scene.summary()["cells"].as_array().unwrap().len(), 1);
    assert_eq!((lines(&scene, "ran-1.0"), lines(&scene, "ran-2.0")), (1, 2));
}

#[test]
fn only_what_failed_is_repeated_and_then_there_is_nothing_to_repeat() {
    let scene = Scene::new(FAILS_IN_2);
    scene.run(&["push"]);
    scene.put("mended", "");
    let (code, said) = scene.run(&["--failed"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("passed: 3 cells, 5 tests: 5 passed (1 flaky)"),
        "{said}"
    );
    assert_eq!((lines(&scene, "ran-1.0"), lines(&scene, "ran-2.0")), (1, 2));
    assert_eq!(scene.attempts("2.0-small", "steady"), 1);
    assert_eq!(scene.attempts("2.0-small", "subject"), 2);
    let (code, said) = scene.run(&["--failed"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("nothing failed in the last run"), "{said}");
    assert_eq!(lines(&scene, "ran-2.0"), 2);
}

#[test]
fn a_cell_that_lacks_what_it_needs_is_no_pass() {
    let tables = r#"
[capabilities.satellite]
probe = ["false"]
[scenarios.orbit]
suite = "unit"
versions = ["1.0"]
tests = ["link"]
[tests.link]
command = ["true"]
needs = ["satellite"]
"#;
    let scene = Scene::with("exit 0", tables);
    let (code, said) = scene.run(&["--cell", "1.0/orbit"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("NONE  1.0/orbit") && said.contains("SKIP 1 test of 1.0/orbit: needs satellite"),
        "{said}"
    );
    assert_eq!(scene.summary()["verdict"], "nothing_ran");
}

/// What an earlier run left is no result of this one.
#[test]
fn a_runtime_that_dies_before_it_begins_leaves_no_result() {
    let scene = Scene::new("exit 0");
    let (code, said) = scene.run(&["push"]);
    assert_eq!(code, Some(0), "{said}");
    let real = super::binaries::folder().join("pipewright-runtime");
    for begin in ["kill -9 $$", "exit 2", "exit 0"] {
        let script = format!(
            "#!/bin/sh\n[ \"$1\" != execute ] || {begin}\nexec {} \"$@\"\n",
            real.display()
        );
        scene.put("runtime.sh", &script);
        let made = std::process::Command::new("chmod")
            .args(["+x", "runtime.sh"])
            .current_dir(scene.path("."))
            .status();
        assert!(made.unwrap().success());
        let (code, said) = scene.run(&["push", "--runtime", "./runtime.sh"]);
        assert_eq!(code, Some(1), "{begin}: {said}");
        assert_eq!(scene.summary()["verdict"], "incomplete", "{begin}");
    }
    let (code, said) = scene.run(&["push", "--runtime", "/bin/true"]);
    assert_eq!(code, Some(2), "{said}");
}
