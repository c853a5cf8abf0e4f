//! The database to look into.

use rusqlite::Connection;

use crate::scene::{Run, Scene, put};

/// Rows of a query over the database, as texts.
pub(crate) fn rows(scene: &Scene, query: &str) -> Vec<Vec<String>> {
    let connection = Connection::open(scene.history().join("test-history.db")).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let count = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Vec<String>> {
        (0..count)
            .map(|at| {
                row.get::<_, rusqlite::types::Value>(at)
                    .map(|value| format!("{value:?}"))
            })
            .collect()
    };
    statement
        .query_map([], row)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

const ALL: [&str; 3] = [
    "SELECT run_id, timestamp, branch, commit_sha, \"trigger\", total_tests, passed, failed, skipped, duration FROM test_runs ORDER BY 1",
    "SELECT run_id, test_name, test_file, status, duration, error_message, retry_count FROM test_results ORDER BY 1, 2",
    "SELECT run_id, metric_name, metric_value, tags FROM metrics ORDER BY 1, 4",
];

fn scene() -> Scene {
    Scene::of(&[
        Run::new("1", 1, &[("x", "passed"), ("y", "passed")]),
        Run::new("2", 2, &[("x", "failed"), ("y", "flaky")]),
        Run::new("3", 40, &[("x", "passed")]),
    ])
}

#[test]
fn it_holds_what_the_segments_hold() {
    let scene = scene();
    let [runs, results, metrics] = ALL.map(|query| rows(&scene, query));
    assert_eq!((runs.len(), results.len(), metrics.len()), (3, 5, 5));
    assert_eq!(
        results[2][3..],
        [
            "Text(\"failed\")",
            "Real(0.5)",
            "Text(\"=broke x\")",
            "Integer(0)"
        ]
    );
    assert_eq!(results[3][6], "Integer(1)");
    assert!(
        metrics[0][3].contains(r#"{\"cell\":\"1.0/a\",\"test\":\"t/x\"}"#),
        "{metrics:?}"
    );
}

#[test]
fn it_is_made_anew_from_nothing_and_from_rubbish() {
    let scene = scene();
    let before = ALL.map(|query| rows(&scene, query));
    let path = scene.history().join("test-history.db");
    let whole = std::fs::read(&path).unwrap();
    let mut holed = whole.clone();
    holed[4096..12_288].fill(0xaa);
    for bytes in [
        &b"no database at all, and more than a header of one ".repeat(9)[..],
        &whole[..5000],
        &holed,
    ] {
        put(&path, bytes);
        let (code, _, said) = scene.verb(&["index"]);
        assert_eq!((code, said.as_str()), (0, ""));
        assert_eq!(ALL.map(|query| rows(&scene, query)), before);
    }
    std::fs::remove_file(&path).unwrap();
    scene.verb(&["index"]);
    assert_eq!(ALL.map(|query| rows(&scene, query)), before);
}

#[test]
fn what_is_pruned_goes_from_it_too() {
    let scene = scene();
    assert_eq!(scene.verb(&["prune", "--keep", "1"]).0, 0);
    assert_eq!(ALL.map(|query| rows(&scene, query).len()), [1, 1, 1]);
}

#[test]
fn somebody_who_holds_it_delays_no_run() {
    let scene = scene();
    let path = scene.history().join("test-history.db");
    std::fs::remove_file(&path).unwrap();
    // A folder can be neither opened nor replaced: as final as a disk that is full.
    std::fs::create_dir(&path).unwrap();
    let outcome = scene.aggregate(&Run::new("4", 41, &[("x", "passed")]));
    assert_eq!(outcome.code, 0);
    assert!(
        outcome.stderr.contains("the history itself is whole"),
        "{}",
        outcome.stderr
    );
    assert_eq!(scene.ids(), ["4", "3", "2", "1"]);
}
