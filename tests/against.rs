//! `plan --against` says what a change adds and removes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

mod repository;

use repository::{Ended, Repository, ended};
use serde_json::Value;

/// The commands that a test of this file needs git for; says why where there is none.
fn git(repository: &Repository, arguments: &[&str]) -> bool {
    let mut git = std::process::Command::new("git");
    git.args([
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.com",
        "-c",
        "init.defaultBranch=main",
    ]);
    git.args(["-C", repository.path("").to_str().unwrap()])
        .args(arguments);
    match git.output() {
        Ok(output) => output.status.success(),
        Err(error) => {
            let mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
            assert!(!mandatory, "no git: {error}");
            println!("skipped: no git: {error}");
            false
        }
    }
}

/// A repository whose pipeline is in the history.
fn committed() -> Option<Repository> {
    let repository = Repository::generated();
    let done = git(&repository, &["init", "--quiet"])
        && git(&repository, &["add", "--all"])
        && git(&repository, &["commit", "--quiet", "--message", "first"]);
    done.then_some(repository)
}

fn plan(repository: &Repository, arguments: &[&str]) -> Ended {
    let all = [&["plan", "--from", "2026-01-01T00:00:00Z"], arguments].concat();
    ended(&mut repository.command(&all))
}

fn changes(repository: &Repository) -> (Vec<String>, Value) {
    let ended = plan(repository, &["--against", "HEAD", "--format", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.error);
    let answer: Value = serde_json::from_str(&ended.out).unwrap();
    let changes = answer["changes"].as_array().unwrap().iter().map(|change| {
        let text = |key: &str| change[key].as_str().unwrap_or("-").to_owned();
        let widened = if change["widened"] == true { " widened" } else { "" };
        let parts = [
            text("kind"),
            text("change"),
            text("subject"),
            text("before"),
            text("after"),
        ];
        format!("{}{widened}", parts.join(" | "))
    });
    (changes.collect(), answer.clone())
}

#[test]
fn what_stayed_the_same_is_not_listed() {
    let Some(repository) = committed() else { return };
    assert_eq!(changes(&repository).0, Vec::<String>::new());
    repository.put(
        "pipeline.toml",
        &format!("# moved\n\n{}", repository.get("pipeline.toml")),
    );
    assert_eq!(changes(&repository).0, Vec::<String>::new());
}

#[test]
fn every_kind_of_change_is_listed_with_what_it_costs() {
    let Some(repository) = committed() else { return };
    let toml = repository
        .get("pipeline.toml")
        .replace("[\"main\"]", "[\"trunk\"]");
    let toml = format!(
        "{toml}\n[triggers.schedule.nightly]\ncron = \"0 2 * * *\"\n\n[execution]\ntimeout = \"20m\"\n\n[report.status]\nenabled = false\n"
    );
    repository.put("pipeline.toml", &toml);
    repository.replace(
        ".github/workflows/test-suite-lock.yml",
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
        "actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa # v7.1.0",
    );
    let (changes, answer) = changes(&repository);
    let has = |beginning: &str| changes.iter().any(|change| change.starts_with(beginning));
    for expected in [
        "trigger | added | schedule 0 2 * * * | - | UTC",
        "trigger | changed | push | branches: main | branches: trunk",
        "cell | added | nightly ",
        "permission | added | test-suite.yml job nightly: contents | - | read widened",
        "permission | removed | test-suite.yml job report: statuses | write | -",
        "pin | changed | actions/checkout | 3d3c42e5aac5ba805825da76410c181273ba90b1 | aaaaaaaaaa",
        "timeout | changed | cell ",
    ] {
        assert!(has(expected), "{expected} is not in\n{}", changes.join("\n"));
    }
    // One run a night, of each cell for twenty minutes and ten for what surrounds it.
    let nightly = answer["profiles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|profile| profile["profile"] == "nightly");
    let after = &nightly.unwrap()["after"];
    assert_eq!(
        (&after["runs_per_year"], &nightly.unwrap()["before"]),
        (&Value::from(365), &Value::Null)
    );
    let per_run = after["runner_minutes_per_run"].as_f64().unwrap();
    assert_eq!(per_run % 30.0, 0.0);
    let month = &answer["runner_minutes_per_month"];
    assert_eq!(
        (month["before"].as_f64(), month["after"].as_f64()),
        (Some(0.0), Some(365.0 * per_run / 12.0))
    );
    let human = plan(&repository, &["--against", "HEAD"]).out;
    assert!(human.contains("job nightly: contents  read  WIDENED"), "{human}");
    let markdown = plan(&repository, &["--against", "HEAD", "--format", "markdown"]).out;
    assert!(
        markdown.contains("> This change lets a job do more than before."),
        "{markdown}"
    );
    assert!(
        markdown
            .lines()
            .filter(|line| line.starts_with("| permission"))
            .count()
            >= 2,
        "{markdown}"
    );
}

/// What a pull request writes into its pipeline is no markup in the comment about it.
#[test]
fn a_branch_named_like_markup_stays_a_name() {
    let Some(repository) = committed() else { return };
    repository.replace("pipeline.toml", "[\"main\"]", "[\"a`|<img src=x>@all\"]");
    let ended = plan(&repository, &["--against", "HEAD", "--format", "markdown"]);
    if ended.code == 0 {
        assert!(
            ended.out.contains("`branches: a'\\|<img src=x>@all`"),
            "{}",
            ended.out
        );
    } else {
        assert_eq!(ended.code, 2, "{}", ended.error);
    }
}

#[test]
fn what_cannot_be_compared_says_why() {
    let Some(repository) = committed() else { return };
    let told = |reference: &str, expected: &str| {
        let ended = plan(&repository, &[&format!("--against={reference}")]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{reference}");
        assert!(ended.error.contains(expected), "{reference}: {}", ended.error);
    };
    told("nowhere", "there is no `nowhere` here");
    told("--output=/tmp/x", "there is no `--output=/tmp/x` here");
    told("HEAD:pipeline.toml", "there is no `HEAD:pipeline.toml` here");
    assert!(git(&repository, &["rm", "--quiet", "--cached", "pipeline.toml"]));
    assert!(git(&repository, &["commit", "--quiet", "--message", "gone"]));
    told("HEAD", "there is no pipeline.toml at `HEAD`");
    let sound = repository.get("pipeline.toml");
    repository.put("pipeline.toml", &sound.replace("cargo-test\"]", "cargo-tset\"]"));
    assert!(git(&repository, &["add", "pipeline.toml"]));
    assert!(git(&repository, &["commit", "--quiet", "--message", "faulty"]));
    repository.put("pipeline.toml", &sound);
    told("HEAD", "HEAD:pipeline.toml:");
    told("HEAD", "unknown test `cargo-tset`");
    let mut command = repository.command(&["plan", "--against", "HEAD"]);
    let without = ended(command.env("PATH", "/nonexistent"));
    assert_eq!(without.code, 2);
    assert!(
        without.error.contains("git is not on the path"),
        "{}",
        without.error
    );
}

#[test]
fn a_folder_without_history_says_so() {
    let repository = Repository::new();
    let mut command = repository.command(&["plan", "--against", "HEAD"]);
    let ended = ended(command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir()));
    assert_eq!(ended.code, 2);
    assert!(
        ended.error.contains("is in no git repository") || ended.error.contains("git is not on the path"),
        "{}",
        ended.error
    );
}
