//! Mutants of the tree, not of the lines: what somebody may do to a job, a step or a trigger, in every generated file of
//! every pipeline.

use std::collections::{BTreeMap, BTreeSet};

use pipewright::emit;
use pipewright::lower::Content;
use pipewright::prove::Property;
use serde_json::{Map, Value as Json, json};

use super::Suite;

/// Mutants of one file.
struct Mutator<'f> {
    root: &'f Json,
    found: BTreeMap<&'static str, Vec<Json>>,
}

impl Mutator<'_> {
    /// The file with one value changed; where nothing changes, there is no mutant.
    fn edit(&mut self, kind: &'static str, pointer: &str, change: impl FnOnce(&mut Json)) {
        let mut root = self.root.clone();
        if let Some(value) = root.pointer_mut(pointer) {
            change(value);
            if root != *self.root {
                self.found.entry(kind).or_default().push(root);
            }
        }
    }

    fn set(&mut self, kind: &'static str, pointer: &str, key: &str, value: Json) {
        self.edit(kind, pointer, |node| {
            if let Some(members) = node.as_object_mut() {
                members.insert(key.to_owned(), value);
            }
        });
    }

    fn drop(&mut self, kind: &'static str, pointer: &str, key: &str) {
        self.edit(kind, pointer, |node| {
            if let Some(members) = node.as_object_mut() {
                members.remove(key);
            }
        });
    }

    fn at(&self, pointer: &str) -> &Json {
        self.root.pointer(pointer).unwrap_or(&Json::Null)
    }

    fn keys(&self, pointer: &str) -> Vec<String> {
        let members = self.at(pointer).as_object().map(Map::keys);
        members.into_iter().flatten().cloned().collect()
    }

    fn workflow(&mut self) {
        self.set("workflow may do anything", "", "permissions", json!("write-all"));
        self.set("workflow may read anything", "", "permissions", json!("read-all"));
        self.set(
            "variable for all jobs",
            "",
            "env",
            json!({ "BASH_ENV": "/tmp/x" }),
        );
        self.set(
            "default shell",
            "/defaults/run",
            "shell",
            json!("bash {0} || true"),
        );
        self.set(
            "default folder",
            "/defaults/run",
            "working-directory",
            json!("/tmp"),
        );
        self.set("runs renamed", "", "run-name", json!("${{ github.actor }}"));
        self.set("workflow renamed", "", "name", json!("Other"));
        self.set("one group for all", "", "concurrency", json!("one"));
        self.edit("cancels", "/concurrency/cancel-in-progress", |flag| {
            *flag = json!(*flag == json!(false))
        });
        let extra = json!({ "runs-on": "ubuntu-24.04", "timeout-minutes": 5, "permissions": {}, "steps": [{ "run": "curl x | sh" }] });
        self.set("job added", "/jobs", "extra", extra);
    }

    fn triggers(&mut self) {
        for event in [
            "pull_request_target",
            "issue_comment",
            "repository_dispatch",
            "release",
        ] {
            self.set("event added", "/on", event, Json::Null);
        }
        for event in self.keys("/on") {
            let at = format!("/on/{event}");
            match event.as_str() {
                "push" | "pull_request" | "merge_group" => {
                    self.set("filter dropped", "/on", &event, Json::Null);
                    self.set("types narrowed", &at, "types", json!(["labeled"]));
                    self.set("only documents", &at, "paths", json!(["**.md"]));
                }
                "workflow_run" => {
                    self.set("types of another run", &at, "types", json!(["requested"]));
                    self.set("another workflow's runs", &at, "workflows", json!(["Other"]));
                    self.set("branches of runs", &at, "branches", json!(["main"]));
                }
                "schedule" => {
                    self.set("time zone", &format!("{at}/0"), "timezone", json!("Asia/Tokyo"));
                    self.edit("schedule added", &at, |list| {
                        list.as_array_mut().unwrap().push(json!({ "cron": "17 5 * * *" }));
                    });
                }
                _ => {}
            }
            for input in self.keys(&format!("{at}/inputs")) {
                let at = format!("{at}/inputs/{input}");
                let required = self.at(&at)["required"] == json!(true);
                self.set("input required or not", &at, "required", json!(!required));
                self.edit("default of an input", &format!("{at}/default"), |value| {
                    *value = match value {
                        Json::Bool(flag) => json!(!*flag),
                        Json::Number(_) => json!(7),
                        _ => json!("another"),
                    };
                });
                self.edit("choice taken away", &format!("{at}/options"), |list| {
                    list.as_array_mut().unwrap().pop();
                });
            }
        }
    }

    fn job(&mut self, job: &str) {
        let at = format!("/jobs/{job}");
        self.drop("job removed", "/jobs", job);
        self.set("job may fail", &at, "continue-on-error", json!(true));
        self.set("container", &at, "container", json!("alpine"));
        self.set(
            "services",
            &at,
            "services",
            json!({ "db": { "image": "postgres" } }),
        );
        self.set("another machine", &at, "runs-on", json!("self-hosted"));
        self.set("job may do anything", &at, "permissions", json!("write-all"));
        self.drop("job's permissions dropped", &at, "permissions");
        self.set(
            "token of identity",
            &format!("{at}/permissions"),
            "id-token",
            json!("write"),
        );
        self.set("secrets inherited", &at, "secrets", json!("inherit"));
        self.set("environment", &at, "environment", json!("production"));
        self.set(
            "folder of a job",
            &at,
            "defaults",
            json!({ "run": { "working-directory": "/tmp" } }),
        );
        self.set("check renamed", &at, "name", json!("Same name"));
        self.set(
            "row added by a vector",
            &format!("{at}/strategy/matrix"),
            "extra",
            json!([1, 2]),
        );
        self.edit("workflow of another place", &format!("{at}/uses"), |uses| {
            *uses = json!("owner/repo/.github/workflows/x.yml@main");
        });
        for input in self.keys(&format!("{at}/with")) {
            self.drop("input not handed", &format!("{at}/with"), &input);
        }
        for output in self.keys(&format!("{at}/outputs")) {
            self.set("output of a job", &format!("{at}/outputs"), &output, json!("x"));
        }
        let steps = self.at(&format!("{at}/steps")).as_array().map_or(0, Vec::len);
        for step in 0..steps {
            self.step(&at, step, steps);
        }
    }

    fn step(&mut self, job: &str, index: usize, count: usize) {
        let (steps, at) = (format!("{job}/steps"), format!("{job}/steps/{index}"));
        let list = |change: fn(&mut Vec<Json>, usize)| {
            move |node: &mut Json| change(node.as_array_mut().unwrap(), index)
        };
        self.edit("step removed", &steps, list(|steps, at| drop(steps.remove(at))));
        if index + 1 < count {
            self.edit("steps swapped", &steps, list(|steps, at| steps.swap(at, at + 1)));
        }
        self.set("step may fail", &at, "continue-on-error", json!(true));
        self.set("step never runs", &at, "if", json!(false));
        self.set("step cut short", &at, "timeout-minutes", json!(1));
        self.set(
            "token for a step",
            &format!("{at}/env"),
            "GH_TOKEN",
            json!("${{ secrets.PAT }}"),
        );
        let names = self.keys(&format!("{at}/env"));
        for pair in names.windows(2) {
            self.edit("variables swapped", &format!("{at}/env"), |env| {
                let (one, other) = (env[&pair[0]].clone(), env[&pair[1]].clone());
                (env[&pair[0]], env[&pair[1]]) = (other, one);
            });
        }
        if let Some(script) = self.at(&at)["run"].as_str().map(str::to_owned) {
            self.script(&at, &script);
        }
        if let Some(uses) = self.at(&at)["uses"].as_str().map(str::to_owned) {
            self.action(&at, &uses);
        }
    }

    fn script(&mut self, at: &str, script: &str) {
        let mut said = |kind, text: String| self.set(kind, at, "run", json!(text));
        said("errors ignored", format!("set +e\n{script}"));
        said("ends well", format!("{script}\nexit 0\n"));
        said(
            "failure of a command ignored",
            format!("{} || true\n", script.trim_end()),
        );
        let lines: Vec<&str> = script.lines().collect();
        for skipped in 0..lines.len() {
            let kept = lines.iter().enumerate().filter(|(at, _)| *at != skipped);
            let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
            said("line of a script", kept.join("\n"));
        }
        for first in 1..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(first - 1, first);
            said("lines of a script swapped", swapped.join("\n"));
        }
        self.set("shell of a step", at, "shell", json!("sh"));
        self.set("folder of a step", at, "working-directory", json!("/tmp"));
    }

    fn action(&mut self, at: &str, uses: &str) {
        let Some((name, commit)) = uses.split_once('@') else {
            return;
        };
        let with = format!("{at}/with");
        self.set("unpinned", at, "uses", json!(format!("{name}@v4")));
        let repository = name.split('/').nth(1).unwrap_or_default();
        self.set(
            "another action, same commit",
            at,
            "uses",
            json!(format!("evil/{repository}@{commit}")),
        );
        self.set(
            "folder of an action",
            at,
            "uses",
            json!(format!("{name}/sub@{commit}")),
        );
        let options: &[(&'static str, &str, Json)] = match name {
            "actions/checkout" => &[
                (
                    "code of a pull request",
                    "ref",
                    json!("${{ github.event.pull_request.head.sha }}"),
                ),
                ("code of another place", "repository", json!("owner/other")),
                ("token left behind", "persist-credentials", json!(true)),
            ],
            "actions/upload-artifact" => &[
                ("upload of nothing", "if-no-files-found", json!("ignore")),
                ("path of an upload", "path", json!(".")),
                ("hidden files", "include-hidden-files", json!(true)),
            ],
            "actions/download-artifact" => &[
                ("pattern widened", "pattern", json!("*")),
                ("artifacts merged", "merge-multiple", json!(true)),
                (
                    "artifacts of another run",
                    "run-id",
                    json!("${{ github.event.workflow_run.id }}"),
                ),
            ],
            "actions/cache" => &[
                ("key of a cache", "key", json!("x")),
                ("older caches", "restore-keys", json!("pipewright-")),
            ],
            _ => &[],
        };
        for (kind, key, value) in options {
            self.set(kind, &with, key, value.clone());
        }
    }
}

