//! This repository's own pull request, by its own workflows: Helm, a real API server, and a Spark of each chart line.
//!
//! Three things differ from GitHub. There is no cluster with nodes, so a job is promised none, and the test that needs one
//! is skipped with its reason, as on a laptop. Tools that actions install have to be there. And the programs are not
//! compiled a second time: in the place of `cargo build` stands what copies them to where it would leave them.

use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value as Json, json};

use super::binaries;
use super::cases::pull_request;
use super::machine::{Run, run};
use super::scene::{Scene, put};

/// Spark and an API server want the machine for themselves.
static MACHINE: Mutex<()> = Mutex::new(());

const CELLS: [&str; 2] = ["3.5.7/baseline", "4.1.0/baseline"];

/// What a job is promised, and what says whether it is there.
const PROBES: [(&str, &str); 5] = [
    ("suites/capabilities/chart-tools.probe", ""),
    ("suites/capabilities/kubeconform.probe", ""),
    ("suites/capabilities/control-plane.probe", ""),
    ("suites/capabilities/spark.probe", "3.5.7"),
    ("suites/capabilities/spark.probe", "4.1.0"),
];

/// The home of the right Java, or which tool is not there.
fn tools() -> Result<String, String> {
    let said = |program: &str, arguments: &[&str]| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(program);
        let program = if path.is_file() { path } else { program.into() };
        let ended = Command::new(&program)
            .args(arguments.iter().filter(|argument| !argument.is_empty()))
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if ended.status.success() {
            Ok(text(&ended.stdout))
        } else {
            Err(text(&ended.stderr))
        }
    };
    said("helm", &["version"])?;
    for (probe, version) in PROBES {
        said(probe, &[version])?;
    }
    said("suites/spark/java-home", &[])
}

/// What a commit of this working tree would hold, on a machine with the tools; none, and a word about it, without them.
fn scene() -> Option<Scene> {
    let java = match tools() {
        Ok(java) => java,
        Err(reason) => {
            let is_mandatory = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
            assert!(!is_mandatory, "no real cells: {reason}");
            println!("skipped: {reason}");
            return None;
        }
    };
    let mut scene = Scene::empty();
    scene.is_real = true;
    scene.lacks = &["cluster", "kubectl"];
    scene.outside = vec![
        // As hosted runners name it.
        ("JAVA_HOME_17_X64", java.into()),
        ("HOME", std::env::var_os("HOME").unwrap()),
    ];
    clone(&scene.root());
    put(&scene.shims().join("cargo"), &cargo());
    let done = Command::new("chmod")
        .arg("+x")
        .arg(scene.shims().join("cargo"))
        .status();
    assert!(done.unwrap().success());
    scene.generate();
    Some(scene)
}

/// Copies each file that git knows or would add.
fn clone(to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let script = "git ls-files -z --cached --others --exclude-standard \
                  | while IFS= read -r -d '' file; do if [ -e \"$file\" ]; then printf '%s\\0' \"$file\"; fi; done \
                  | xargs -0 cp -P --parents --target-directory \"$1\"";
    let done = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script, "bash"])
        .arg(to)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(done.unwrap().success());
}

/// Takes the command of the generated job and no other.
fn cargo() -> String {
    format!(
        "#!/bin/sh\nset -eu\n\
         test \"$*\" = 'build --release --locked --package pipewright --package pipewright-runtime'\n\
         mkdir -p target/release\n\
         ln -s '{0}/pipewright' '{0}/pipewright-runtime' target/release/\n",
        binaries::folder().display()
    )
}

/// Names of tests by how they ended, in a cell.
fn tests(run: &Run, cell: &str, status: &str) -> Vec<String> {
    let artifact = format!("cell-{}-attempt-1/result.json", cell.replace('/', "-"));
    let bytes = pipewright::read::bytes(&run.artifacts.join(artifact)).unwrap();
    let result: Json = serde_json::from_slice(&bytes).unwrap();
    let tests = result["tests"].as_array().unwrap();
    let those = tests.iter().filter(|test| test["status"] == status);
    let mut names: Vec<String> = those
        .map(|test| {
            let name = test["name"].as_str().unwrap();
            name.split('/').next().unwrap().to_owned()
        })
        .collect();
    names.dedup();
    names.sort();
    names.dedup();
    names
}

const PASSED: [&str; 7] = [
    "chart-lint",
    "chart-refusals",
    "chart-render",
    "chart-scenario",
    "chart-schemas",
    "control-plane-apply",
    "spark-pi",
];

#[test]
fn a_pull_request_of_this_repository_is_green() {
    let _alone = MACHINE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(scene) = scene() else { return };
    let run = run(&scene, &pull_request(), &[]);
    run.ends("success", "passed");
    for job in ["runtime", "drift-check", "pull-request", "aggregate", "report"] {
        assert_eq!(run.result(job), "success", "{}", run.output[job]);
    }
    for job in [
        "nightly",
        "weekly",
        "monthly",
        "dispatch-load",
        "alerts",
        "history",
    ] {
        assert_eq!(run.result(job), "skipped", "{job}");
    }
    for cell in CELLS {
        assert_eq!(tests(&run, cell, "passed"), PASSED, "{cell}");
        assert_eq!(tests(&run, cell, "skipped"), ["cluster-chart"], "{cell}");
    }
    let skipped = run.summary()["skipped_tests"].to_string();
    assert!(skipped.contains("cluster"), "the reason is told: {skipped}");
}

#[test]
fn a_misspelt_image_in_one_chart_is_red_in_that_cell_alone() {
    let _alone = MACHINE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(scene) = scene() else { return };
    let values = scene.root().join("charts/spark-4.1/ci/baseline-values.yaml");
    let text = pipewright::read::text(&values).unwrap();
    assert!(!text.contains("image:"), "{text}");
    put(&values, &format!("{text}image:\n  repository: apache/sparc\n"));
    let run = run(&scene, &pull_request(), &[]);
    run.ends("failure", "failed");
    let summary = run.summary();
    let failed = summary["failed_tests"].as_array().unwrap();
    assert!(
        !failed.is_empty() && failed.iter().all(|test| test["cell"] == CELLS[1]),
        "{failed:?}"
    );
    assert!(
        failed.iter().any(|test| test["name"]
            .as_str()
            .unwrap()
            .contains("test_every_image_is_the_cell_s")),
        "{failed:?}"
    );
    assert_eq!(tests(&run, CELLS[0], "passed"), PASSED);
    assert_eq!(tests(&run, CELLS[0], "failed"), Vec::<String>::new());
    assert!(tests(&run, CELLS[1], "passed").contains(&"spark-pi".to_owned()));
    assert_eq!(summary["ledger"]["missing"], json!([]));
    let output = &run.output["test-suite"];
    assert!(
        output.contains("pull-request::expected success, was failure"),
        "{output}"
    );
}
