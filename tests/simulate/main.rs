//! What an event would run, of workflows as people write them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

mod calls;
mod events;
mod refused;
mod rows;

use std::collections::BTreeMap;

use pipewright::simulate::{Question, Source, simulate};
use serde_json::{Value as Json, json};

/// Files that are not on a disk.
struct Files(BTreeMap<&'static str, String>);

impl Source for Files {
    fn text(&self, path: &str) -> Result<String, String> {
        self.0
            .get(path)
            .cloned()
            .ok_or_else(|| "there is no such file".to_owned())
    }
}

const MAIN: &str = ".github/workflows/main.yml";

fn ask(main: &str, others: &[(&'static str, &str)], question: &Question) -> Result<Json, Vec<String>> {
    let mut files = BTreeMap::from([(MAIN, main.to_owned())]);
    files.extend(others.iter().map(|(path, text)| (*path, (*text).to_owned())));
    match simulate(&Files(files), MAIN, question) {
        Ok(report) => Ok(report.to_json()),
        Err(faults) => Err(faults.iter().map(ToString::to_string).collect()),
    }
}

fn event(name: &str, payload: Json) -> Question {
    Question {
        event: name.to_owned(),
        payload: Some(payload),
        ..Question::default()
    }
}

fn run(main: &str, question: &Question) -> Json {
    ask(main, &[], question).unwrap()
}

fn starts(on: &str, question: &Question) -> Json {
    let main = format!("on:\n{on}\njobs:\n  a:\n    runs-on: x\n    steps: []\n");
    run(&main, question)["starts"].clone()
}

/// `id outcome` of each job.
fn outcomes(report: &Json) -> Vec<String> {
    let jobs = report["jobs"].as_array().unwrap().iter();
    jobs.map(|job| {
        format!(
            "{} {}",
            job["id"].as_str().unwrap(),
            job["outcome"].as_str().unwrap()
        )
    })
    .collect()
}

fn rows(matrix: &str) -> Json {
    let main = format!(
        "on: push\njobs:\n  a:\n    runs-on: x\n    strategy:\n      matrix:\n{matrix}\n    steps: []\n"
    );
    let report = run(&main, &event("push", json!({})));
    let rows = report["jobs"][0]["rows"].as_array().unwrap().iter();
    rows.map(|row| row["matrix"].clone()).collect()
}

/// Two examples of GitHub's documentation of matrices, and the ones in its parser's own comments.
#[test]
fn matrices_expand_as_the_documentation_says() {
    assert_eq!(
        rows(
            "        fruit: [apple, pear]\n        animal: [cat, dog]\n        include:\n          - color: green\n          - { color: pink, animal: cat }\n          - { fruit: apple, shape: circle }\n          - fruit: banana\n          - { fruit: banana, animal: cat }"
        ),
        json!([
            { "fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle" },
            { "fruit": "apple", "animal": "dog", "color": "green", "shape": "circle" },
            { "fruit": "pear", "animal": "cat", "color": "pink" },
            { "fruit": "pear", "animal": "dog", "color": "green" },
            { "fruit": "banana" },
            { "fruit": "banana", "animal": "cat" },
        ])
    );
    assert_eq!(
        rows(
            "        os: [macos, windows]\n        version: [12, 14, 16]\n        environment: [staging, production]\n        exclude:\n          - { os: macos, version: 12, environment: production }\n          - { os: windows, version: 16 }"
        ),
        json!([
            { "os": "macos", "version": 12, "environment": "staging" },
            { "os": "macos", "version": 14, "environment": "staging" },
            { "os": "macos", "version": 14, "environment": "production" },
            { "os": "macos", "version": 16, "environment": "staging" },
            { "os": "macos", "version": 16, "environment": "production" },
            { "os": "windows", "version": 12, "environment": "staging" },
            { "os": "windows", "version": 12, "environment": "production" },
            { "os": "windows", "version": 14, "environment": "staging" },
            { "os": "windows", "version": 14, "environment": "production" },
        ])
    );
    assert_eq!(
        rows(
            "        arch: [x64, x86]\n        os: [linux, windows]\n        include:\n          - arch: x64\n          - os: macos"
        ),
        json!([
            { "arch": "x64", "os": "linux" },
            { "arch": "x64", "os": "windows" },
            { "arch": "x86", "os": "linux" },
            { "arch": "x86", "os": "windows" },
            { "os": "macos" },
        ])
    );
}

#[test]
fn filters_of_a_matrix_compare_loosely_and_deeply() {
    assert_eq!(
        rows(
            "        v: [{ n: 1, m: A }, { n: 2, m: b }]\n        exclude:\n          - v: { n: '1', m: a }"
        ),
        json!([{ "v": { "n": 2, "m": "b" } }])
    );
    assert_eq!(
        rows(
            "        v: ${{ fromJSON('[1, 2]') }}\n        include: ${{ fromJSON('[{\"v\":2,\"x\":true}]') }}"
        ),
        json!([{ "v": 1 }, { "v": 2, "x": true }])
    );
    let unknown = run(
        "on: push\njobs:\n  a:\n    runs-on: x\n    strategy: { matrix: { v: '${{ fromJSON(vars.LIST) }}' } }\n    steps: []\n",
        &event("push", json!({})),
    );
    assert_eq!(unknown["jobs"][0]["rows"], json!([]));
    assert!(
        unknown["jobs"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("vars.LIST"),
        "{unknown}"
    );
}

#[test]
fn matrices_that_github_refuses_are_refused() {
    for (matrix, says) in [
        ("{ v: [] }", "does not contain any values"),
        (
            "{ v: [1], exclude: [{ w: 1 }] }",
            "Matrix exclude key 'w' does not match",
        ),
        ("{ include: [] }", "at least one vector"),
        ("{ v: 1 }", "is a sequence"),
        ("${{ fromJSON('[]') }}", "is a mapping"),
    ] {
        let main = format!(
            "on: push\njobs:\n  a:\n    runs-on: x\n    strategy:\n      matrix: {matrix}\n    steps: []\n"
        );
        let faults = ask(&main, &[], &event("push", json!({}))).unwrap_err();
        assert!(
            faults[0].starts_with(".github/workflows/main.yml:6:15: ") && faults[0].contains(says),
            "{faults:?}"
        );
    }
}

#[test]
fn filters_of_branches_tags_and_paths_decide_about_a_push() {
    let push = |reference: &str| event("push", json!({ "ref": reference }));
    let branches = "  push: { branches: [main, 'releases/**', '!releases/old'] }";
    assert_eq!(starts(branches, &push("refs/heads/main")), true);
    assert_eq!(starts(branches, &push("refs/heads/releases/1")), true);
    assert_eq!(starts(branches, &push("refs/heads/releases/old")), false);
    assert_eq!(starts(branches, &push("refs/tags/main")), false);
    assert_eq!(starts(branches, &event("push", json!({}))), "unknown");
    assert_eq!(
        starts("  push: { tags: ['v*'] }", &push("refs/heads/main")),
        false
    );
    assert_eq!(
        starts("  push: { tags-ignore: ['v*'] }", &push("refs/tags/v1")),
        false
    );
    assert_eq!(
        starts(
            "  push: { branches-ignore: [main], tags: ['v*'] }",
            &push("refs/tags/v1")
        ),
        true
    );
    assert_eq!(starts("  push:", &push("refs/tags/v1")), true);
    let changed = |files: &[&str]| {
        event(
            "push",
            json!({ "ref": "refs/heads/x", "commits": [{ "added": files, "modified": [], "removed": [] }] }),
        )
    };
    assert_eq!(
        starts("  push: { paths: ['src/**', '!**.md'] }", &changed(&["src/a.md"])),
        false
    );
    assert_eq!(
        starts(
            "  push: { paths: ['src/**', '!**.md'] }",
            &changed(&["src/a.md", "src/b"])
        ),
        true
    );
    assert_eq!(
        starts(
            "  push: { paths-ignore: ['**.md'] }",
            &changed(&["a/b.md", "c.md"])
        ),
        false
    );
    assert_eq!(
        starts("  push: { paths-ignore: ['**.md'] }", &changed(&["a/b.md", "c"])),
        true
    );
    assert_eq!(starts("  push: { paths: [x] }", &push("refs/heads/x")), "unknown");
}

#[test]
fn types_schedules_and_other_events_decide_as_github_does() {
    let pr = |action: &str| {
        event(
            "pull_request",
            json!({ "action": action, "pull_request": { "base": { "ref": "main" } } }),
        )
    };
    assert_eq!(
        starts("  pull_request: { branches: [main] }", &pr("opened")),
        true
    );
    assert_eq!(
        starts("  pull_request: { branches: [dev] }", &pr("opened")),
        false
    );
    assert_eq!(starts("  pull_request:", &pr("labeled")), false);
    assert_eq!(
        starts("  pull_request: { types: [labeled] }", &pr("labeled")),
        true
    );
    assert_eq!(
        starts("  issues:", &event("issues", json!({ "action": "deleted" }))),
        true
    );
    let schedule = "  schedule: [{ cron: 0 2 * * * }, { cron: 0 3 * * 0 }]";
    assert_eq!(
        starts(schedule, &event("schedule", json!({ "schedule": "0 3 * * 0" }))),
        true
    );
    assert_eq!(
        starts(schedule, &event("schedule", json!({ "schedule": "0 3 * * 1" }))),
        false
    );
    assert_eq!(starts(schedule, &event("schedule", json!({}))), "unknown");
    assert_eq!(starts("  push:", &event("release", json!({}))), false);
    assert_eq!(
        run(
            "on: [push, fork]\njobs: { a: { runs-on: x, steps: [] } }",
            &event("fork", json!({}))
        )["starts"],
        true
    );
}

#[test]
fn a_job_runs_when_everything_before_it_did_or_when_it_asks_for_less() {
    let main = "on: push\njobs:\n  a: { runs-on: x, steps: [], if: false }\n  b: { needs: a, runs-on: x, steps: [] }\n  \
                c: { needs: [a], runs-on: x, steps: [], if: always() }\n  d: { needs: c, runs-on: x, steps: [] }\n  \
                e: { needs: d, runs-on: x, steps: [], if: \"!cancelled() && needs.d.result == 'skipped'\" }\n  \
                f: { runs-on: x, steps: [] }\n  g: { needs: f, runs-on: x, steps: [], if: failure() }\n  \
                h: { runs-on: x, steps: [], if: vars.GO }\n  i: { needs: h, runs-on: x, steps: [] }\n";
    let report = run(main, &event("push", json!({})));
    let wanted = [
        "a skipped",
        "b skipped",
        "c runs",
        "d skipped",
        "e runs",
        "f runs",
        "g skipped",
        "h unknown",
        "i unknown",
    ];
    assert_eq!(outcomes(&report), wanted);
    assert!(
        report["jobs"][1]["reason"]
            .as_str()
            .unwrap()
            .contains("`a` ended as skipped")
    );
    assert!(
        report["jobs"][3]["reason"]
            .as_str()
            .unwrap()
            .contains("further up")
    );
    assert!(report["jobs"][7]["reason"].as_str().unwrap().contains("vars.GO"));
    let mut question = event("push", json!({}));
    question.results = BTreeMap::from([("f".to_owned(), "failure".to_owned())]);
    assert_eq!(outcomes(&run(main, &question))[6], "g runs");
}

const CELL: &str = ".github/workflows/cell.yml";

const CALLED: &str = "on:\n  workflow_call:\n    inputs:\n      v: { type: string, required: true }\n      n: { type: number, default: 3 }\n      \
                      go: { type: boolean, default: true }\njobs:\n  one: { if: inputs.go, runs-on: x, steps: [] }\n";

#[test]
fn local_workflows_are_followed_and_a_row_of_skipped_jobs_is_skipped() {
    let main = "on: workflow_dispatch\njobs:\n  a:\n    strategy: { matrix: { v: [x, 'y'] } }\n    uses: ./.github/workflows/cell.yml\n    \
                with: { v: '${{ matrix.v }}', go: \"${{ matrix.v == 'y' }}\" }\n";
    let report = ask(main, &[(CELL, CALLED)], &event("workflow_dispatch", json!({}))).unwrap();
    let rows = &report["jobs"][0]["rows"];
    assert_eq!(
        (&rows[0]["outcome"], &rows[1]["outcome"]),
        (&json!("skipped"), &json!("runs"))
    );
    assert_eq!(
        rows[1]["calls"]["inputs"],
        json!({ "v": "y", "n": 3, "go": true })
    );
    assert_eq!(
        (&rows[1]["name"], &report["jobs"][0]["outcome"]),
        (&json!("a (y)"), &json!("runs"))
    );
}

#[test]
fn inputs_have_types_defaults_and_choices() {
    let main = "on:\n  workflow_dispatch:\n    inputs:\n      pick: { type: choice, options: [a, b], default: b }\n      sure: { type: boolean }\n      \
                count: { type: number, default: 2 }\njobs:\n  a: { if: inputs.sure, runs-on: x, steps: [] }\n";
    let by_hand = |inputs: Json| event("workflow_dispatch", json!({ "inputs": inputs }));
    let report = run(main, &by_hand(json!({ "sure": "true" })));
    assert_eq!(report["inputs"], json!({ "pick": "b", "sure": true, "count": 2 }));
    assert_eq!(outcomes(&report), ["a runs"]);
    for (inputs, says) in [
        (json!({ "pick": "c" }), "has no choice \"c\"; there are a, b"),
        (json!({ "sure": "maybe" }), "has to be true or false"),
        (json!({ "count": "x" }), "has to be a number"),
        (json!({ "other": "x" }), "does not declare"),
    ] {
        let faults = ask(main, &[], &by_hand(inputs)).unwrap_err();
        assert!(faults[0].contains(says), "{faults:?}");
    }
}

#[test]
fn wrong_workflows_are_refused_with_a_place() {
    let job = "jobs: { a: { runs-on: x, steps: [] } }";
    let call = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/cell.yml\n    with: { v: 1 }\n";
    let circle = "on: workflow_call\njobs: { b: { uses: ./.github/workflows/main.yml } }";
    for (main, cell, says) in [
        (job.to_owned(), None, "required property is missing: on"),
        ("on: push".to_owned(), None, "required property is missing: jobs"),
        (
            "on: push\njobs:\n  a: { needs: b, runs-on: x, steps: [] }".to_owned(),
            None,
            ":3:15: job `a` needs `b`",
        ),
        (
            "on: push\njobs:\n  a: { needs: b, steps: [] }\n  b: { needs: a, steps: [] }".to_owned(),
            None,
            "in a circle: a, b",
        ),
        (
            "on: push\njobs:\n  a: { if: 'x ==', steps: [] }".to_owned(),
            None,
            ":3:12: the `if` of job `a`",
        ),
        (
            "on: push\njobs:\n  a: { if: matrix.x, steps: [] }".to_owned(),
            None,
            "Unrecognized named-value: 'matrix'",
        ),
        (call.to_owned(), None, ":4:11: "),
        (
            call.to_owned(),
            Some("on: push\njobs: { a: { runs-on: x, steps: [] } }"),
            "no `workflow_call`",
        ),
        (
            call.replace("v: 1", "w: 1"),
            Some(CALLED),
            ":5:13: `.github/workflows/cell.yml` declares no input `w`",
        ),
        (
            call.replace("v: 1", "go: true"),
            Some(CALLED),
            "requires the input `v`",
        ),
        (
            call.replace("v: 1", "v: 1, n: x"),
            Some(CALLED),
            ":5:19: the input `n`",
        ),
        (
            "on: push\njobs: { a: { uses: ./.github/workflows/cell.yml } }".to_owned(),
            Some(circle),
            "in a circle: .github/workflows/main.yml -> ",
        ),
        ("on: [push\njobs: {}".to_owned(), None, "main.yml:"),
    ] {
        let others: Vec<(&'static str, &str)> = cell.into_iter().map(|text| (CELL, text)).collect();
        let faults = ask(&main, &others, &event("push", json!({}))).unwrap_err();
        assert!(faults[0].contains(says), "{says}: {faults:?}");
    }
}

#[test]
fn anchors_are_read_and_the_command_line_ends_as_it_says() {
    let main = "on: push\njobs:\n  a: &a { runs-on: x, steps: [] }\n  b: *a\n";
    assert_eq!(
        outcomes(&run(main, &event("push", json!({})))),
        ["a runs", "b runs"]
    );
    let suite = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows/test-suite.yml");
    let pipewright = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pipewright"));
        command
            .arg("simulate")
            .arg(&suite)
            .args(arguments)
            .output()
            .unwrap()
    };
    let output = pipewright(&["--event", "push", "--ref", "main", "--changed", "src/lib.rs"]);
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &report["starts"]), (Some(0), &json!(true)));
    assert!(outcomes(&report).contains(&"push runs".to_owned()));
    let misspelt = pipewright(&["--event", "shedule"]);
    let said = String::from_utf8(misspelt.stderr).unwrap();
    assert_eq!((misspelt.status.code(), misspelt.stdout.len()), (Some(2), 0));
    assert!(
        said.contains("GitHub has no event `shedule`; did you mean `schedule`?"),
        "{said}"
    );
    let missing = pipewright(&["--event", "push", "--payload", "/no/such/file"]);
    assert_eq!((missing.status.code(), missing.stdout.len()), (Some(2), 0));
}

/// What is before a job is known from its needs, and not looked for anew: else this takes minutes.
#[test]
fn a_chain_of_thousands_of_jobs_ends_as_its_first_job_does() {
    const JOBS: usize = 9_000;
    let mut main = "on: push\njobs:\n".to_owned();
    for job in 0..JOBS {
        let needs = if job + 1 < JOBS {
            format!("    needs: [j{}]\n", job + 1)
        } else {
            String::new()
        };
        main.push_str(&format!("  j{job}:\n    runs-on: x\n{needs}    steps: []\n"));
    }
    let question = |result: &str| Question {
        results: BTreeMap::from([(format!("j{}", JOBS - 1), result.to_owned())]),
        ..event("push", json!({ "ref": "refs/heads/main" }))
    };
    let well = outcomes(&run(&main, &question("success")));
    assert_eq!((well.len(), well[0].as_str()), (JOBS, "j0 runs"));
    let badly = outcomes(&run(&main, &question("failure")));
    assert_eq!(badly[0], "j0 skipped");
}
