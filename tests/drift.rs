//! `gen --check` says why a file differs, and what a bot does to pins is no accident.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

mod repository;
#[path = "drift/unread.rs"]
mod unread;

use repository::Repository;

const SUITE: &str = ".github/workflows/test-suite.yml";
const CELL: &str = ".github/workflows/test-cell.yml";
const REPORT: &str = ".github/workflows/test-report.yml";
const LOCK: &str = ".github/workflows/test-suite-lock.yml";

/// A pin as this program has it, and as a bot would have moved it.
const OLD: &str = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
const NEW: &str = "actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa # v7.1.0";

/// Why each file differs that does.
fn causes(repository: &Repository) -> Vec<(String, String)> {
    let ended = repository.run(&["gen", "--check", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let files = answer["files"].as_array().unwrap().iter();
    let differing = files.filter(|file| file["state"] != "up-to-date");
    let causes: Vec<(String, String)> = differing
        .map(|file| {
            let cause = file["cause"].as_str().or(file["state"].as_str());
            (
                file["path"].as_str().unwrap().to_owned(),
                cause.unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(ended.code, i32::from(!causes.is_empty()), "{}", ended.out);
    causes
}

fn cause(path: &str, cause: &str) -> (String, String) {
    (path.to_owned(), cause.to_owned())
}

#[test]
fn an_edit_by_hand_is_told_from_a_change_of_the_pipeline() {
    let repository = Repository::generated();
    repository.replace(SUITE, "timeout-minutes: 30", "timeout-minutes: 31");
    assert_eq!(causes(&repository), [cause(SUITE, "edited")]);
    repository.run(&["gen"]);
    repository.replace("pipeline.toml", "[\"main\"]", "[\"trunk\"]");
    assert_eq!(causes(&repository), [cause(SUITE, "pipeline")]);
    let told = repository.run(&["gen", "--check"]).out;
    assert!(
        told.contains("it is older than pipeline.toml, which has changed"),
        "{told}"
    );
    repository.replace(CELL, "name: cell", "name: cells");
    assert_eq!(
        causes(&repository),
        [cause(SUITE, "pipeline"), cause(CELL, "edited")]
    );
    repository.run(&["gen"]);
    assert_eq!(causes(&repository), []);
}

/// What an older program wrote: the text is another, and the record says that it was written so.
#[test]
fn a_file_of_an_older_generator_is_told_as_such() {
    let repository = Repository::generated();
    let before = repository.get(SUITE);
    repository.put(
        SUITE,
        &before.replace("timeout-minutes: 30", "timeout-minutes: 29"),
    );
    let recorded = line_of(&repository, SUITE);
    let changed = pipewright_fingerprint(&repository, SUITE);
    repository.replace(LOCK, &recorded, &changed);
    assert_eq!(causes(&repository), [cause(SUITE, "generator")]);
    repository.replace(LOCK, &format!("{changed}\n"), "");
    assert_eq!(causes(&repository), [cause(SUITE, "unrecorded")]);
}

fn line_of(repository: &Repository, path: &str) -> String {
    let lock = repository.get(LOCK);
    let line = lock
        .lines()
        .find(|line| line.contains(&format!(" {path} sha256:")));
    line.unwrap().to_owned()
}

/// The line of the record that a file would have had, by an implementation of SHA-256 that is not ours to change.
fn pipewright_fingerprint(repository: &Repository, path: &str) -> String {
    use sha2::{Digest, Sha256};
    let text: String = repository
        .get(path)
        .lines()
        .map(|line| match line.find("uses: ").and(line.find('@')) {
            Some(at) if !line.contains("uses: ./") => format!("{}\n", &line[..at]),
            _ => format!("{line}\n"),
        })
        .collect();
    let digest: String = Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("#   {path} sha256:{}", &digest[..16])
}

/// A comment, or what no generated file shows, is no drift; the next `gen` brings the record up to date.
#[test]
fn what_changes_no_file_is_no_drift() {
    let repository = Repository::generated();
    let lock = repository.get(LOCK);
    repository.put(
        "pipeline.toml",
        &format!("# a comment\n{}", repository.get("pipeline.toml")),
    );
    assert_eq!(repository.run(&["gen"]).out, "5 files up to date\n");
    assert_eq!(repository.get(LOCK), lock, "a comment means nothing");
    repository.replace(
        "pipeline.toml",
        "command = [\"cargo\", \"test\"",
        "command = [\"cargo\", \"nextest\"",
    );
    assert_eq!(causes(&repository), []);
    assert_eq!(repository.run(&["gen"]).out, format!("updated {LOCK}\n"));
    assert_ne!(repository.get(LOCK), lock);
}

#[test]
fn a_bump_of_lock_and_files_passes() {
    let repository = Repository::generated();
    for file in [SUITE, CELL, REPORT, LOCK] {
        repository.replace(file, OLD, NEW);
    }
    assert_eq!(causes(&repository), []);
    assert_eq!(repository.run(&["prove"]).code, 0);
    assert_eq!(repository.run(&["gen"]).out, "5 files up to date\n");
}

/// The lock was updated, and the files were not: the lock is right.
#[test]
fn a_bump_of_the_lock_alone_is_mended_by_gen() {
    let repository = Repository::generated();
    repository.replace(LOCK, OLD, NEW);
    assert_eq!(
        causes(&repository),
        [cause(SUITE, "pins"), cause(CELL, "pins"), cause(REPORT, "pins")]
    );
    let line = repository
        .get(SUITE)
        .lines()
        .position(|line| line.contains(OLD))
        .unwrap()
        + 1;
    let told = repository.run(&["gen", "--check", "--format", "github"]).out;
    let (old, new) = (OLD.split_once('@').unwrap().1, NEW.split_once('@').unwrap().1);
    let expected = format!(
        "::error file={SUITE},line={line},endLine={line},col=1,endColumn=1,title=drift::{SUITE} has actions/checkout at {old}, and the lock at {new}: run `pipewright gen` and commit the result\n"
    );
    assert!(told.contains(&expected), "{told}");
    assert_eq!(repository.run(&["gen"]).code, 0);
    assert!(repository.get(SUITE).contains(NEW) && repository.get(CELL).contains(NEW));
}

/// A file was updated, and the lock was not: the newer one is right, and `gen` alone would undo it.
#[test]
fn a_bump_of_one_file_alone_is_adopted() {
    let repository = Repository::generated();
    repository.replace(CELL, OLD, NEW);
    assert_eq!(causes(&repository), [cause(CELL, "pins")]);
    let told = repository.run(&["gen", "--check"]).out;
    assert!(
        told.contains("run `pipewright gen --adopt-pins` and commit the result"),
        "{told}"
    );
    assert_eq!(repository.run(&["gen", "--adopt-pins"]).code, 0);
    for file in [SUITE, CELL, REPORT, LOCK] {
        assert!(
            repository.get(file).contains(NEW) && !repository.get(file).contains(OLD),
            "{file}"
        );
    }
    assert_eq!(causes(&repository), []);
}

/// A bump is not lost because something else differs too, and one of several is enough.
#[test]
fn the_advice_keeps_a_bump_whatever_else_differs() {
    let advice = "run `pipewright gen --adopt-pins` and commit the result";
    let repository = Repository::generated();
    repository.replace(CELL, OLD, NEW);
    let edited = repository.get(CELL) + "# mine\n";
    repository.put(CELL, &edited);
    let told = repository.run(&["gen", "--check"]).out;
    assert!(told.contains(advice), "{told}");
    assert_eq!(repository.run(&["gen", "--adopt-pins"]).code, 0);
    assert!(repository.get(LOCK).contains(NEW) && !repository.get(CELL).contains("# mine"));
    let repository = Repository::generated();
    repository.replace(CELL, OLD, NEW);
    let upload = repository
        .get(LOCK)
        .lines()
        .find_map(|line| Some(line.split_once("uses: ")?.1.to_owned()).filter(|uses| uses.contains("upload")))
        .unwrap();
    let newer = "actions/upload-artifact@dddddddddddddddddddddddddddddddddddddddd # v99.0.0";
    repository.replace(LOCK, &upload, newer);
    let told = repository.run(&["gen", "--check"]).out;
    assert!(told.contains(advice), "{told}");
}

/// An older pin in a file is not adopted: what is newer is in the lock.
#[test]
fn an_older_pin_is_never_adopted() {
    let repository = Repository::generated();
    let older = "actions/checkout@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb # v6.0.0";
    repository.replace(SUITE, OLD, older);
    assert_eq!(repository.run(&["gen", "--adopt-pins"]).code, 0);
    assert!(repository.get(SUITE).contains(OLD) && repository.get(LOCK).contains(OLD));
}

/// What a lock must not hold, each refused at its place, and nothing is written.
#[test]
fn a_hostile_lock_is_refused_at_its_place() {
    let commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let cases = [
        ("actions/checkout@v7 # v7.0.1".to_owned(), "pin-commit"),
        ("actions/checkout@3d3c42e5 # v7.0.1".to_owned(), "pin-commit"),
        (
            format!("actions/checkout@{} # v7.1.0", commit.to_uppercase()),
            "pin-commit",
        ),
        (format!("actions/checkout@{commit} # v7.0.1"), "pin-commit"),
        (format!("actions/checkout@{commit}"), "pin-version"),
        (
            format!("actions/checkout@{commit} # ${{{{ github.token }}}}"),
            "pin-version",
        ),
        (OLD.replace("v7.0.1", "v9.9.9"), "pin-version"),
        (
            format!("actions/upload-artifact@{commit} # v3.2.1"),
            "pin-version",
        ),
        (OLD.replace("actions/checkout", "evil/checkout"), "pin-unknown"),
        (
            OLD.replace("actions/checkout", "actions/check\u{1b}[31mout"),
            "pin-unknown",
        ),
        (OLD.replace("checkout", "checkouts"), "pin-unknown"),
        (format!("{NEW}\n        uses: {OLD}"), "pin-conflict"),
    ];
    for (pin, rule) in cases {
        let repository = Repository::generated();
        repository.replace(LOCK, OLD, &pin);
        let lock = repository.get(LOCK);
        let ended = repository.run(&["gen", "--format", "json"]);
        assert_eq!(ended.code, 2, "{pin:?}: {}", ended.out);
        let answer: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        let first = &answer["diagnostics"][0];
        assert_eq!(
            (first["rule"].as_str(), first["file"].as_str()),
            (Some(rule), Some(LOCK)),
            "{pin:?}"
        );
        let at = usize::try_from(first["line"].as_u64().unwrap()).unwrap();
        assert!(
            lock.lines().nth(at - 1).unwrap().contains("uses: "),
            "{pin:?} at {at}"
        );
        assert_eq!(repository.get(LOCK), lock, "{pin:?}: nothing is written");
        let shown = repository.run(&["gen"]).error;
        assert!(
            shown.contains(&format!("{LOCK}:{at}:")) && !shown.contains('\u{1b}'),
            "{shown}"
        );
    }
}

/// Two branches that both changed the pipeline: the record has the marks of a merge, and `gen` clears them.
#[test]
fn a_conflict_in_the_record_is_cleared_by_gen() {
    let repository = Repository::generated();
    let line = line_of(&repository, SUITE);
    let conflict =
        format!("<<<<<<< ours\n{line}\n=======\n#   {SUITE} sha256:0000000000000000\n>>>>>>> theirs");
    repository.replace(LOCK, &line, &conflict);
    assert_eq!(repository.run(&["gen", "--check"]).code, 1);
    assert_eq!(repository.run(&["gen"]).code, 0);
    assert_eq!(causes(&repository), []);
    assert_eq!(line_of(&repository, SUITE), line);
}

/// An action of `[[steps]]` is pinned in the pipeline file: neither the lock nor `--adopt-pins` touches it.
#[test]
fn a_step_of_ones_own_is_pinned_in_the_pipeline() {
    let repository = Repository::new();
    let commit = "cccccccccccccccccccccccccccccccccccccccc";
    let step = format!(
        "{}\n[[steps]]\njob = \"cell\"\nposition = \"after\"\nstep = \"checkout\"\nid = \"mine\"\nuses = \"mine/action@{commit} # v1.0.0\"\n",
        repository.get("pipeline.toml")
    );
    repository.put("pipeline.toml", &step);
    let ended = repository.run(&["gen"]);
    assert_eq!(ended.code, 0, "{}", ended.error);
    assert!(!repository.get(LOCK).contains("mine/action"));
    repository.replace(
        CELL,
        &format!("{commit} # v1.0.0"),
        "dddddddddddddddddddddddddddddddddddddddd # v1.1.0",
    );
    let told = repository.run(&["gen", "--check"]).out;
    assert!(
        told.contains(&format!("and pipeline.toml at {commit} # v1.0.0")),
        "{told}"
    );
    assert_eq!(repository.run(&["gen", "--adopt-pins"]).code, 0);
    assert!(repository.get(CELL).contains(commit));
}

/// The same where generated jobs use the action too: its place tells whose pin it is.
#[test]
fn a_bump_of_a_step_of_ones_own_moves_no_other_pin() {
    let repository = Repository::new();
    let commit = "cccccccccccccccccccccccccccccccccccccccc";
    let step = format!(
        "{}\n[[steps]]\njob = \"cell\"\nposition = \"after\"\nstep = \"checkout\"\nid = \"mine\"\nuses = \"actions/checkout@{commit} # v6.0.0\"\n",
        repository.get("pipeline.toml")
    );
    repository.put("pipeline.toml", &step);
    assert_eq!(repository.run(&["gen"]).code, 0);
    let lock = repository.get(LOCK);
    repository.replace(
        CELL,
        &format!("{commit} # v6.0.0"),
        "dddddddddddddddddddddddddddddddddddddddd # v99.0.0",
    );
    assert_eq!(repository.run(&["gen", "--adopt-pins"]).code, 0);
    assert_eq!(repository.get(LOCK), lock);
    assert!(repository.get(CELL).contains(commit));
}

#[test]
fn a_step_of_a_version_that_github_refuses_is_an_error() {
    let commit = "cccccccccccccccccccccccccccccccccccccccc";
    for (version, code) in [("v3.2.1", 2), ("v3", 2), ("v4.0.0", 0), ("v30.0.0", 0)] {
        let repository = Repository::new();
        let step = format!(
            "{}\n[[steps]]\njob = \"cell\"\nposition = \"after\"\nstep = \"checkout\"\nid = \"mine\"\n\
             uses = \"actions/download-artifact@{commit} # {version}\"\n",
            repository.get("pipeline.toml")
        );
        repository.put("pipeline.toml", &step);
        let ended = repository.run(&["check"]);
        assert_eq!(ended.code, code, "{version}: {}", ended.error);
        let told = ended
            .error
            .contains(&format!("{version} of this action is refused"));
        assert_eq!(told, code == 2, "{}", ended.error);
    }
}

/// No event, no branch, no tag starts the lock.
#[test]
fn nothing_starts_the_lock() {
    let repository = Repository::generated();
    let refs = [
        "main",
        "a/b/c",
        "refs/heads/release/1",
        "refs/tags/v1",
        "refs/tags/a/b",
    ];
    for event in [
        "push",
        "pull_request",
        "schedule",
        "workflow_dispatch",
        "workflow_call",
        "workflow_run",
        "create",
    ] {
        for reference in refs {
            let ended = repository.run(&["simulate", LOCK, "--event", event, "--ref", reference]);
            let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap_or_default();
            assert_eq!(
                report["starts"], false,
                "{event} {reference}: {}{}",
                ended.out, ended.error
            );
        }
    }
}

/// What a proof finds is told in every format, by the same property and line.
#[test]
fn a_proof_that_fails_is_told_in_every_format() {
    let repository = Repository::generated();
    repository.replace(CELL, "contents: read", "contents: write");
    let told = |format: &str| {
        let ended = repository.run(&["prove", "--format", format]);
        assert_eq!(ended.code, 1, "{format}");
        ended.out
    };
    let line = repository
        .get(CELL)
        .lines()
        .position(|line| line.contains("contents: write"))
        .unwrap()
        + 1;
    let json: serde_json::Value = serde_json::from_str(&told("json")).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(
        (&finding["property"], &finding["line"]),
        (&"permissions".into(), &line.into())
    );
    assert_eq!(json["permissions"][0]["needed_by"][0], "checkout");
    let sarif: serde_json::Value = serde_json::from_str(&told("sarif")).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&result["ruleId"], &region["startLine"]),
        (&"permissions".into(), &line.into())
    );
    let github = told("github");
    assert!(
        github.starts_with(&format!("::error file={CELL},line={line},")),
        "{github}"
    );
    let sarif = repository.run(&["gen", "--check", "--format", "sarif"]).out;
    let drift: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(drift["runs"][0]["results"][0]["ruleId"], "drift");
}
