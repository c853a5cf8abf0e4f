//! A run of the main workflow, from its event to the result of each job.

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::contexts::Contexts;
use super::job;
use super::scene::Scene;

const SUITE: &str = ".github/workflows/test-suite.yml";

/// What GitHub gives a job. No job may print it.
const TOKEN: &str = "good-token";

/// What an event is made of.
pub(crate) struct Event {
    pub(crate) name: &'static str,
    pub(crate) payload: Json,
    pub(crate) inputs: Json,
}

/// A run that has ended.
pub(crate) struct Run {
    /// How each job ended.
    pub(crate) results: IndexMap<String, &'static str>,
    /// What each job printed.
    pub(crate) output: IndexMap<String, String>,
    /// Where the artifacts are, each in a folder of its name.
    pub(crate) artifacts: PathBuf,
    /// Where its jobs worked.
    pub(crate) folder: PathBuf,
    /// `github.run_id`.
    pub(crate) number: usize,
}

/// A run that is under way.
pub(crate) struct Machine<'s> {
    pub(crate) scene: &'s Scene,
    pub(crate) folder: PathBuf,
    /// Where the artifacts are.
    pub(crate) artifacts: PathBuf,
    /// The run that made them.
    pub(crate) number: usize,
    /// Artifacts that are lost when they are uploaded.
    pub(crate) lost: &'s [&'s str],
}

/// Runs what an event starts.
pub(crate) fn run(scene: &Scene, event: &Event, lost: &[&str]) -> Run {
    let (number, folder) = scene.run();
    let machine = Machine {
        scene,
        artifacts: folder.join("artifacts"),
        folder,
        number,
        lost,
    };
    std::fs::create_dir_all(&machine.artifacts).unwrap();
    play(&machine, SUITE, &github(event, number), event)
}

/// Runs what starts when the run of a pull request has ended, with the artifacts of that run.
pub(crate) fn after(scene: &Scene, ended: &Run, of: &Event) -> Run {
    let (number, folder) = scene.run();
    let machine = Machine {
        scene,
        artifacts: ended.artifacts.clone(),
        folder,
        number: ended.number,
        lost: &[],
    };
    let event = Event {
        name: "workflow_run",
        payload: ended.payload(of),
        inputs: json!({}),
    };
    play(
        &machine,
        ".github/workflows/test-report.yml",
        &github(&event, number),
        &event,
    )
}

impl Run {
    /// What GitHub says of it to whoever waits for its end. Of a fork's run it knows no pull request.
    fn payload(&self, of: &Event) -> Json {
        let is_red = self.results.values().any(|result| *result == "failure");
        let head = &of.payload["pull_request"]["head"];
        json!({
            "repository": { "full_name": "o/r", "default_branch": "main" },
            "workflow_run": {
                "id": self.number,
                "run_attempt": 1,
                "event": of.name,
                "conclusion": if is_red { "failure" } else { "success" },
                "path": SUITE,
                "head_sha": head["sha"],
                "head_branch": "feature",
                "head_repository": head["repo"],
                "pull_requests": [],
            },
        })
    }
}

fn play(machine: &Machine<'_>, workflow: &str, github: &Json, event: &Event) -> Run {
    let workflow = machine.scene.workflow(workflow);
    let contexts = Contexts::new(json!({
        "github": github,
        "inputs": event.inputs,
        "runner": { "os": "Linux", "arch": "X64" },
        "secrets": machine.scene.secrets,
        "vars": {},
    }));
    let mut run = Run {
        results: IndexMap::new(),
        output: IndexMap::new(),
        artifacts: machine.artifacts.clone(),
        folder: machine.folder.clone(),
        number: machine.number,
    };
    let jobs = workflow["jobs"].as_object().unwrap();
    while run.results.len() < jobs.len() {
        let before = run.results.len();
        for (id, job) in jobs {
            let needs = needs(job);
            if !run.results.contains_key(id) && needs.iter().all(|need| run.results.contains_key(need)) {
                let (result, output) = one(machine, id, job, &contexts, &needs, &run.results);
                run.results.insert(id.clone(), result);
                run.output.insert(id.clone(), output);
            }
        }
        assert!(before < run.results.len(), "jobs that wait for each other");
    }
    run
}

