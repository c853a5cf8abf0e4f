//! A small file in each dialect.

use std::path::{Path, PathBuf};

use super::{inspect, numbers, problems};

/// What each file holds: cases, passed, failed, errored, skipped, flaky.
const DIALECTS: [(&str, [u64; 6]); 22] = [
    ("bats.xml", [3, 1, 1, 0, 1, 0]),
    ("bazel.xml", [1, 0, 0, 1, 0, 0]),
    ("chainsaw.xml", [2, 1, 1, 0, 0, 0]),
    ("ctrf.json", [5, 2, 1, 0, 2, 1]),
    ("cypress.xml", [1, 1, 0, 0, 0, 0]),
    ("go-junit-report.xml", [2, 1, 0, 0, 1, 0]),
    // Five entries, two of which are reruns: of one that then passed, and of one that did not.
    ("gotestsum.xml", [3, 2, 1, 0, 0, 1]),
    ("googletest.xml", [3, 1, 1, 0, 1, 0]),
    ("gradle.xml", [2, 1, 0, 0, 1, 0]),
    ("jenkins.xml", [3, 1, 1, 0, 1, 0]),
    ("jest.xml", [2, 1, 1, 0, 0, 0]),
    ("kuttl.xml", [2, 1, 1, 0, 0, 0]),
    ("mocha.xml", [3, 1, 1, 0, 1, 0]),
    ("nextest.xml", [2, 2, 0, 0, 0, 1]),
    ("nunit.xml", [3, 1, 1, 0, 1, 0]),
    ("phpunit.xml", [3, 2, 0, 1, 0, 0]),
    ("pytest.xml", [5, 1, 1, 1, 2, 0]),
    // Nine entries: attempts that did not count, failed subtests, and a teardown that failed after its test.
    ("pytest-reruns.xml", [5, 1, 2, 2, 0, 1]),
    ("robot.xml", [2, 1, 1, 0, 0, 0]),
    ("sonobuoy.xml", [3, 1, 0, 0, 2, 0]),
    ("sparse.xml", [5, 4, 1, 0, 0, 0]),
    ("surefire.xml", [4, 2, 1, 1, 0, 1]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect/dialects")
}

#[test]
fn every_dialect_is_read_in_the_order_of_the_arguments() {
    let files: Vec<PathBuf> = DIALECTS.iter().map(|(name, _)| folder().join(name)).collect();
    let (lines, code) = inspect(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert_eq!(code, 0);
    assert_eq!(lines.len(), DIALECTS.len());
    for ((name, expected), line) in DIALECTS.iter().zip(&lines) {
        assert!(line["file"].as_str().unwrap().ends_with(name));
        assert_eq!(numbers(line), *expected, "{name}");
        assert_eq!(line["truncated"], false, "{name}");
        if *name != "sparse.xml" {
            assert!(problems(line).is_empty(), "{name}: {:?}", problems(line));
        }
    }
    assert_eq!(folder().read_dir().unwrap().count(), DIALECTS.len());
}

#[test]
fn a_line_has_the_keys_of_the_contract_in_their_order() {
    let (lines, _) = inspect(&[&folder().join("sparse.xml")]);
    let keys: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
    let expected = "file cases passed failed errored skipped flaky truncated problems";
    assert_eq!(keys, expected.split(' ').collect::<Vec<_>>());
    let odd = "line 1, column 153: a time that is no number of seconds, taken as 0";
    assert_eq!(problems(&lines[0]).len(), 2);
    assert!(
        problems(&lines[0])[0].ends_with(&odd[21..]),
        "{:?}",
        problems(&lines[0])
    );
}
