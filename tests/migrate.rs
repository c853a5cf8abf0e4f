//! `migrate`: what no step names stays as it is, and doing it twice is doing it once.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads and makes its own files, and ends where it cannot"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pipewright::decode::decode;
use pipewright::migrate::migrate;

fn pipewright(root: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
    command.args(words).arg("--root").arg(root).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every pipeline file of this repository.
fn pipelines(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pipelines(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") && !path.ends_with("Cargo.toml") {
            found.push(path);
        }
    }
}

#[test]
fn every_pipeline_keeps_all_but_one_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("pipeline.toml")];
    pipelines(&root.join("examples"), &mut files);
    pipelines(&root.join("tests/fixtures"), &mut files);
    let mut migrated = 0;
    for file in files {
        let plain = std::fs::read_to_string(&file).unwrap();
        for old in [
            plain.replace("\r\n", "\n"),
            plain.replace("\r\n", "\n").replace('\n', "\r\n"),
        ] {
            let Ok(new) = migrate(&old) else { continue };
            let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
            let line = format!("format = 1{end}");
            if new.steps.is_empty() {
                assert_eq!(new.text, old, "{}", file.display());
                continue;
            }
            migrated += 1;
            let at = new.text.find(&line).unwrap();
            let without = format!("{}{}", &new.text[..at], &new.text[at + line.len()..]);
            assert_eq!(without, old, "{}", file.display());
            assert_eq!(migrate(&new.text).unwrap().text, new.text, "{}", file.display());
            // The file means what it meant.
            let faults = |text: &str| decode(text).diagnostics.len();
            assert_eq!(faults(&new.text), faults(&old), "{}", file.display());
        }
    }
    assert!(
        migrated > 50,
        "only {migrated} files were migrated: has the search gone blind?"
    );
}

#[test]
fn the_command_shows_checks_and_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipeline.toml");
    let old = "#:schema ./pipeline.schema.json\n# mine\nname   =  'x' # kept\n";
    std::fs::write(&path, old).unwrap();
    let dry = pipewright(folder.path(), &["migrate", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0));
    assert!(text(&dry.stdout).contains("+format = 1"), "{}", text(&dry.stdout));
    let check = pipewright(folder.path(), &["migrate", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), old);
    assert_eq!(pipewright(folder.path(), &["migrate"]).status.code(), Some(0));
    let new = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        new,
        "#:schema ./pipeline.schema.json\nformat = 1\n# mine\nname   =  'x' # kept\n"
    );
    let again = pipewright(folder.path(), &["migrate", "--check"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
}

/// Whoever made the file a link, or nobody else's to read, meant it.
#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (link, real) = (
        folder.path().join("pipeline.toml"),
        folder.path().join("ci/real.toml"),
    );
    std::fs::create_dir(folder.path().join("ci")).unwrap();
    std::fs::write(&real, "name = \"x\"\n").unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("ci/real.toml", &link).unwrap();
    assert_eq!(pipewright(folder.path(), &["migrate"]).status.code(), Some(0));
    assert_eq!(std::fs::read_link(&link).unwrap(), Path::new("ci/real.toml"));
    assert_eq!(
        std::fs::read_to_string(&real).unwrap(),
        "format = 1\nname = \"x\"\n"
    );
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_newer_format_is_an_error_that_says_what_to_do_in_every_command() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pipeline.toml"), "format = 2\nname = 'x'\n").unwrap();
    for verb in ["migrate", "check"] {
        let output = pipewright(folder.path(), &[verb]);
        assert_eq!(output.status.code(), Some(2), "{verb}");
        let said = text(&output.stderr);
        assert!(
            said.contains("1:10") && said.contains("a newer pipewright"),
            "{verb}: {said}"
        );
    }
}
