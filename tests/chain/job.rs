//! The steps of a job, one after the other, each in the environment that GitHub gives it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Map, Value as Json, json};

use super::action;
use super::contexts::Contexts;
use super::machine::Machine;
use super::scene::put;

/// The folders of a job.
pub(crate) struct Place {
    /// Where it works.
    pub(crate) work: PathBuf,
    /// `runner.temp`.
    pub(crate) temp: PathBuf,
}

pub(crate) fn run(
    machine: &Machine<'_>,
    job: &Json,
    contexts: &Contexts,
    folder: &Path,
    output: &mut String,
) -> &'static str {
    let place = Place {
        work: folder.join("work"),
        temp: folder.join("temp"),
    };
    for path in [&place.work, &place.temp] {
        std::fs::create_dir_all(path).unwrap();
    }
    put(
        &place.temp.join("event.json"),
        &contexts.get("github")["event"].to_string(),
    );
    let mut runner = contexts.get("runner").clone();
    runner["temp"] = place.temp.to_str().unwrap().into();
    let mut contexts = contexts.with("runner", runner);
    let mut steps = Map::new();
    let mut status = "success";
    for step in job["steps"].as_array().unwrap() {
        contexts = contexts.with("steps", Json::Object(steps.clone()));
        let id = step["id"].as_str().unwrap().to_owned();
        let (outcome, outputs) = if contexts.holds(step.get("if"), status) {
            one(machine, step, &contexts, &place, output)
        } else {
            ("skipped", json!({}))
        };
        let is_forgiven = step["continue-on-error"] == json!(true);
        let conclusion = if outcome == "failure" && is_forgiven {
            "success"
        } else {
            outcome
        };
        if conclusion == "failure" {
            status = "failure";
        }
        steps.insert(
            id,
            json!({ "outcome": outcome, "conclusion": conclusion, "outputs": outputs }),
        );
    }
    status
}

fn one(
    machine: &Machine<'_>,
    step: &Json,
    contexts: &Contexts,
    place: &Place,
    output: &mut String,
) -> (&'static str, Json) {
    output.push_str(&format!("## {}\n", step["name"].as_str().unwrap()));
    if let Some(uses) = step["uses"].as_str() {
        let with = step["with"].as_object().cloned().unwrap_or_default();
        let with: Map<String, Json> = with
            .iter()
            .map(|(name, value)| (name.clone(), contexts.text(value).into()))
            .collect();
        return match action::run(machine, uses, &with, place) {
            Ok(outputs) => ("success", outputs),
            Err(error) => {
                output.push_str(&format!("{error}\n"));
                ("failure", json!({}))
            }
        };
    }
    let script = place.temp.join("step.sh");
    put(&script, step["run"].as_str().unwrap());
    let github = contexts.get("github");
    // As GitHub starts `shell: bash`.
    let mut command = bash(machine, place, github, &script);
    told(&mut command, place);
    for (name, value) in step["env"].as_object().into_iter().flatten() {
        command.env(name, contexts.text(value));
    }
    let ended = command.output().unwrap();
    output.push_str(&String::from_utf8_lossy(&ended.stdout));
    output.push_str(&String::from_utf8_lossy(&ended.stderr));
    let is_well = ended.status.success();
    (if is_well { "success" } else { "failure" }, json!({}))
}

/// What earlier steps of the job have written for later ones: variables, and folders of programs.
fn told(command: &mut Command, place: &Place) {
    let lines = |name: &str| pipewright::read::text(&place.temp.join(name)).unwrap_or_default();
    for line in lines("env").lines() {
        let (name, value) = line.split_once('=').expect("a variable on one line");
        command.env(name, value);
    }
    let own = command
        .get_envs()
        .find_map(|(name, value)| value.filter(|_| name == "PATH"));
    let mut path = own.unwrap().to_owned();
    for folder in lines("path").lines() {
        let mut longer = std::ffi::OsString::from(folder);
        longer.push(":");
        longer.push(path);
        path = longer;
    }
    command.env("PATH", path);
}

/// Bash with the variables that GitHub gives every step.
fn bash(machine: &Machine<'_>, place: &Place, github: &Json, script: &Path) -> Command {
    let mut command = Command::new("bash");
    command
        .args(["--noprofile", "--norc", "-eo", "pipefail"])
        .arg(script)
        .current_dir(&place.work)
        .stdin(Stdio::null())
        .env_clear()
        .env("PATH", machine.scene.path())
        .env("HOME", &place.temp)
        .envs(machine.scene.outside.iter().map(|(name, value)| (name, value)))
        .env("RUNNER_TEMP", &place.temp)
        .env("RUNNER_ARCH", "X64")
        .env("CI", "true")
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_OUTPUT", place.temp.join("output"))
        .env("GITHUB_ENV", place.temp.join("env"))
        .env("GITHUB_PATH", place.temp.join("path"))
        .env("GITHUB_STEP_SUMMARY", place.temp.join("summary.md"))
        .env("GITHUB_SERVER_URL", "https://github.test")
        .env("GITHUB_API_URL", machine.scene.api())
        .env("GITHUB_EVENT_PATH", place.temp.join("event.json"))
        .env(
            "GITHUB_WORKFLOW_REF",
            "o/r/.github/workflows/test-suite.yml@refs/heads/main",
        )
        // Git finds the repositories of that server in a folder.
        .env("GIT_CONFIG_COUNT", "1")
        .env(
            "GIT_CONFIG_KEY_0",
            format!("url.{}/.insteadOf", machine.scene.server()),
        )
        .env("GIT_CONFIG_VALUE_0", "https://github.test/");
    for (name, key) in [
        ("GITHUB_REPOSITORY", "repository"),
        ("GITHUB_RUN_ID", "run_id"),
        ("GITHUB_RUN_ATTEMPT", "run_attempt"),
        ("GITHUB_EVENT_NAME", "event_name"),
        ("GITHUB_SHA", "sha"),
        ("GITHUB_BASE_REF", "base_ref"),
    ] {
        command.env(name, github[key].as_str().unwrap());
    }
    command
}
