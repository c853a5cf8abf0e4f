//! What GitHub refuses to read, each with its place; and what it reads, though its schema does not know it yet.

use std::fs;
use std::process::Command;

use pipewright::prove::refused;
use pipewright::yaml;

const JOB: &str = "jobs: { a: { runs-on: x, steps: [{ run: a }] } }";

fn says(text: &str) -> Vec<String> {
    let found = refused(&yaml::parse(text).unwrap()).into_iter();
    found
        .map(|(at, message)| format!("{}:{} {message}", at.line, at.column))
        .collect()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table of what is refused, one after the other"
)]
fn each_has_its_place() {
    let job = |more: &str| {
        format!("on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{{ run: a }}]\n    {more}\n")
    };
    let input =
        |more: &str| format!("on: {{ workflow_dispatch: {{ inputs: {{ x: {{ {more} }} }} }} }}\n{JOB}");
    for (text, wanted) in [
        (format!("on: bogus\n{JOB}"), "1:5 GitHub does not accept `bogus`"),
        (
            format!("on: push\nenv: {{ '${{{{ foo.x }}}}': 1 }}\n{JOB}"),
            "2:8 `foo` is no context",
        ),
        (
            format!("on: {{ push: {{ branches: '' }} }}\n{JOB}"),
            "GitHub does not accept nothing here",
        ),
        (
            format!("on: {{ pull_request: {{ types: [bogus] }} }}\n{JOB}"),
            "1:31 GitHub does not accept `bogus`",
        ),
        (
            format!("on: {{ pull_request: {{ tags: [a] }} }}\n{JOB}"),
            "1:23 GitHub accepts no key `tags`",
        ),
        (
            format!("on: {{ schedule: [{{ cron: 0 0 * * 7 }}] }}\n{JOB}"),
            "1:26 day of week 7",
        ),
        (
            format!("on: push\nbogus: 1\n{JOB}"),
            "2:1 GitHub accepts no key `bogus`",
        ),
        (
            input("type: choice"),
            "1:38 the input `x` is a choice without `options`",
        ),
        (
            input("type: choice, options: [a], default: b"),
            "has to be one of its options, and is `b`",
        ),
        (
            input("type: boolean, default: 'true'"),
            "has to be true or false, and is `true`",
        ),
        (job("bogus: 1"), "6:5 GitHub accepts no key `bogus`"),
        (job("env: { A: '${{ steps.x }}' }"), "steps"),
        (job("runs-on2: x"), "6:5 GitHub accepts no key"),
        (job("timeout-minutes: abc"), "6:22 GitHub does not accept `abc`"),
        (job("name: ${{ secrets.X }}"), "6:11 "),
        (
            "on: push\njobs: { 1a: { runs-on: x } }".to_owned(),
            "2:9 `1a` is no id",
        ),
        (
            "on: push\njobs: { __a: { runs-on: x } }".to_owned(),
            "2:9 `__a` is no id: GitHub keeps `__`",
        ),
        (
            "on: push\njobs: { a: { steps: [] } }".to_owned(),
            "2:12 GitHub asks for a key `runs-on`",
        ),
        (
            format!(
                "on: push\n{}",
                JOB.replace("run: a", "run: a, id: q }, { run: b, id: Q")
            ),
            "the id `Q` is taken",
        ),
        (
            format!("on: push\n{}", JOB.replace("run: a", "run: 'a ${{ foo(1) }}'")),
            "foo",
        ),
        (
            format!("on: push\n{}", JOB.replace("run: a", "run: a, if: bogus.x")),
            "bogus",
        ),
        (
            format!("on: push\n{}", JOB.replace("run: a", "run: 'a ${{ always() }}'")),
            "always",
        ),
    ] {
        let found = says(&text);
        assert!(
            found.iter().any(|found| found.contains(wanted)),
            "{text}\n{found:?}"
        );
    }
}

#[test]
fn what_github_reads_is_let_pass() {
    let step = |more: &str| format!("on: push\n{}", JOB.replace("run: a", &format!("run: a, {more}")));
    for text in [
        format!("on: push\ncache-mode: read\n{JOB}"),
        step("background: true"),
        format!(
            "on: push\n{}",
            JOB.replace("{ run: a }", "{ wait: [a] }, { wait-all: true }")
        ),
        step("if: \"!cancelled() && hashFiles('x') != '' && env.X\""),
        step("if: ''"),
        step("env: { A: '${{ secrets.X }}' }"),
        format!(
            "on: push\n{}",
            JOB.replace("runs-on: x", "runs-on: x, if: \"success('b') && failure()\"")
        ),
        format!(
            "on: {{ workflow_call: {{ inputs: {{ x: {{ type: boolean, default: '${{{{ github.ref == 1 }}}}' }} }} }} }}\n{JOB}"
        ),
    ] {
        assert_eq!(says(&text), Vec::<String>::new(), "{text}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
fn the_command_says_all_of_it_and_of_called_workflows_too() {
    let folder = tempfile::tempdir().unwrap();
    let workflows = folder.path().join(".github/workflows");
    fs::create_dir_all(&workflows).unwrap();
    let main = workflows.join("main.yml");
    fs::write(
        &main,
        "on: bogus\nnope: 1\njobs: { a: { uses: ./.github/workflows/cell.yml } }\n",
    )
    .unwrap();
    fs::write(
        workflows.join("cell.yml"),
        "on: workflow_call\njobs: { a: { runs-on: x, steps: [{ id: 1 }] } }\n",
    )
    .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
    let output = command
        .arg("simulate")
        .arg(&main)
        .args(["--event", "push"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    for wanted in ["main.yml:1:5: ", "main.yml:2:1: ", "cell.yml:2:"] {
        assert!(said.contains(wanted), "{said}");
    }
}
