//! The same run is the same, however often and in whatever order it is added.

use crate::scene::{Run, Scene, put, runtime};

#[test]
fn a_run_that_is_added_again_changes_nothing() {
    let run = Run::new("7", 1, &[("x", "passed"), ("y", "failed")]);
    let scene = Scene::of(std::slice::from_ref(&run));
    let files = scene.files();
    assert_eq!(files.len(), 1);
    let again = scene.aggregate(&run);
    assert_eq!((scene.files(), again.summary["base"].is_null()), (files, true));
}

#[test]
fn results_without_an_id_are_known_by_what_they_say() {
    let scene = Scene::new();
    let input = scene.path().join("in-junit");
    put(
        &input.join("shard/junit.xml"),
        b"<testsuite name='s'><testcase name='a' time='1.5'/></testsuite>",
    );
    let run = Run::new("7", 1, &[]);
    scene.aggregate_folder(&input, &run);
    let files = scene.files();
    scene.aggregate_folder(&input, &run);
    assert_eq!((files.len(), scene.files() == files), (1, true));
    // Another commit is another run.
    scene.aggregate_folder(&input, &Run::new("8", 1, &[]));
    assert_eq!(scene.files().len(), 2);
}

#[test]
fn the_last_attempt_stands_whichever_comes_first() {
    let first = Run::new("7", 1, &[("x", "failed"), ("y", "passed")]);
    let second = Run::new("7", 1, &[("x", "flaky")]).attempt(2);
    for runs in [[&first, &second], [&second, &first]] {
        let scene = Scene::new();
        for run in runs {
            scene.aggregate(run);
        }
        let shown = scene.shown();
        assert_eq!(shown["runs"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&shown["runs"][0]["attempt"], &shown["tests"][0]["outcomes"]),
            (&2.into(), &"X".into())
        );
        // What was replaced goes with the next prune.
        scene.verb(&["prune", "--keep", "0"]);
        assert_eq!(scene.files().len(), 1);
        assert_eq!(scene.shown(), shown);
    }
}

#[test]
fn a_pull_request_reads_and_writes_nothing() {
    let scene = Scene::of(&[Run::new("7", 1, &[("x", "passed")])]);
    let files = scene.files();
    let run = Run::new("8", 2, &[("x", "failed")]).of("feature", "pull_request");
    let outcome = scene.aggregate(&run.with(&["--base", "main"]));
    assert_eq!(outcome.summary["base"]["run_id"], "7");
    assert_eq!(outcome.trends["branch"], "main");
    assert!(!outcome.folder.join("history").exists());
    assert_eq!(scene.files(), files);
}

#[test]
fn what_aggregate_leaves_to_be_added_is_what_is_there_in_the_end() {
    let scene = Scene::new();
    let outcome = scene.aggregate(&Run::new("7", 1, &[("x", "passed")]));
    let other = Scene::new();
    let from = outcome.folder.join("history");
    let (code, said, _) = other.verb(&["add", from.to_str().unwrap()]);
    assert_eq!((code, other.files()), (0, scene.files()), "{said}");
    let (_, said, _) = other.verb(&["add", from.to_str().unwrap()]);
    assert!(said.contains("0 added, 1 there already"), "{said}");
}

#[test]
fn the_run_that_github_names_is_the_run() {
    let scene = Scene::new();
    let input = scene.path().join("in");
    put(
        &input.join("s/j.xml"),
        b"<testsuite><testcase name='a'/></testsuite>",
    );
    let output = runtime()
        .args(["aggregate", "--input"])
        .arg(&input)
        .arg("--output")
        .arg(scene.path().join("out"))
        .arg("--history")
        .arg(scene.history())
        .envs([("GITHUB_RUN_ID", "4711"), ("GITHUB_RUN_ATTEMPT", "3")])
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(
        (
            &scene.shown()["runs"][0]["run_id"],
            &scene.shown()["runs"][0]["attempt"]
        ),
        (&"4711".into(), &3.into())
    );
}
