//! `init`: what it sees of a repository, and that what it writes passes `check`, `gen` and `prove`.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes its own repositories, and ends where it cannot"
)]

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A repository of these files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn pipewright(root: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
    command.args(words).arg("--root").arg(root).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs `init`, and all that comes after it; the pipeline that was written.
fn adopt(root: &Path) -> String {
    let init = pipewright(root, &["init"]);
    assert_eq!(init.status.code(), Some(0), "{}", text(&init.stderr));
    for verb in ["check", "gen", "prove"] {
        let done = pipewright(root, &[verb]);
        let said = text(&done.stdout) + &text(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{verb}: {said}");
        assert!(!said.contains("error"), "{verb}: {said}");
    }
    let checked = pipewright(root, &["gen", "--check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    std::fs::read_to_string(root.join("pipeline.toml")).unwrap()
}

const CHART: &str = "apiVersion: v2\nname: operator\nversion: 0.1.0\nappVersion: \"3.5.7\"\n";

#[test]
fn an_empty_repository_gets_a_pipeline_that_runs() {
    let folder = repository(&[]);
    let pipeline = adopt(folder.path());
    assert!(
        pipeline.starts_with("#:schema ./pipeline.schema.json\n"),
        "{pipeline}"
    );
    assert!(
        pipeline.contains("\"git\", \"fsck\"") && pipeline.contains("branches = [\"main\"]"),
        "{pipeline}"
    );
    let check = pipewright(folder.path(), &["check"]);
    assert!(
        text(&check.stderr).contains("still to be filled in"),
        "{}",
        text(&check.stderr)
    );
}

#[test]
fn charts_commands_and_branches_are_seen() {
    let folder = repository(&[
        ("charts/operator/Chart.yaml", CHART),
        ("charts/operator/values.yaml", "replicas: 1\n"),
        ("charts/operator/ci/ha-values.yaml", "replicas: 3\n"),
        ("charts/operator/charts/inner/Chart.yaml", CHART),
        (
            "charts/agent/Chart.yaml",
            "apiVersion: v2\nname: agent\nversion: 0.1.0\nappVersion: 3.5.7\n",
        ),
        (
            "charts/base/Chart.yaml",
            "name: base\nversion: 1.0.0\ntype: library\n",
        ),
        ("web/package.json", r#"{"scripts": {"test": "vitest"}}"#),
        ("web/pnpm-lock.yaml", ""),
        (
            "empty/package.json",
            r#"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#,
        ),
        ("tools/go.mod", "module x\n"),
        ("tests/smoke.sh", "true\n"),
        ("tests/a.bats", ""),
        ("core/Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"),
        ("core/a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("jvm/pom.xml", "<project/>\n"),
        ("jvm/mvnw", ""),
        ("jvm/inner/pom.xml", "<project/>\n"),
        ("app/settings.gradle.kts", ""),
        ("app/web/build.gradle.kts", ""),
        ("snake/tests/test_a.py", "def test_a(): pass\n"),
        ("snake/tests/deep/test_b.py", "def test_b(): pass\n"),
        ("py/tests/test_c.py", "def test_c(): pass\n"),
        ("legacy/Makefile", "check: all\n"),
        ("py/pyproject.toml", "[tool.pytest.ini_options]\n"),
        (".python-version", "3.12\n"),
        (
            ".github/workflows/ci.yml",
            "on:\n  push: {branches: [trunk, 'release/*']}\njobs: {}\n",
        ),
    ]);
    let pipeline = adopt(folder.path());
    for expected in [
        "[versions.\"3.5.7\"]\nchart = \"charts/agent\"",
        "[versions.\"3.5.7-2\"]\nchart = \"charts/operator\"",
        "[scenarios.operator-ha]",
        "values = \"ci/ha-values.yaml\"",
        r#"command = ["pnpm", "--dir", "web", "test"]"#,
        r#"setup = ["pnpm", "--dir", "web", "install", "--frozen-lockfile"]"#,
        r#"command = ["go", "-C", "tools", "test", "./..."]"#,
        r#"command = ["bash", "tests/smoke.sh"]"#,
        r#"command = ["bats", "tests"]"#,
        r#"command = ["cargo", "test", "--workspace", "--manifest-path=core/Cargo.toml"]"#,
        r#"command = ["make", "-C", "legacy", "check"]"#,
        r#"\"", "pytest", "py"]"#,
        "  \"snake/tests\",\n]\njunit = [\"junit.xml\"]",
        r#"command = ["jvm/mvnw", "--batch-mode", "--file", "jvm/pom.xml", "test"]"#,
        r#"command = ["gradle", "--project-dir", "app", "test"]"#,
        "branches = [\"trunk\"]",
        "python = \"3.12\"",
    ] {
        assert!(
            pipeline.contains(expected),
            "{expected} is missing in\n{pipeline}"
        );
    }
    for absent in [
        "inner",
        "app/web",
        "snake/tests/deep",
        "py/tests",
        "\"empty\"",
        "core/a",
        "[versions.base",
    ] {
        assert!(!pipeline.contains(absent), "{absent} is in\n{pipeline}");
    }
}

#[test]
fn the_same_repository_gives_the_same_text_and_dry_run_writes_nothing() {
    let folder = repository(&[("charts/operator/Chart.yaml", CHART), ("go.mod", "module x\n")]);
    let dry = pipewright(folder.path(), &["init", "--dry-run"]);
    assert!(!folder.path().join("pipeline.toml").exists());
    assert_eq!(adopt(folder.path()), text(&dry.stdout));
}

#[test]
fn nothing_is_written_over() {
    let folder = repository(&[
        ("pipeline.toml", "mine"),
        (".github/workflows/test-suite.yml", "on: push\n"),
    ]);
    let refused = pipewright(folder.path(), &["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("--pipeline"),
        "{}",
        text(&refused.stderr)
    );
    assert_eq!(
        std::fs::read_to_string(folder.path().join("pipeline.toml")).unwrap(),
        "mine"
    );
    let other = pipewright(folder.path(), &["init", "--pipeline", "ci.toml", "--dry-run"]);
    let drafted = text(&other.stdout);
    assert!(drafted.starts_with("#:schema ./ci.schema.json\n"), "{drafted}");
    assert!(
        drafted.contains("output = \".github/workflows/pipewright.yml\""),
        "{drafted}"
    );
}

#[test]
fn a_chart_that_check_refuses_is_left_out_and_said() {
    let folder = repository(&[
        ("charts/bad/Chart.yaml", "name: [\n"),
        ("charts/typo/Chart.yaml", CHART),
        ("charts/typo/values.yaml", "replicas: 1\n"),
        ("charts/typo/ci/values.yaml", "replicas: [\n"),
    ]);
    let init = pipewright(folder.path(), &["init", "--dry-run"]);
    assert_eq!(init.status.code(), Some(0), "{}", text(&init.stderr));
    let said = text(&init.stderr);
    assert!(
        said.contains("left out  charts/bad/Chart.yaml") && said.contains("left out  scenarios."),
        "{said}"
    );
    adopt(folder.path());
}

#[cfg(unix)]
#[test]
fn hostile_names_become_no_code() {
    let folder = repository(&[
        ("charts/${{ github.token }}/Chart.yaml", CHART),
        ("charts/a\"\n[b]/Chart.yaml", CHART),
        ("-rf/go.mod", "module x\n"),
        ("tests/x; rm -rf $HOME.sh", "true\n"),
        ("tests/\u{202e}evil.sh", "true\n"),
        (
            "charts/plain/Chart.yaml",
            "name: \"x\\\"]\\n[y\"\nappVersion: \"${{ secrets.A }}\\u202e\"\n",
        ),
    ]);
    std::os::unix::fs::symlink("/", folder.path().join("everything")).unwrap();
    std::os::unix::fs::symlink("..", folder.path().join("charts/loop")).unwrap();
    let pipeline = adopt(folder.path());
    assert!(
        pipeline.contains(r#"["go", "-C", "./-rf", "test", "./..."]"#),
        "{pipeline}"
    );
    assert!(
        pipeline.contains(r#"["bash", "tests/x; rm -rf $HOME.sh"]"#),
        "{pipeline}"
    );
    assert!(
        !pipeline.contains("${{") && !pipeline.contains('\u{202e}'),
        "{pipeline}"
    );
}

#[test]
fn a_release_that_is_given_is_used() {
    let folder = repository(&[]);
    let digest = "0123456789abcdef".repeat(4);
    let words = [
        "init",
        "--release-url",
        "https://example.com/p-{version}.tar.gz",
        "--release-sha256",
        &digest,
    ];
    let init = pipewright(folder.path(), &words);
    assert_eq!(init.status.code(), Some(0), "{}", text(&init.stderr));
    let check = pipewright(folder.path(), &["check"]);
    assert_eq!(text(&check.stderr), "");
    let half = pipewright(folder.path(), &["init", "--release-url", "https://example.com/x"]);
    assert_eq!(half.status.code(), Some(2));
}
