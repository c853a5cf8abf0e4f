//! Segments that are not what was written.

use std::path::PathBuf;
use std::process::Command;

use crate::scene::{Run, Scene, put, runtime, told as told_by};

fn scene() -> (Scene, Vec<PathBuf>) {
    let run = |day: u32| {
        Run::new(
            &day.to_string(),
            day,
            &[("x", "passed"), ("y", "failed"), ("z", "flaky")],
        )
    };
    let scene = Scene::of(&[run(1), run(2), run(3)]);
    let paths = scene
        .files()
        .into_keys()
        .map(|path| scene.history().join(path))
        .collect();
    (scene, paths)
}

/// Each is told with its name, the others are read, and no prune takes it away.
fn told(scene: &Scene, path: &std::path::Path, word: &str) {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    for verb in [&["show"][..], &["export", "--format", "csv"]] {
        let (code, out, said) = scene.verb(verb);
        assert_eq!(code, 3, "{said}");
        assert!(said.contains(name) && said.contains(word), "{said}");
        assert!(out.contains('1') && out.contains('3'), "{out}");
    }
    let outcome = scene.aggregate(&Run::new(
        "9",
        9,
        &[("x", "passed"), ("y", "failed"), ("z", "flaky")],
    ));
    assert!(outcome.stderr.contains(name), "{}", outcome.stderr);
    assert!(outcome.trends["problems"][0].as_str().unwrap().contains(name));
    assert_eq!(
        (outcome.code, &outcome.summary["base"]["run_id"]),
        (1, &"3".into())
    );
    assert_eq!(scene.verb(&["prune", "--keep", "1"]).0, 0);
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

#[test]
fn one_that_is_cut_off_is_told() {
    let (scene, paths) = scene();
    let whole = std::fs::read(&paths[1]).unwrap();
    put(&paths[1], &whole[..whole.len() / 2]);
    told(&scene, &paths[1], "damaged");
}

#[test]
fn one_that_is_empty_is_told() {
    let (scene, paths) = scene();
    put(&paths[1], b"");
    told(&scene, &paths[1], "damaged");
}

#[test]
fn one_of_a_later_version_is_told() {
    let (scene, paths) = scene();
    put(
        &paths[1],
        b"pipewright-history 3 whatever a later version says\n\0\0",
    );
    told(&scene, &paths[1], "format 3");
}

#[test]
fn one_of_the_first_format_is_read_and_held_against() {
    let scene = Scene::new();
    put(
        &scene
            .history()
            .join("runs/2026-11/20261128T162557Z-71-1-ecde625196098364.seg"),
        include_bytes!("fixtures/20261128T162557Z-71-1-ecde625196098364.seg"),
    );
    let (code, out, said) = scene.verb(&["export", "--table", "results", "--format", "csv"]);
    assert_eq!((code, said.as_str()), (0, ""));
    let rows: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "71,cell-a,s,s/c.D::passes[a/b::c],,passed,0,0,1.5,,0",
            "71,cell-a,s,s/c.D::fails,d.py,failed,0,1,0.25,expected 1,0",
            "71,cell-a,s,s/skips,,skipped,0,0,0,,0",
        ]
    );
    // The same names in a file of today are the same tests.
    let cell = scene.path().join("in/cell-a/junit.xml");
    put(
        &cell,
        br#"<testsuite name="s"><testcase classname="c.D" name="passes[a/b::c]"><failure/></testcase>
        <testcase classname="c.D" name="fails"/></testsuite>"#,
    );
    let run = Run::new("72", 72, &[]);
    let outcome = scene.aggregate_folder(&scene.path().join("in"), &run);
    assert_eq!(outcome.summary["failed_tests"][0]["change"], "new_failure");
    assert_eq!(outcome.summary["fixed_tests"][0]["name"], "s/c.D::fails");
    assert_eq!(outcome.summary["ledger"]["fewer"][0]["test"], "s/skips");
}

#[test]
fn no_changed_byte_goes_unseen() {
    let (scene, paths) = scene();
    let whole = std::fs::read(&paths[1]).unwrap();
    for at in (0..whole.len()).step_by(13) {
        let mut other = whole.clone();
        other[at] ^= 0x41;
        put(&paths[1], &other);
        let (code, out, said) = scene.verb(&["show", "--format", "json"]);
        let count = out.matches("\"run_id\"").count();
        assert!(
            (code, count) == (3, 2) || (code, count) == (0, 3),
            "byte {at}: {said}"
        );
    }
}

#[test]
fn links_are_not_followed() {
    let (scene, paths) = scene();
    let outside = scene.path().join("outside.seg");
    std::fs::rename(&paths[1], &outside).unwrap();
    std::os::unix::fs::symlink(&outside, &paths[1]).unwrap();
    let (code, _, said) = scene.verb(&["show"]);
    assert_eq!((code, said.contains("no regular file")), (3, true), "{said}");
}

#[test]
fn nothing_is_lost_where_nothing_can_be_written() {
    let (scene, paths) = scene();
    let files = scene.files();
    // A file where the folder of the month would be refuses whatever is written, whoever the user is.
    let month = paths[0].parent().unwrap().with_file_name("2026-11");
    put(&month, b"in the way");
    let tests = [("x", "passed"), ("y", "passed"), ("z", "passed")];
    let outcome = scene.aggregate(&Run::new("9", 40, &tests));
    assert_eq!((outcome.code, scene.files() == files), (0, true));
    assert!(outcome.stderr.contains("cannot write") && outcome.stderr.contains("untouched"));
    // What was to be added is in the output, and can be added later.
    std::fs::remove_file(&month).unwrap();
    scene.verb(&["add", outcome.folder.join("history").to_str().unwrap()]);
    assert_eq!(scene.ids(), ["9", "3", "2", "1"]);
}

#[test]
fn a_limit_of_the_disk_is_said_and_leaves_no_half_segment() {
    let (scene, _) = scene();
    let before = scene.files();
    let source = Scene::of(&[Run::new("9", 4, &[("x", "passed")])]);
    let from = source.history();
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" history add --history \"$1\" \"$2\"";
    let mut command = Command::new("bash");
    command.arg("-c").arg(script).arg(runtime().get_program());
    let Ok(output) = command.arg(scene.history()).arg(from).output() else {
        assert!(
            std::env::var_os("PIPEWRIGHT_MANDATORY").is_none(),
            "bash is not here"
        );
        println!("skipped: bash is not here");
        return;
    };
    let (code, _, said) = told_by(output);
    assert_eq!((code, scene.files() == before), (2, true), "{said}");
    assert!(
        said.contains("cannot write") && said.contains("untouched"),
        "{said}"
    );
}

#[test]
fn a_history_that_is_not_there_is_said_with_what_to_do() {
    let scene = Scene::new();
    for verb in [
        &["show"][..],
        &["prune", "--keep", "1"],
        &["export", "--format", "csv"],
        &["index"],
    ] {
        let (code, out, said) = scene.verb(verb);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(said.contains("--history DIR"), "{said}");
    }
}
