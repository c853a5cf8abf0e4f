//! The script of the generated job, against a repository of its own.

use std::path::Path;
use std::process::Command;

use crate::scene::{Run, Scene, runtime};

/// Whether the script can run here.
fn has_tools() -> bool {
    let missing: Vec<&str> = ["git", "bash", "base64"]
        .into_iter()
        .filter(|tool| Command::new(tool).arg("--version").output().is_err())
        .collect();
    if !missing.is_empty() {
        assert!(
            std::env::var_os("PIPEWRIGHT_MANDATORY").is_none(),
            "not here: {missing:?}"
        );
        println!("skipped: not here: {missing:?}");
    }
    missing.is_empty()
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The job of a run, in a folder of its own.
fn job(scene: &Scene, id: u32) -> Command {
    let run = Run::new(&id.to_string(), id, &[("x", "passed")]);
    let outcome = scene.aggregate(&run);
    let work = scene.path().join(format!("work-{id}"));
    std::fs::create_dir_all(&work).unwrap();
    std::fs::rename(outcome.folder, work.join("aggregate")).unwrap();
    // A folder with the program, and with a `sleep` that takes no time.
    let bin = scene.path().join("bin");
    if !bin.exists() {
        std::fs::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(runtime().get_program(), bin.join("pipewright-runtime")).unwrap();
        std::os::unix::fs::symlink("/bin/true", bin.join("sleep")).unwrap();
    }
    let path = std::env::var("PATH").unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/history.sh");
    let mut command = Command::new("bash");
    command.arg("-e").arg(script).current_dir(work);
    command
        .env("PIPEWRIGHT_BIN", &bin)
        .env("PATH", format!("{}:{path}", bin.display()));
    command.envs([
        ("GITHUB_SERVER_URL", scene.path().to_str().unwrap()),
        ("GITHUB_REPOSITORY", "remote.git"),
        ("GITHUB_TOKEN", "no secret"),
        ("GITHUB_RUN_ID", &id.to_string()),
        ("BRANCH", "test-history"),
        ("KEEP", "4"),
    ]);
    command
}

#[test]
fn jobs_that_push_at_once_lose_nothing_and_leave_one_commit() {
    if !has_tools() {
        return;
    }
    let scene = Scene::new();
    git(scene.path(), &["init", "--quiet", "--bare", "remote.git"]);
    let remote = scene.path().join("remote.git");
    let mut first = job(&scene, 1);
    assert!(first.output().unwrap().status.success());
    // The same job again, as a re-run of it would be.
    std::fs::remove_dir_all(scene.path().join("work-1/store")).unwrap();
    let again = first.output().unwrap();
    assert!(
        String::from_utf8(again.stdout)
            .unwrap()
            .contains("in the history already")
    );
    let mut children: Vec<_> = [2, 3].map(|id| job(&scene, id).spawn().unwrap()).into();
    assert!(children.iter_mut().all(|child| child.wait().unwrap().success()));
    assert!(
        [4, 5]
            .into_iter()
            .all(|id| job(&scene, id).output().unwrap().status.success())
    );
    assert_eq!(git(&remote, &["rev-list", "--count", "test-history"]).trim(), "1");
    let files = git(&remote, &["ls-tree", "-r", "--name-only", "test-history"]);
    let ids: Vec<&str> = files
        .lines()
        .map(|path| path.rsplit('-').nth(2).unwrap())
        .collect();
    assert_eq!(ids, ["2", "3", "4", "5"], "{files}");
}
