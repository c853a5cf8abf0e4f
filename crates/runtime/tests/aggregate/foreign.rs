//! Files that others wrote.

use crate::scene::Scene;

const ONE: &str = "<testsuite name='s'><testcase classname='c' name='a' time='1'/><testcase classname='c' name='b'><failure message='no'>at b</failure></testcase></testsuite>";

#[test]
fn folders_with_only_junit_or_ctrf_are_cells_too() {
    let outcome = Scene::new()
        .file("legacy/deep/one.xml", ONE)
        .file("legacy/coverage.xml", "<coverage/>")
        .file(
            "other/ctrf.json",
            "{\"results\":{\"tests\":[{\"name\":\"a\",\"status\":\"passed\",\"duration\":2000}]}}",
        )
        .file("other/package.json", "{}")
        .file("other/readme.md", "hello")
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [3, 2, 1, 0, 0, 0]));
    assert_eq!(outcome.names("failed_tests"), ["s/c::b"]);
    assert_eq!(outcome.summary["ignored"].as_array().unwrap().len(), 2);
    assert_eq!(outcome.summary["duration"], 3.0);
}

#[test]
fn the_same_case_of_two_files_is_one_and_twice_in_one_file_is_two() {
    let twice = "<testsuite name='s'><testcase name='a'/><testcase name='a'><failure/></testcase><testcase name='a'/></testsuite>";
    let outcome = Scene::new()
        .file("x/1.xml", ONE)
        .file("x/2.xml", ONE)
        .file("y/1.xml", twice)
        .aggregate();
    assert_eq!(outcome.numbers(), (1, [5, 3, 2, 0, 0, 0]));
    assert_eq!(outcome.names("failed_tests"), ["s/c::b", "s/a [2]"]);
}

#[test]
fn what_is_odd_and_costs_no_case_is_told_and_changes_no_verdict() {
    let odd = "<testsuite name='a & b'><testcase name='x\x1b' time='-1'/><testcase name='<y>' time='NaN'/></testsuite>";
    let outcome = Scene::new().file("x/1.xml", odd).aggregate();
    assert_eq!(outcome.numbers(), (0, [2, 2, 0, 0, 0, 0]));
    let ignored = outcome.summary["ignored"].to_string();
    assert!(ignored.contains("x/1.xml: line 1, column"), "{ignored}");
    // What may have cost one does.
    let lost = "<testsuite name='s' failures='1'><testcase name='x'/></testsuite>";
    let outcome = Scene::new().file("x/1.xml", lost).aggregate();
    assert_eq!(outcome.numbers().0, 3);
}

#[test]
fn attempts_of_a_folder_are_merged() {
    let good = ONE.replace("<failure message='no'>at b</failure>", "");
    let outcome = Scene::new()
        .file("x-attempt-1/1.xml", ONE)
        .file("x-attempt-2/1.xml", good)
        .aggregate();
    assert_eq!(outcome.numbers(), (0, [2, 2, 0, 0, 0, 1]));
}

#[test]
fn junit_is_counted_before_ctrf_of_the_same_folder() {
    let ctrf = "{\"results\":{\"tests\":[{\"name\":\"a\",\"status\":\"passed\"}]}}";
    let outcome = Scene::new()
        .file("x/a.json", ctrf)
        .file("x/junit.xml", ONE)
        .aggregate();
    assert_eq!(outcome.numbers().1[0], 2);
}

#[test]
fn three_shards_with_files_of_one_name_are_three() {
    let scene = ["s1", "s2", "s3"].iter().fold(Scene::new(), |scene, name| {
        scene.file(&format!("{name}/junit.xml"), ONE)
    });
    let outcome = scene.aggregate();
    assert_eq!(outcome.numbers().1, [6, 3, 3, 0, 0, 0]);
}
