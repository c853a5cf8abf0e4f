//! `pipewright gen` as somebody uses it, in repositories of their own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[expect(clippy::disallowed_methods, reason = "a test makes the files it needs")]
fn put(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn get(path: &Path) -> String {
    pipewright::read::text(path).unwrap()
}

/// A repository with a pipeline.
#[must_use]
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        put(&folder.path().join("Cargo.toml"), "");
        let minimal = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/minimal.toml");
        put(&folder.path().join("pipeline.toml"), get(&minimal));
        Self { folder }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
        let output: Output = command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    }

    /// Every file with its bytes.
    fn disk(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, into)
                } else {
                    into.push((path.clone(), pipewright::read::bytes(&path).unwrap()))
                }
            }
        }
        let mut files = Vec::new();
        walk(self.folder.path(), &mut files);
        files.sort();
        files
    }
}

const SUITE: &str = ".github/workflows/test-suite.yml";

#[test]
fn gen_writes_and_check_is_content() {
    let repository = Repository::new();
    let (code, out, _) = repository.run(&["gen"]);
    assert_eq!(code, 0, "{out}");
    assert_eq!(
        out.lines().filter(|line| line.starts_with("wrote ")).count(),
        5,
        "{out}"
    );
    let before = repository.disk();
    assert_eq!(repository.run(&["gen", "--check"]).0, 0);
    let (code, out, _) = repository.run(&["gen"]);
    assert_eq!((code, out.as_str()), (0, "5 files up to date\n"));
    assert_eq!(repository.disk(), before, "a second gen changes nothing");
}