fn github(event: &Event, number: usize) -> Json {
    let is_pull_request = event.name == "pull_request";
    json!({
        "event_name": event.name,
        "event": event.payload,
        "ref": if is_pull_request { "refs/pull/7/merge" } else { "refs/heads/main" },
        "ref_name": if is_pull_request { "7/merge" } else { "main" },
        "head_ref": if is_pull_request { "feature" } else { "" },
        "base_ref": if is_pull_request { "main" } else { "" },
        "sha": "0123456789abcdef0123456789abcdef01234567",
        "repository": "o/r",
        "run_id": number.to_string(),
        "run_attempt": "1",
        "workflow": "Chain",
        "token": TOKEN,
    })
}

fn needs(job: &Json) -> Vec<String> {
    match &job["needs"] {
        Json::String(one) => vec![one.clone()],
        Json::Array(all) => all.iter().map(|need| need.as_str().unwrap().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// A job with all its rows: the worst of their results is its own.
fn one(
    machine: &Machine<'_>,
    id: &str,
    job: &Json,
    contexts: &Contexts,
    needs: &[String],
    results: &IndexMap<String, &'static str>,
) -> (&'static str, String) {
    let of_needs: serde_json::Map<String, Json> = needs
        .iter()
        .map(|need| (need.clone(), json!({ "result": results[need], "outputs": {} })))
        .collect();
    let contexts = contexts.with("needs", Json::Object(of_needs));
    // GitHub's `success()` of a job: nothing that it needs has failed or was skipped.
    let status = if needs.iter().all(|need| results[need] == "success") {
        "success"
    } else {
        "failure"
    };
    if !contexts.holds(job.get("if"), status) {
        return ("skipped", String::new());
    }
    let rows = match job.pointer("/strategy/matrix/include").and_then(Json::as_array) {
        Some(rows) => rows.clone(),
        None => vec![json!({})],
    };
    let row = &|index: usize, row: &Json| {
        let contexts = contexts.with("matrix", row.clone());
        let folder = machine.folder.join(format!("{id}-{index}"));
        let mut output = String::new();
        let result = match job["uses"].as_str() {
            Some(path) => called(machine, path, job, &contexts, &folder, &mut output),
            None => job::run(machine, job, &contexts, &folder, &mut output),
        };
        (result, output)
    };
    // Rows run at the same time, as on GitHub: each on a machine of its own.
    let rows: Vec<(&str, String)> = std::thread::scope(|scope| {
        let rows = rows.iter().enumerate();
        let running: Vec<_> = rows
            .map(|(index, one)| scope.spawn(move || row(index, one)))
            .collect();
        running.into_iter().map(|row| row.join().unwrap()).collect()
    });
    let (ended, output): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let output = output.concat();
    assert!(!output.contains(TOKEN), "the token is in the output: {output}");
    let worst = ["failure", "success", "skipped"]
        .into_iter()
        .find(|result| ended.contains(result));
    (worst.unwrap(), output)
}

/// A local workflow with one job.
fn called(
    machine: &Machine<'_>,
    path: &str,
    job: &Json,
    contexts: &Contexts,
    folder: &Path,
    output: &mut String,
) -> &'static str {
    let workflow = machine.scene.workflow(path.trim_start_matches("./"));
    let declared = workflow
        .pointer("/on/workflow_call/inputs")
        .unwrap()
        .as_object()
        .unwrap();
    let given = job["with"].as_object().unwrap();
    assert!(
        given.keys().all(|name| declared.contains_key(name)),
        "an input that is not declared"
    );
    let inputs: serde_json::Map<String, Json> = declared
        .iter()
        .map(|(name, input)| {
            let value = given
                .get(name)
                .map_or(input["default"].clone(), |value| contexts.value(value));
            (name.clone(), machine.scene.promised(name, value))
        })
        .collect();
    let contexts = contexts
        .with("inputs", Json::Object(inputs))
        .with("matrix", json!({}));
    let jobs = workflow["jobs"].as_object().unwrap();
    assert_eq!(jobs.len(), 1);
    let job = &jobs["cell"];
    if !contexts.holds(job.get("if"), "success") {
        return "skipped";
    }
    job::run(machine, job, &contexts, folder, output)
}
