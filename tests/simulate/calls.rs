//! Workflows of this repository that are called: what they are handed, and what GitHub refuses.

use serde_json::json;

use super::{CELL, ask, event};

fn call(with: &str, declared: &str) -> Result<serde_json::Value, Vec<String>> {
    let main = format!("on: push\njobs:\n  a:\n    uses: ./{CELL}\n{with}\n");
    let cell = format!("on:\n  workflow_call:\n{declared}\njobs: {{ one: {{ runs-on: x, steps: [] }} }}\n");
    ask(
        &main,
        &[(CELL, &cell)],
        &event("push", json!({ "ref": "refs/heads/main" })),
    )
}

#[test]
fn inputs_are_of_the_declared_type_already() {
    let inputs = "    inputs:\n      go: { type: boolean }\n      n: { type: number, default: 2 }\n      s: { type: string, default: '${{ github.ref }}' }";
    let told =
        |with: &str| call(with, inputs).map(|report| report["jobs"][0]["rows"][0]["calls"]["inputs"].clone());
    assert_eq!(
        told("").unwrap(),
        json!({ "go": false, "n": 2, "s": "refs/heads/main" })
    );
    assert_eq!(
        told("    with: { go: \"${{ github.ref == 'x' }}\", n: 0x10, s: true }").unwrap(),
        json!({ "go": false, "n": 16, "s": "true" })
    );
    for (with, says) in [
        ("    with: { go: 'true' }", ":5:13: the input `go`"),
        (
            "    with: { go: \"${{ 'true' }}\" }",
            "has to be true or false, and is the text \"true\"",
        ),
        (
            "    with: { n: '5' }",
            "has to be a number, and is the text \"5\"; fromJSON()",
        ),
        ("    with: { go: 1 }", "has to be true or false"),
    ] {
        let faults = told(with).unwrap_err();
        assert!(faults[0].contains(says), "{faults:?}");
    }
}

#[test]
fn secrets_are_handed_by_name_or_all_at_once() {
    let declared = "    secrets: { TOKEN: { required: true }, OTHER: }";
    assert!(call("    secrets: inherit", declared).is_ok());
    assert!(call("    secrets: { token: x }", declared).is_ok());
    for (secrets, says) in [
        (
            "",
            ":4:11: `.github/workflows/cell.yml` requires the secret `TOKEN`",
        ),
        ("    secrets: { OTHER: x }", "requires the secret `TOKEN`"),
        (
            "    secrets: { TOKEN: x, THIRD: y }",
            ":5:26: `.github/workflows/cell.yml` declares no secret `THIRD`",
        ),
    ] {
        let faults = call(secrets, declared).unwrap_err();
        assert!(faults[0].contains(says), "{faults:?}");
    }
}

#[test]
fn calls_may_be_ten_deep_and_no_deeper() {
    const PATHS: [&str; 11] = [
        ".github/workflows/0.yml",
        ".github/workflows/1.yml",
        ".github/workflows/2.yml",
        ".github/workflows/3.yml",
        ".github/workflows/4.yml",
        ".github/workflows/5.yml",
        ".github/workflows/6.yml",
        ".github/workflows/7.yml",
        ".github/workflows/8.yml",
        ".github/workflows/9.yml",
        ".github/workflows/10.yml",
    ];
    let chain = |called: usize| {
        let files: Vec<(&'static str, String)> = (0..called)
            .map(|at| {
                let job = if at + 1 < called {
                    format!("uses: ./{}", PATHS[at + 1])
                } else {
                    "runs-on: x, steps: []".to_owned()
                };
                (
                    PATHS[at],
                    format!("on: workflow_call\njobs: {{ a: {{ {job} }} }}\n"),
                )
            })
            .collect();
        let files: Vec<(&'static str, &str)> =
            files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let main = format!("on: push\njobs: {{ a: {{ uses: ./{} }} }}\n", PATHS[0]);
        ask(&main, &files, &event("push", json!({})))
    };
    assert!(chain(9).is_ok());
    let faults = chain(10).unwrap_err();
    assert!(faults[0].contains("more than 10 deep"), "{faults:?}");
}

/// GitHub holds a call against what it calls when it reads the file, before it knows whether the call is made.
#[test]
fn a_call_that_is_skipped_is_refused_like_any_other() {
    let called = "on: { workflow_call: { inputs: { n: { type: number, required: true } }, secrets: { tok: { required: true } } } }\n\
                  jobs: { one: { runs-on: x, steps: [] } }\n";
    let skipped = |more: &str, path: &str| {
        let main = format!("on: push\njobs:\n  a:\n    if: false\n    uses: ./{path}\n{more}\n");
        let payload = json!({ "ref": "refs/heads/main" });
        ask(&main, &[(CELL, called)], &event("push", payload))
    };
    let sound = "    with: { n: 1 }\n    secrets: { tok: x }";
    assert_eq!(skipped(sound, CELL).unwrap()["jobs"][0]["outcome"], "skipped");
    for (more, path, says) in [
        ("    secrets: { tok: x }", CELL, "requires the input `n`"),
        ("    with: { n: 1 }", CELL, "requires the secret `tok`"),
        (
            "    with: { n: 1, zzz: 1 }\n    secrets: { tok: x }",
            CELL,
            "declares no input `zzz`",
        ),
        (sound, ".github/workflows/nope.yml", "there is no such file"),
    ] {
        let faults = skipped(more, path).unwrap_err();
        assert!(faults[0].contains(says), "{says}: {faults:?}");
    }
}

/// Whoever fills in a form writes text; GitHub makes a number of it as its expressions do.
#[test]
fn a_number_of_a_form_is_read_as_expressions_read_one() {
    let main = "on: { workflow_dispatch: { inputs: { a: { type: number, default: '5' } } } }\njobs: { one: { runs-on: x, steps: [] } }\n";
    let given = |payload| {
        ask(main, &[], &event("workflow_dispatch", payload)).map(|report| report["inputs"]["a"].clone())
    };
    assert_eq!(given(json!({})).unwrap(), 5);
    assert_eq!(given(json!({ "inputs": { "a": "0x10" } })).unwrap(), 16);
    for wrong in ["NaN", "", "five", "1 2"] {
        let faults = given(json!({ "inputs": { "a": wrong } })).unwrap_err();
        assert!(faults[0].contains("has to be a number"), "{wrong}: {faults:?}");
    }
}