#[test]
fn check_reports_stale_missing_and_orphaned_at_once_and_writes_nothing() {
    let repository = Repository::new();
    assert_eq!(repository.run(&["gen"]).0, 0);
    let toml = get(&repository.path("pipeline.toml")).replace("[\"main\"]", "[\"trunk\"]");
    put(&repository.path("pipeline.toml"), &toml);
    fs::remove_dir_all(repository.path(".github/workflows/test-cell.yml")).unwrap_or_default();
    let cell = repository.path(".github/workflows/test-cell.yml");
    put(&repository.path(".github/workflows/old-cell.yml"), get(&cell));
    let lock = repository.path(".github/workflows/test-suite-lock.yml");
    let recorded = get(&lock).replacen("#   ", "#   .github/workflows/old-cell.yml sha256:00\n#   ", 1);
    put(&lock, recorded);
    #[expect(clippy::disallowed_methods, reason = "the fault that this test is about")]
    fs::remove_file(&cell).unwrap();
    let before = repository.disk();
    let (code, out, _) = repository.run(&["gen", "--check"]);
    assert_eq!(code, 1);
    for expected in [
        "stale .github/workflows/test-suite.yml",
        "missing .github/workflows/test-cell.yml",
        "orphaned .github/workflows/old-cell.yml",
        "-    branches: [main]",
        "+    branches: [trunk]",
        "run `pipewright gen` and commit the result",
    ] {
        assert!(out.contains(expected), "{expected} is not in\n{out}");
    }
    assert_eq!(repository.disk(), before, "a check writes nothing");
    let (_, out, _) = repository.run(&["gen", "--check", "--format", "github"]);
    assert!(
        out.contains(&format!(
            "::error file={SUITE},line=8,endLine=8,col=1,endColumn=1,title=drift::"
        )),
        "{out}"
    );
    assert_eq!(out.matches("::error ").count(), 3, "{out}");
    let (code, out, _) = repository.run(&["gen", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("would update") && out.contains("would write") && out.contains("would remove"),
        "{out}"
    );
    assert_eq!(repository.disk(), before, "a dry run writes nothing");
    assert_eq!(repository.run(&["gen"]).0, 0);
    assert!(
        !repository.path(".github/workflows/old-cell.yml").exists(),
        "an orphan is removed"
    );
    assert_eq!(repository.run(&["gen", "--check"]).0, 0);
}

#[test]
fn what_no_lock_records_is_told_and_kept_and_what_one_records_is_removed() {
    let repository = Repository::new();
    assert_eq!(repository.run(&["gen"]).0, 0);
    let copy = repository.path(".github/workflows/mine.yml");
    put(&copy, get(&repository.path(SUITE)));
    let toml = format!(
        "output = \".github/workflows/checks.yml\"\n{}",
        get(&repository.path("pipeline.toml"))
    );
    put(&repository.path("pipeline.toml"), &toml);
    let (code, out, _) = repository.run(&["gen"]);
    assert_eq!(code, 0, "{out}");
    for line in [
        "removed .github/workflows/test-suite.yml\n",
        "removed .github/workflows/test-suite-lock.yml\n",
        "wrote .github/workflows/checks.yml\n",
        "stray .github/workflows/mine.yml: it says in its first line that it is generated, and no lock records it, so it is \
         kept: delete it, or that line if it is yours\n",
    ] {
        assert!(out.contains(line), "{line} is not in\n{out}");
    }
    assert!(copy.exists() && !repository.path(SUITE).exists());
    let (code, out, _) = repository.run(&["gen", "--check"]);
    assert!(code == 1 && out.ends_with("5 files up to date\n"), "{out}");
    let (_, out, _) = repository.run(&["gen", "--check", "--format", "github"]);
    assert_eq!(
        out.matches("::error file=.github/workflows/mine.yml,").count(),
        1,
        "{out}"
    );
    let mine = get(&copy);
    put(&copy, mine.split_once('\n').unwrap().1);
    assert_eq!(
        repository.run(&["gen", "--check"]).0,
        0,
        "it is nobody else's any more"
    );
}

#[test]
fn a_checkout_with_crlf_is_no_drift_and_a_foreign_workflow_is_no_orphan() {
    let repository = Repository::new();
    put(&repository.path(".github/workflows/mine.yml"), "name: mine\n");
    put(
        &repository.path(".github/workflows/other.yml"),
        "# Generated by `pipewright gen` from other.toml: do not edit.\n",
    );
    assert_eq!(repository.run(&["gen"]).0, 0);
    for file in [
        SUITE,
        ".github/workflows/test-cell.yml",
        "pipeline.toml",
        "pipeline.schema.json",
    ] {
        let text = get(&repository.path(file)).replace('\n', "\r\n");
        put(&repository.path(file), text);
    }
    let (code, out, _) = repository.run(&["gen", "--check"]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn wrong_input_writes_nothing_and_exits_2() {
    let repository = Repository::new();
    assert_eq!(repository.run(&["gen"]).0, 0);
    put(
        &repository.path("pipeline.toml"),
        get(&repository.path("pipeline.toml")).replace("cargo-test\"]", "cargo-tset\"]"),
    );
    let before = repository.disk();
    let (code, _, error) = repository.run(&["gen"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("unknown test `cargo-tset`") && error.contains("did you mean `cargo-test`?"),
        "{error}"
    );
    assert_eq!(repository.disk(), before);
}

/// A folder stands where a file should be written last: what was written before it is as it was.
#[test]
fn a_write_that_fails_half_way_leaves_everything_as_it_was() {
    let repository = Repository::new();
    assert_eq!(repository.run(&["gen"]).0, 0);
    put(
        &repository.path("pipeline.toml"),
        get(&repository.path("pipeline.toml")).replace("[\"main\"]", "[\"trunk\"]"),
    );
    #[expect(clippy::disallowed_methods, reason = "the fault that this test is about")]
    fs::remove_file(repository.path("pipeline.schema.json")).unwrap();
    put(&repository.path("pipeline.schema.json/keep"), "in the way");
    let before = repository.disk();
    let (code, _, error) = repository.run(&["gen"]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("pipeline.schema.json"), "{error}");
    assert_eq!(repository.disk(), before, "all files or none");
}

#[test]
fn output_is_json_for_scripts() {
    let repository = Repository::new();
    let (code, out, _) = repository.run(&["gen", "--check", "--format", "json"]);
    assert_eq!(code, 1);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    let states: Vec<&str> = answer["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["missing"; 5]);
}

/// The command in this repository, on its own pipeline.
fn here(arguments: &[&str]) -> (i32, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_pipewright"))
        .args(arguments)
        .current_dir(root)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn plan_answers_for_a_trigger() {
    let (code, out, _) = here(&[
        "plan",
        "--event",
        "schedule",
        "--cron",
        "0 2 * * *",
        "--format",
        "json",
    ]);
    assert_eq!(code, 0);
    let plan: pipewright_model::plan::Plan = serde_json::from_str(&out).unwrap();
    assert_eq!(plan.profiles.len(), 1);
    assert_eq!(
        (plan.profiles[0].name.as_str(), plan.profiles[0].cells.len()),
        ("nightly", 4)
    );
    let (_, out, _) = here(&["plan", "--from", "2026-11-22T12:00:00Z"]);
    for expected in [
        "pull-request: 2 cells",
        "nightly: 4 cells",
        "weekly: 34 cells",
        "monthly: 7 cells",
        "next: Mon 2026-11-23 02:00 UTC",
    ] {
        assert!(out.contains(expected), "{expected} is not in\n{out}");
    }
}

#[test]
fn plan_refuses_what_nothing_owns() {
    let (code, _, error) = here(&[
        "plan",
        "--event",
        "schedule",
        "--cron",
        "0 2 * * 1",
        "--format",
        "json",
    ]);
    assert_eq!(code, 2);
    assert!(
        error.contains("no schedule owns the cron expression `0 2 * * 1`"),
        "{error}"
    );
    assert!(error.contains("`0 2 * * *`"), "{error}");
    let inputs = ["--input", "test_type=load", "--input", "spark_version=3.5.7"];
    let (code, _, error) = here(&[&["plan", "--event", "workflow_dispatch"], &inputs[..]].concat());
    assert_eq!(code, 2);
    assert!(error.contains("selects no cell"), "{error}");
}

/// What stands where a file belongs is told, and neither read without end nor waited for.
#[cfg(unix)]
#[test]
fn what_is_no_file_or_far_too_large_is_in_the_way_and_told() {
    let repository = Repository::new();
    assert_eq!(repository.run(&["gen"]).0, 0);
    let suite = repository.path(SUITE);
    #[expect(clippy::disallowed_methods, reason = "the fault that this test is about")]
    fs::remove_file(&suite).unwrap();
    assert!(Command::new("mkfifo").arg(&suite).status().unwrap().success());
    for arguments in [&["gen"][..], &["gen", "--check"]] {
        let (code, _, err) = repository.run(arguments);
        assert_eq!(code, 2, "{err}");
        assert!(
            err.contains(&format!("{SUITE}: what is no regular file is in the way")),
            "{err}"
        );
    }
    #[expect(clippy::disallowed_methods, reason = "the fault that this test is about")]
    fs::remove_file(&suite).unwrap();
    fs::File::create(&suite).unwrap().set_len(1 << 30).unwrap();
    let (code, _, err) = repository.run(&["gen"]);
    assert_eq!(code, 2, "{err}");
    assert!(
        err.contains(&format!("{SUITE}: it has 1073741824 bytes")),
        "{err}"
    );
    assert_eq!(
        suite.metadata().unwrap().len(),
        1 << 30,
        "it is left to whoever made it"
    );
}

/// A run that was killed while it wrote leaves files under names of its own; the next run removes them, and nothing else.
#[test]
fn what_a_killed_run_left_is_removed() {
    let repository = Repository::new();
    let folder = ".github/workflows";
    let named = |name: &str| repository.path(&format!("{folder}/{name}"));
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for name in [
        ".pipewright-Ab3xYz",
        ".pipewright-notes.txt",
        ".pipewright-toolong7",
    ] {
        put(&named(name), "half");
        fs::File::options()
            .write(true)
            .open(named(name))
            .unwrap()
            .set_modified(old)
            .unwrap();
    }
    put(&named(".pipewright-Fresh1"), "another run is writing this");
    assert_eq!(repository.run(&["gen"]).0, 0);
    let left = |name: &str| named(name).exists();
    assert!(!left(".pipewright-Ab3xYz"));
    assert!(left(".pipewright-notes.txt") && left(".pipewright-toolong7") && left(".pipewright-Fresh1"));
}

/// A disk that is full may not pass for success.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_an_error() {
    let repository = Repository::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pipewright"))
        .args(["plan", "--format", "json"])
        .current_dir(repository.folder.path())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("cannot write the output"), "{err}");
}
