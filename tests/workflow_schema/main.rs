//! Our reading of GitHub's schema against GitHub's own, on workflows that were changed by chance.
//!
//! Needs Node and the npm package `@actions/workflow-parser`: `PIPEWRIGHT_PEERS` names the `node_modules` folder that
//! holds it. Without them the test says that it was skipped; with `PIPEWRIGHT_MANDATORY=1` it fails.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

mod mutate;
mod peer;
#[path = "../expression_peer/random.rs"]
#[expect(
    dead_code,
    reason = "chance is shared with another test, which needs more of it"
)]
mod random;

use std::path::{Path, PathBuf};

use pipewright::prove::{Property, accepted};
use pipewright::yaml;
use random::Random;
use serde_json::Value;

const SEED: u64 = 0x5eed_0002;
const COUNT: usize = 3_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Workflows to start from: what this repository has, and one with what generated ones never hold.
fn originals() -> Vec<Value> {
    let folder = root().join(".github/workflows");
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.push(root().join("tests/fixtures/workflows/everything.yml"));
    let read = |path: PathBuf| {
        yaml::parse(&pipewright::read::text(&path).unwrap())
            .unwrap()
            .to_json()
    };
    files.into_iter().map(read).collect()
}

/// What we say against a workflow.
fn ours(text: &str) -> Vec<String> {
    match yaml::parse(text) {
        Ok(node) => accepted("w.yml", &node)
            .into_iter()
            .map(|finding| finding.message)
            .collect(),
        Err(fault) => vec![fault.message],
    }
}

/// What GitHub says of the form of a workflow. What its expressions mean is the matter of another property.
fn of_form(mut messages: Vec<String>) -> Vec<String> {
    let place = |message: &str| message.split_once("): ").map(|(place, _)| place.to_owned());
    let expressions = messages
        .iter()
        .filter(|message| message.contains("): Unrecognized "));
    let expressions: Vec<Option<String>> = expressions.map(|message| place(message)).collect();
    messages.retain(|message| !expressions.contains(&place(message)));
    messages
}

/// The schema is the file of the package that its provenance names.
#[test]
fn the_schema_is_what_its_provenance_says() {
    use sha2::{Digest, Sha256};
    let folder = root().join("src/prove/schema");
    let bytes = pipewright::read::bytes(&folder.join("workflow-v1.0.min.json")).unwrap();
    let digest: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let provenance = pipewright::read::text(&folder.join("PROVENANCE.md")).unwrap();
    assert!(provenance.contains(&digest), "{digest}");
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_what_is_accepted() {
    let cases = [
        (
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n    step: []\n",
            6,
            "no key `step` here; it accepts `needs`",
        ),
        (
            "on:\n  push:\n    branch: main\njobs: {}\n",
            3,
            "no key `branch` here; it accepts `branches`",
        ),
        ("on: pushed\njobs: {}\n", 1, "does not accept `pushed` here"),
        (
            "on: push\njobs:\n  a:\n    steps: []\n",
            4,
            "asks for a key `runs-on`",
        ),
        (
            "on: push\npermissions:\n  contents: admin\njobs: {}\n",
            3,
            "`admin` here; it accepts `read`, `write`",
        ),
        (
            "on: push\nname: ${{ github.ref }}\njobs: {}\n",
            2,
            "no expression here",
        ),
        (
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - name: y\n",
            6,
            "cannot tell what this is",
        ),
        (
            "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: y\n        background: true\n",
            7,
            "no key `background`",
        ),
    ];
    for (text, line, message) in cases {
        let findings = accepted("w.yml", &yaml::parse(text).unwrap());
        let found = findings.iter().any(|finding| {
            (finding.property, finding.at.line) == (Property::Schema, line)
                && finding.message.contains(message)
        });
        assert!(found, "{text}{findings:?}");
    }
    for original in originals() {
        assert_eq!(ours(&original.to_string()), Vec::<String>::new());
    }
}

#[test]
fn changed_workflows_are_judged_as_github_judges_them() {
    let Some(peer) = peer::Peer::find() else { return };
    // The largest would take most of the time, and is made of what the others have too.
    let originals = originals()
        .into_iter()
        .filter(|original| original.to_string().len() < 10_000);
    let originals: Vec<Value> = originals.collect();
    let mut random = Random::new(SEED);
    let workflows: Vec<Value> = (0..COUNT)
        .map(|at| mutate::mutant(&originals[at % originals.len()], &mut random))
        .collect();
    let lines: String = workflows.iter().map(|workflow| format!("{workflow}\n")).collect();
    let answers = peer.ask(&lines);
    assert_eq!(answers.lines().count(), COUNT, "the peer answers every line");
    let (mut refused, mut differences) = (0, Vec::new());
    for (line, answer) in lines.lines().zip(answers.lines()) {
        let theirs: Vec<String> = serde_json::from_str(answer).unwrap();
        let ours = ours(line);
        refused += usize::from(!theirs.is_empty());
        let differs = if ours.is_empty() {
            !of_form(theirs.clone()).is_empty()
        } else {
            theirs.is_empty()
        };
        if differs {
            differences.push(format!("{line}\n  we: {ours:?}\n  GitHub: {theirs:?}"));
        }
    }
    println!(
        "{COUNT} workflows, seed {SEED:#x}: {refused} refused by GitHub, {} differences",
        differences.len()
    );
    differences
        .iter()
        .take(10)
        .for_each(|difference| println!("{difference}"));
    assert!(
        (COUNT / 5..COUNT * 19 / 20).contains(&refused),
        "{refused} of {COUNT} prove little"
    );
    assert_eq!(differences.len(), 0);
}