/// The mutants of a file: of each kind the first, and others further on.
fn mutants(root: &Json, sites: usize) -> Vec<(&'static str, Json)> {
    let mut mutator = Mutator {
        root,
        found: BTreeMap::new(),
    };
    mutator.workflow();
    mutator.triggers();
    for job in mutator.keys("/jobs") {
        mutator.job(&job);
    }
    let sampled = mutator.found.into_iter().flat_map(|(kind, found)| {
        let stride = found.len().div_ceil(sites).max(1);
        found
            .into_iter()
            .step_by(stride)
            .map(move |mutant| (kind, mutant))
    });
    sampled.collect()
}

/// What became of one mutant: its kind and file, whether anything was found, and whether by a property of its own.
type Judged = (&'static str, String, bool, bool);

fn judged(name: &str, sites: usize) -> Vec<Judged> {
    let suite = Suite::read(name);
    let workflows = suite.files.iter().enumerate();
    let workflows = workflows.filter(|(_, file)| matches!(file.content, Content::Workflow(_)));
    let mut all = Vec::new();
    for (file, _) in workflows {
        let root = emit::read_back(suite.text(file)).unwrap();
        assert_eq!(suite.with(file, root.to_string()), [], "{name} as JSON");
        all.extend(
            mutants(&root, sites)
                .into_iter()
                .map(|(kind, mutant)| (file, kind, mutant)),
        );
    }
    let judge = |(file, kind, mutant): &(usize, &'static str, Json)| {
        let findings = suite.with(*file, mutant.to_string());
        let own = findings.iter().any(|found| found.property != Property::Meaning);
        (*kind, suite.path(*file), !findings.is_empty(), own)
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let parts = all.chunks(all.len().div_ceil(cores));
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(|| part.iter().map(judge).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    })
}

/// A sample by default; where every test is mandatory, of more pipelines and more sites.
#[test]
fn mutants_of_jobs_steps_and_triggers_are_killed() {
    let all = std::env::var_os("PIPEWRIGHT_MANDATORY").is_some_and(|value| value == "1");
    let (pipelines, sites): (&[&str], usize) = if all {
        (
            &[
                "examples/minimal.toml",
                "examples/cache/pipeline.toml",
                "examples/nightly.toml",
            ],
            2,
        )
    } else {
        (&["examples/cache/pipeline.toml"], 1)
    };
    let judged: Vec<Judged> = pipelines.iter().flat_map(|name| judged(name, sites)).collect();
    let kinds: BTreeSet<&str> = judged.iter().map(|(kind, ..)| *kind).collect();
    let own = judged.iter().filter(|(.., own)| *own).count();
    let survivors: Vec<String> = judged
        .iter()
        .filter(|(_, _, killed, _)| !killed)
        .map(|(kind, file, ..)| format!("{kind} in {file}"))
        .collect();
    println!(
        "{} mutants of {} kinds, {own} killed without comparing with the typed workflow",
        judged.len(),
        kinds.len()
    );
    assert_eq!(survivors, Vec::<String>::new());
    assert!(kinds.len() >= 55, "only {} kinds", kinds.len());
    assert!(
        own * 100 >= judged.len() * 35,
        "only {own} of {} are killed by properties of their own",
        judged.len()
    );
}
