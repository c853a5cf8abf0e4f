//! The proof fails for what changes the meaning of the generated files, and for nothing else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so")]

#[path = "prove/properties.rs"]
mod properties;
#[path = "prove/tree.rs"]
mod tree;

use std::collections::{BTreeMap, HashMap};

use pipewright::decode::decode;
use pipewright::emit;
use pipewright::lower::{self, Generated, lower};
use pipewright::plan::{Plan, plan};
use pipewright::prove::{self, Finding, Property, prove};

/// A pipeline with its files.
struct Suite {
    plan: Plan,
    files: Vec<Generated>,
    texts: HashMap<String, String>,
}

impl Suite {
    fn new(toml: &str) -> Self {
        let pipeline = decode(toml).pipeline.unwrap();
        let plan = plan(&pipeline);
        let source = "pipeline.toml";
        let files = lower(lower::Input {
            pipeline: &pipeline,
            plan: &plan,
            source,
        });
        let texts = files
            .iter()
            .map(|file| (file.path.clone(), emit::text(file, source)))
            .collect();
        Self { plan, files, texts }
    }

    fn read(name: &str) -> Self {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        Self::new(&pipewright::read::text(&path).unwrap())
    }

    fn path(&self, file: usize) -> String {
        self.files[file].path.clone()
    }

    fn text(&self, file: usize) -> &str {
        &self.texts[&self.files[file].path]
    }

    fn with(&self, file: usize, text: String) -> Vec<Finding> {
        let mut texts = self.texts.clone();
        texts.insert(self.path(file), text);
        self.prove(&texts)
    }

    fn prove(&self, texts: &HashMap<String, String>) -> Vec<Finding> {
        prove(prove::Input {
            plan: &self.plan,
            expected: &self.files,
            texts,
        })
        .findings
    }
}

#[test]
fn what_is_generated_is_proved() {
    for name in [
        "pipeline.toml",
        "examples/minimal.toml",
        "examples/database-operator.toml",
        "examples/seed.toml",
    ] {
        let suite = Suite::read(name);
        assert_eq!(suite.prove(&suite.texts), [], "{name}");
    }
}

/// Layout, comments, quotes, the order of keys, white space in expressions: none of them means anything.
#[test]
fn a_file_that_was_only_laid_out_anew_passes() {
    let suite = Suite::read("pipeline.toml");
    for file in 0..2 {
        let text = suite.text(file);
        let read: serde_json::Value = emit::read_back(text).unwrap();
        let anew = [
            serde_yaml::to_string(&read).unwrap(),
            serde_json::to_string_pretty(&read).unwrap(),
            reversed(&read).to_string(),
            text.replace('\n', "\r\n"),
            text.replace("'on'", "\"on\"")
                .replace(" == ", "  ==   ")
                .replace("runs-on: ubuntu-24.04", "runs-on: 'ubuntu-24.04'"),
            text.lines()
                .filter(|line| !line.trim_start().starts_with("# ["))
                .map(|line| format!("{line}\n"))
                .collect(),
            text.replace("if: inputs.selected", "if: ${{ inputs.selected }}")
                .replace("needs: [aggregate]", "needs: aggregate"),
        ];
        for (index, text) in anew.into_iter().enumerate() {
            assert_eq!(suite.with(file, text), [], "layout {index} of file {file}");
        }
    }
}

