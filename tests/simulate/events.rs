//! What starts a workflow, beyond the examples of the documentation.

use serde_json::{Value as Json, json};

use super::{ask, event, outcomes, run, starts};

fn pushed(reference: &str, more: &[(&str, Json)]) -> super::Question {
    let mut payload = json!({ "ref": reference });
    for (name, value) in more {
        payload[*name] = value.clone();
    }
    event("push", payload)
}

fn commits(files: impl Iterator<Item = String>) -> (&'static str, Json) {
    let added: Vec<String> = files.collect();
    (
        "commits",
        json!([{ "added": added, "modified": [], "removed": [] }]),
    )
}

#[test]
fn a_commit_that_says_so_starts_nothing() {
    let says = |message: &str| pushed("refs/heads/x", &[("head_commit", json!({ "message": message }))]);
    for message in [
        "a [skip ci]",
        "[ci skip]\nb",
        "x [no ci] y",
        "[skip actions]",
        "[actions skip]",
    ] {
        assert_eq!(starts("  push:", &says(message)), false, "{message}");
    }
    assert_eq!(starts("  push:", &says("a\n\n\nskip-checks: true\n")), false);
    for message in [
        "skip ci",
        "[skip-ci]",
        "a\n\nskip-checks: true",
        "skip-checks: true",
    ] {
        assert_eq!(starts("  push:", &says(message)), true, "{message}");
    }
    // Only pushes and pull requests look at it.
    let by_hand = event(
        "workflow_dispatch",
        json!({ "head_commit": { "message": "[skip ci]" } }),
    );
    assert_eq!(starts("  workflow_dispatch:", &by_hand), true);
}

/// Of more than 300 files GitHub looks at 300, so only what holds for any 300 is known.
#[test]
fn of_many_files_only_so_many_are_looked_at() {
    let files = |docs: usize, sources: usize| {
        let docs = (0..docs).map(|at| format!("docs/{at}"));
        pushed(
            "refs/heads/x",
            &[commits(docs.chain((0..sources).map(|at| format!("src/{at}"))))],
        )
    };
    let paths = "  push: { paths: ['src/**'] }";
    assert_eq!(starts(paths, &files(299, 1)), true);
    assert_eq!(starts(paths, &files(300, 1)), "unknown");
    assert_eq!(starts(paths, &files(300, 301)), "unknown");
    assert_eq!(starts(paths, &files(299, 400)), true);
    assert_eq!(starts(paths, &files(400, 0)), false);
    let ignored = "  push: { paths-ignore: ['docs/**'] }";
    assert_eq!(starts(ignored, &files(300, 1)), "unknown");
    assert_eq!(starts(ignored, &files(10, 1)), true);
}

#[test]
fn a_push_without_commits_says_nothing_of_files() {
    let none = |deleted: bool| {
        pushed(
            "refs/heads/x",
            &[("commits", json!([])), ("deleted", json!(deleted))],
        )
    };
    assert_eq!(starts("  push: { paths: [a] }", &none(false)), "unknown");
    // A deleted branch is a push, too, and its commit that of the default branch.
    assert_eq!(starts("  push:", &none(true)), true);
    let main = "on: push\njobs:\n  a: { if: \"github.sha == 'x'\", runs-on: x, steps: [] }\n";
    let deleted = pushed(
        "refs/heads/x",
        &[("deleted", json!(true)), ("after", json!("0000"))],
    );
    assert_eq!(outcomes(&run(main, &deleted)), ["a unknown"]);
}

#[test]
fn workflow_run_waits_for_workflows_by_name_and_branch() {
    let ended = |name: &str, action: &str, branch: &str| {
        let run = json!({ "name": name, "head_branch": branch });
        event("workflow_run", json!({ "action": action, "workflow_run": run }))
    };
    let on = "  workflow_run: { workflows: [CI, Lint], types: [completed], branches: ['release/*'] }";
    assert_eq!(starts(on, &ended("Lint", "completed", "release/1")), true);
    assert_eq!(starts(on, &ended("ci", "completed", "release/1")), false);
    assert_eq!(starts(on, &ended("CI", "requested", "release/1")), false);
    assert_eq!(starts(on, &ended("CI", "completed", "main")), false);
    assert_eq!(
        starts(
            "  workflow_run: { workflows: [CI] }",
            &event("workflow_run", json!({}))
        ),
        "unknown"
    );
}

/// The information in both contexts is the same; one of them has no types.
#[test]
fn the_event_of_a_run_by_hand_has_its_inputs_with_their_defaults_as_text() {
    let main = "on:\n  workflow_dispatch:\n    inputs:\n      sure: { type: boolean, default: true }\n      n: { type: number, default: 2 }\n\
                jobs:\n  a: { if: \"github.event.inputs.sure == 'true' && inputs.sure == true\", runs-on: x, steps: [] }\n  \
                b: { if: \"github.event.inputs.n == '2' && format('{0}', inputs.n) == '2'\", runs-on: x, steps: [] }\n";
    assert_eq!(
        outcomes(&run(main, &event("workflow_dispatch", json!({})))),
        ["a runs", "b runs"]
    );
}

#[test]
fn patterns_match_as_the_cheat_sheet_says() {
    for (pattern, name, passes) in [
        ("*", "a/b", false),
        ("**", "a/b", true),
        ("Octoc?t", "Octot", true),
        ("Octoc?t", "Octocat", false),
        ("a+", "aaa", true),
        ("ver\\+1", "ver+1", true),
        ("main", "Main", false),
        ("a/**/b", "a/b", true),
        ("a/**", "a", false),
        ("rel-[a-c0]", "rel-0", true),
        ("rel-[a-c0]", "rel-d", false),
        ("**-alpha", "x/y-alpha", true),
    ] {
        let on = format!("  push: {{ branches: ['{pattern}'] }}");
        let reference = format!("refs/heads/{name}");
        assert_eq!(starts(&on, &pushed(&reference, &[])), passes, "{pattern} {name}");
    }
    let faults = ask(
        "on: { push: { branches: ['+a'] } }\njobs: { a: { runs-on: x, steps: [] } }",
        &[],
        &pushed("refs/heads/a", &[]),
    );
    assert!(faults.unwrap_err()[0].contains(":1:26: `+` needs a character"));
}
