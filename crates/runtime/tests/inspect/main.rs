//! `pipewright-runtime inspect`, as its users see it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod damage;
mod dialects;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What `inspect` says of files, and how it ends.
fn inspect(files: &[&Path]) -> (Vec<Value>, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_pipewright-runtime"))
        .arg("inspect")
        .args(files)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), output.status.code().unwrap())
}

/// What `inspect` says of one file with these bytes.
fn inspect_bytes(bytes: &[u8]) -> (Value, i32) {
    let file = tempfile::NamedTempFile::new().unwrap();
    put(file.path(), bytes);
    let (mut lines, code) = inspect(&[file.path()]);
    assert_eq!(lines.len(), 1);
    (lines.remove(0), code)
}

fn put(path: &Path, bytes: &[u8]) {
    use std::io::Write;
    std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
}

/// Cases, passed, failed, errored, skipped, flaky.
fn numbers(line: &Value) -> [u64; 6] {
    ["cases", "passed", "failed", "errored", "skipped", "flaky"].map(|key| line[key].as_u64().unwrap())
}

fn problems(line: &Value) -> Vec<&str> {
    let problems = line["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem.as_str().unwrap()).collect()
}