fn reversed(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(members) => {
            let members = members
                .iter()
                .rev()
                .map(|(key, value)| (key.clone(), reversed(value)));
            serde_json::Value::Object(members.collect())
        }
        serde_json::Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

/// A finding names the property, the trigger, the cell and the line.
#[test]
fn a_finding_says_what_does_not_hold_and_where() {
    let suite = Suite::read("pipeline.toml");
    let text = suite.text(0);
    let line = |needle: &str| text.lines().position(|line| line.contains(needle)).unwrap() + 1;
    let row = text
        .lines()
        .find(|line| line.contains("- { version: 4.1.1, suite: smoke, scenario: baseline,"))
        .unwrap();
    let findings = suite.with(0, text.replacen(&format!("{row}\n"), "", 1));
    let routing: Vec<String> = findings
        .iter()
        .filter(|f| f.property == Property::Routing)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        routing,
        [
            ".github/workflows/test-suite.yml:1:1: routing: under schedule `0 2 * * *`, cell 4.1.1/baseline is planned, and does not run"
        ]
    );
    let findings = suite.with(
        0,
        text.replacen(
            "github.event.schedule == '0 2 * * *'",
            "github.event.schedule == '0 3 * * 0'",
            1,
        ),
    );
    let first = findings.iter().find(|f| f.message == "runs twice").unwrap();
    assert_eq!(first.trigger.as_deref(), Some("schedule `0 3 * * 0`"));
    let findings = suite.with(0, text.replacen("  contents: read", "  contents: write", 1));
    let at = (Property::Permissions, line("  contents: read"));
    assert!(
        findings.iter().all(|f| (f.property, f.at.line) == at),
        "{findings:?}"
    );
    let own = "job `drift-check` has `contents: write`, and `checkout` needs `read`";
    assert!(findings.iter().any(|f| f.message == own), "{findings:?}");
    let findings = suite.with(0, text.replacen("github.event_name == 'push'", "vars.GO", 1));
    assert!(
        findings.iter().any(|f| f.message.contains("depends on vars.GO")),
        "{findings:?}"
    );
}

#[test]
fn a_file_that_is_missing_or_broken_is_no_panic() {
    let suite = Suite::read("examples/minimal.toml");
    assert!(!suite.prove(&HashMap::new()).is_empty());
    for file in 0..suite.files.len() {
        for text in ["", "{", "[]", "a: b", "on: push\njobs: {}", "\u{0}"] {
            assert!(
                !suite.with(file, text.to_owned()).is_empty(),
                "{text:?} for {}",
                suite.path(file)
            );
        }
    }
}

/// A change of a text that changes what it does.
struct Mutant {
    kind: &'static str,
    file: usize,
    line: usize,
    text: String,
}

