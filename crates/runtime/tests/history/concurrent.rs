//! Fifty processes at once.

use std::process::{Child, Stdio};

use crate::scene::{Run, Scene, runtime};

const RUNS: usize = 50;

/// Outputs of runs, each with a folder to be added.
fn outputs(scene: &Scene) -> Vec<std::path::PathBuf> {
    let run = |number: usize| {
        let status = if number.is_multiple_of(7) {
            "failed"
        } else {
            "passed"
        };
        let day = u32::try_from(number).unwrap();
        let tests = [("x", status), ("y", "passed"), ("z", "flaky")];
        let run = Run::new(&number.to_string(), day, &tests);
        scene.aggregate(&run).folder.join("history")
    };
    (0..RUNS).map(run).collect()
}

#[test]
fn fifty_additions_at_once_in_any_order_give_the_same_state() {
    let source = Scene::new();
    let folders = outputs(&source);
    let mut states = Vec::new();
    // Three orders: as they are, backwards, and by strides. Each is with a database that all of them write to.
    for stride in [1, RUNS - 1, 17] {
        let scene = Scene::of(&[Run::new("first", 0, &[("x", "passed")])]);
        let add = |at: usize| -> Child {
            let mut command = runtime();
            command.args(["history", "add", "--history"]).arg(scene.history());
            command.arg(&folders[at * stride % RUNS]).stdout(Stdio::null());
            command.spawn().unwrap()
        };
        let children: Vec<Child> = (0..RUNS).map(add).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(scene.ids().len(), RUNS + 1);
        let index = crate::index::rows(
            &scene,
            "SELECT run_id, total_tests, passed, timestamp FROM test_runs ORDER BY 1",
        );
        assert_eq!(index.len(), RUNS + 1);
        scene.verb(&["prune", "--keep", "40"]);
        states.push((scene.files(), scene.shown(), index));
    }
    assert_eq!(states[0], states[1]);
    assert_eq!(states[0], states[2]);
}
