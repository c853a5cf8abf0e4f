use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::scene::{Scene, told};

/// Says its number through one pipe, and waits at the other.
const WAITS: &str = "echo $$ > here\nread go < gate";

#[test]
fn a_run_that_is_interrupted_leaves_results_and_no_process() {
    let scene = Scene::new(WAITS);
    scene.pipe("here");
    scene.pipe("gate");
    let mut command = scene.command(&["--cell", "1.0/small"]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let process = scene.hear("here");
    let process = Pid::from_raw(process.trim().parse().unwrap()).unwrap();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let (code, said) = told(&child.wait_with_output().unwrap());
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("STOP  1.0/small"), "{said}");
    assert!(test_kill_process(process).is_err(), "{process} outlived the run");
    let summary = scene.summary();
    assert_eq!(summary["verdict"], "incomplete", "{summary}");
    assert_eq!(
        (&summary["total"], &summary["passed"]),
        (&2.into(), &1.into()),
        "{summary}"
    );
    assert!(scene.path(".pipewright/aggregate/report.html").is_file());
}

#[test]
fn of_two_runs_in_one_folder_the_second_is_refused() {
    let scene = Scene::new(WAITS);
    scene.pipe("here");
    scene.pipe("gate");
    let mut command = scene.command(&["--cell", "1.0/small"]);
    let first = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    scene.hear("here");
    let (code, said) = scene.run(&["nightly"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("another run is writing into"), "{said}");
    scene.put("gate", "go\n");
    let (code, said) = told(&first.wait_with_output().unwrap());
    assert_eq!(code, Some(0), "{said}");
}