/// What one line becomes, by the kind of the change.
#[expect(
    clippy::too_many_lines,
    reason = "a table of the kinds of mutants, one after the other"
)]
fn changes(line: &str) -> Vec<(&'static str, Option<String>)> {
    let trimmed = line.trim_start();
    let indent = &line[..line.len() - trimmed.len()];
    let mut changes: Vec<(&'static str, Option<String>)> = Vec::new();
    let mut replace = |kind, from: &str, to: &str| {
        if trimmed.contains(from) {
            changes.push((kind, Some(format!("{indent}{}", trimmed.replacen(from, to, 1)))));
        }
    };
    if !trimmed.starts_with('#') {
        replace("cron moved", "cron: 0 ", "cron: 7 ");
        replace("cron of a condition moved", "schedule == '0 ", "schedule == '7 ");
        replace("permission widened", ": read", ": write");
        replace("permission widened", "permissions: {}", "permissions: write-all");
        replace("key renamed", "runs-on: ", "runs_on: ");
        replace("key renamed", "timeout-minutes: ", "timeout: ");
        replace("key renamed", "cancel-in-progress: ", "cancel: ");
        replace("value refused", "type: choice", "type: choices");
        replace("value refused", "fail-fast: false", "fail-fast: []");
        replace("lock started", "branches-ignore: ['**']", "branches: ['**']");
        replace(
            "lock started",
            "branches-ignore: ['**']",
            "branches-ignore: [main]",
        );
        replace("pin moved", "@043fb46d", "@143fb46d");
        replace(
            "artifact renamed",
            "name: cell-${{ inputs.version }}-",
            "name: cell-",
        );
        replace("artifact renamed", "name: plan", "name: plans");
        replace("artifact renamed", "name: aggregate", "name: plan");
        replace("artifact renamed", "name: pipewright", "name: pipewrong");
        replace("pattern changed", "pattern: cell-", "pattern: ");
        replace("gate weakened", "exit \"$red\"", "exit 0");
        replace("gate weakened", "red=1", "red=0");
        replace(
            "gate weakened",
            "'success' || 'skipped'",
            "'skipped' || 'skipped'",
        );
        replace("gate weakened", "!cancelled()", "always()");
        replace(
            "gate weakened",
            "success ${{ needs.",
            "${{ needs.runtime.result }} ${{ needs.",
        );
        replace("exec removed", "exec ", "");
        replace(
            "credentials kept",
            "persist-credentials: false",
            "persist-credentials: true",
        );
        replace(
            "result of nothing",
            "if-no-files-found: error",
            "if-no-files-found: warn",
        );
        replace("shell changed", "shell: bash", "shell: sh");
        replace("rows stop each other", "fail-fast: false", "fail-fast: true");
        replace(
            "event changed",
            "event_name == 'push'",
            "event_name == 'pull_request'",
        );
        replace(
            "choice changed",
            "inputs.test_type == 'all'",
            "inputs.test_type == 'none'",
        );
        replace(
            "choice changed",
            "inputs.spark_version == 'all'",
            "inputs.spark_version != 'all'",
        );
        replace("selection dropped", "selected: ${{ ", "selected: ${{ true || ");
        replace("default changed", "default: true", "default: false");
        replace("default changed", "default: smoke", "default: all");
        replace("options changed", "options: [", "options: [other, ");
        replace("output renamed", "outputs.cache-hit", "outputs.cache-miss");
        replace(
            "step renamed",
            "steps.fetch-aggregate.",
            "steps.fetch-aggregates.",
        );
        replace("input renamed", "inputs.needs", "inputs.need");
        replace("version changed", "version: 3.5.7,", "version: 3.5.8,");
        replace("scenario changed", "scenario: baseline ", "scenario: connect ");
        replace("capabilities changed", "helm java", "helm");
        replace("branches changed", "branches: [main", "branches: [trunk");
        replace("filter changed", "paths-ignore: [", "paths: [");
        replace("pin changed", "@3d3c42e5", "@4d3c42e5");
        replace(
            "machine changed",
            "runs-on: ubuntu-24.04",
            "runs-on: ubuntu-latest",
        );
        replace(
            "token exposed",
            "SCENARIO: ${{ inputs.scenario }}",
            "SCENARIO: ${{ secrets.TOKEN }}",
        );
        replace(
            "called file changed",
            "uses: ./.github/workflows/test-cell.yml",
            "uses: ./.github/workflows/other.yml",
        );
        replace(
            "needs removed",
            "needs: [drift-check, runtime]",
            "needs: [runtime]",
        );
        replace("needs removed", "needs: [aggregate]", "needs: [runtime]");
    }
    let number = |kind, key: &str, to: &str| {
        trimmed
            .starts_with(key)
            .then(|| (kind, Some(format!("{indent}{key}{to}"))))
    };
    changes.extend(number("timeout changed", "timeout-minutes: ", "360"));
    changes.extend(number("retention changed", "retention-days: ", "45"));
    changes.extend(number("parallelism changed", "max-parallel: ", "99"));
    if let Some(condition) = trimmed.strip_prefix("if: ") {
        let inner = condition
            .strip_prefix("${{ ")
            .and_then(|c| c.strip_suffix(" }}"))
            .unwrap_or(condition);
        changes.push((
            "condition negated",
            Some(format!("{indent}if: ${{{{ !({inner}) }}}}")),
        ));
        changes.push((
            "condition weakened",
            Some(format!("{indent}if: ${{{{ ({inner}) || true }}}}")),
        ));
        changes.push(("condition dropped", None));
    }
    let dropped = [
        "- { version",
        "timeout-minutes: ",
        "retention-days: ",
        "overwrite: ",
        "test ",
        "job ",
        "- cron: ",
        "required: true",
        "continue-on-error: ",
    ];
    if dropped.iter().any(|key| trimmed.starts_with(key)) {
        changes.push(("line dropped", None));
    }
    if trimmed.starts_with("- { version") {
        changes.push(("row doubled", Some(format!("{line}\n{line}"))));
        changes.push((
            "row added",
            Some(format!(
                "{line}\n{indent}- {{ version: 9.9.9, suite: smoke, scenario: baseline }}"
            )),
        ));
    }
    let name: String = trimmed
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || *c == '_')
        .collect();
    if name.len() > 3 && trimmed[name.len()..].starts_with(": ") {
        changes.push((
            "variable renamed",
            Some(format!("{indent}{name}_{}", &trimmed[name.len()..])),
        ));
    }
    if trimmed.starts_with("id: ") {
        changes.push((
            "failure tolerated",
            Some(format!("{line}\n{indent}continue-on-error: true")),
        ));
    }
    if trimmed.ends_with(": read") || trimmed.contains(": write #") {
        changes.push((
            "permission too wide",
            Some(format!("{line}\n{indent}actions: write")),
        ));
        changes.push(("permission dropped", None));
    }
    if trimmed.starts_with("runs-on: ") {
        changes.push(("key unknown", Some(format!("{line}\n{indent}retries: 3"))));
    }
    if trimmed == "push:" {
        changes.push(("event added", Some(format!("{indent}workflow_dispatch:\n{line}"))));
    }
    if trimmed == "run: |" {
        changes.push((
            "expression pasted",
            Some(format!("{line}\n{indent}  echo \"${{{{ github.head_ref }}}}\"")),
        ));
    }
    changes
}

