//! Coverage files that tests leave beside their results.

use serde_json::json;

use crate::scene::{Scene, result, test};

const COBERTURA: &str = "<coverage line-rate='0.5'><class filename='src/a.py'><lines><line number='1' hits='1'/><line number='2' hits='0'/></lines></class></coverage>";
const LCOV: &str = "SF:src/a.py\nDA:2,4\nDA:3,0\nend_of_record\n";

#[test]
fn coverage_files_of_cells_are_merged_by_version() {
    let outcome = Scene::new()
        .result(
            "cell-1.0-smoke-attempt-1",
            &result("smoke", 1, &[test("a", &["passed"])]),
        )
        .file("cell-1.0-smoke-attempt-1/logs/coverage.xml", COBERTURA)
        .result(
            "cell-1.0-load-attempt-1",
            &result("load", 1, &[test("a", &["passed"])]),
        )
        .file("cell-1.0-load-attempt-1/lcov.info", LCOV)
        .file("legacy/coverage.xml", COBERTURA)
        .aggregate();
    assert_eq!(outcome.numbers(), (0, [2, 2, 0, 0, 0, 0]));
    assert_eq!(outcome.summary["ignored"], json!([]));
    assert_eq!(
        outcome.summary["coverage"],
        json!([
            { "version": "", "covered": 1, "lines": 2, "files": [{ "path": "src/a.py", "covered": 1, "lines": 2 }] },
            { "version": "1.0", "covered": 2, "lines": 3, "files": [{ "path": "src/a.py", "covered": 2, "lines": 3 }] },
        ])
    );
}

#[test]
fn damage_of_a_coverage_file_is_told_and_fails_no_test() {
    let outcome = Scene::new()
        .result(
            "cell-1.0-smoke-attempt-1",
            &result("smoke", 1, &[test("a", &["passed"])]),
        )
        .file(
            "cell-1.0-smoke-attempt-1/coverage.xml",
            &COBERTURA[..COBERTURA.len() - 30],
        )
        .file("cell-1.0-smoke-attempt-1/notes.info", "hello")
        .aggregate();
    assert_eq!(outcome.code, 0);
    assert_eq!(outcome.summary["coverage"][0]["lines"], 1);
    let ignored = outcome.summary["ignored"].as_array().unwrap();
    assert_eq!(ignored.len(), 1, "{ignored:?}");
    assert!(
        ignored[0]
            .as_str()
            .unwrap()
            .starts_with("cell-1.0-smoke-attempt-1/coverage.xml: coverage: line 1")
    );
}