fn mutants(suite: &Suite) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for file in [0, 1, suite.files.len() - 1] {
        let lines: Vec<&str> = suite.text(file).lines().collect();
        for (at, line) in lines.iter().enumerate() {
            for (kind, change) in changes(line) {
                let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                match change {
                    Some(change) => lines[at] = change,
                    None => drop(lines.remove(at)),
                }
                mutants.push(Mutant {
                    kind,
                    file,
                    line: at + 1,
                    text: lines.join("\n") + "\n",
                });
            }
        }
    }
    mutants
}

/// How many mutants are tried: a sample, the same in every run, of all that there are.
const TRIED: usize = 400;

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story: draw the mutants, judge them, print the rate"
)]
fn mutants_of_the_generated_files_are_killed() {
    let suite = Suite::read("pipeline.toml");
    let all = mutants(&suite);
    // Each kind is tried; of kinds with many sites, some, picked by a fixed stride that visits all of them.
    let mut order: Vec<usize> = (0..all.len()).map(|at| at * 7919 % all.len()).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rank = |at: usize| {
        let count = seen.entry(all[at].kind).or_default();
        *count += 1;
        *count
    };
    let mut ranked: Vec<(usize, usize)> = order.drain(..).map(|at| (rank(at), at)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.truncate(TRIED);
    let judge = |at: usize| {
        let mutant = &all[at];
        let findings = suite.with(mutant.file, mutant.text.clone());
        let by_itself = findings
            .iter()
            .any(|finding| finding.property != Property::Meaning);
        (at, !findings.is_empty(), by_itself)
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let judged: Vec<(usize, bool, bool)> = std::thread::scope(|scope| {
        let parts = ranked.chunks(ranked.len().div_ceil(cores));
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(|| part.iter().map(|(_, at)| judge(*at)).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let killed = judged.iter().filter(|(_, killed, _)| *killed).count();
    let without_meaning = judged.iter().filter(|(_, _, by_itself)| *by_itself).count();
    let survivors: Vec<String> = judged
        .iter()
        .filter(|(_, killed, _)| !killed)
        .map(|(at, ..)| {
            format!(
                "{} at {}:{}",
                all[*at].kind,
                suite.path(all[*at].file),
                all[*at].line
            )
        })
        .collect();
    let tried = ranked.len();
    println!(
        "{killed} of {tried} mutants killed, {without_meaning} of them without comparing with the typed workflow; {} kinds, {} sites",
        seen.len(),
        all.len()
    );
    survivors
        .iter()
        .for_each(|survivor| println!("survived: {survivor}"));
    assert!(
        tried >= 300 && killed * 100 >= tried * 98,
        "{killed} of {tried}: {survivors:?}"
    );
    assert!(
        without_meaning * 100 >= tried * 40,
        "only {without_meaning} of {tried} are killed by properties of their own"
    );
}

/// Proving takes time that grows with the cells and not faster; how long it takes is the benchmark's to say.
#[test]
fn ten_thousand_cells_are_proved() {
    let mut toml = String::from(
        "name = \"Big\"\n[triggers.push]\nbranches = [\"main\"]\nselect = { scenarios = [\"s0\"] }\n[triggers.schedule.nightly]\n\
         cron = \"0 2 * * *\"\n[triggers.workflow_dispatch]\nselect = { scenarios = [\"s1\"] }\n[suites.a]\n[tests.t]\ncommand = [\"true\"]\n",
    );
    for number in 0..100 {
        toml.push_str(&format!(
            "[versions.v{number}]\n[scenarios.s{number}]\nsuite = \"a\"\ntests = [\"t\"]\n"
        ));
    }
    let suite = Suite::new(&toml);
    assert_eq!(suite.plan.cells.len(), 10_000);
    let begin = std::time::Instant::now();
    assert_eq!(suite.prove(&suite.texts), []);
    println!("10,000 cells: {} ms", begin.elapsed().as_millis());
}
