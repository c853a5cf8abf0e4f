//! `import`: every rule fires where it should and nowhere else, and what is imported passes `check` and proves.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its own fixtures, and ends where one is not there"
)]

#[path = "import/follow.rs"]
mod follow;
#[path = "import/kept.rs"]
mod kept;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use pipewright::import::{Import, RULES, Wish, import};
use pipewright::simulate::Source;

const SOUND: &str = include_str!("fixtures/workflows/sound.yml");
const FOUNDING: &str = include_str!("fixtures/workflows/founding.yml");
const PATH: &str = ".github/workflows/test-suite.yml";

/// A repository with one workflow.
struct One<'t>(&'t str);

impl Source for One<'_> {
    fn text(&self, path: &str) -> Result<String, String> {
        if path == PATH {
            Ok(self.0.to_owned())
        } else {
            Err("there is no such file".to_owned())
        }
    }
}

fn imported(text: &str) -> Import {
    let wish = Wish {
        file: "pipeline.toml".to_owned(),
        ..Wish::default()
    };
    import(&One(text), PATH, &wish).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// For each rule, what is replaced in the sound workflow, by what, and the text at whose line the rule fires.
const SPOILT: &[(&str, &str, &str, &str)] = &[
    (
        "always",
        "if: ${{ !cancelled() }}\n        with",
        "if: always()\n        with",
        "if: always()",
    ),
    (
        "artifact-clash",
        "name: results-${{ matrix.python }}-${{ matrix.backend }}",
        "name: results",
        "name: results",
    ),
    (
        "branch-from-ref",
        "run: date +%Y-%m-%d",
        "run: echo ${GITHUB_REF#refs/heads/}",
        "GITHUB_REF#",
    ),
    (
        "cache-key",
        "hashFiles('requirements-test.txt')",
        "hashFiles('**/requirements.txt')",
        "key: pip",
    ),
    ("clock-routing", "date +%Y-%m-%d", "H=$(date +%H -u)", "date +%H"),
    (
        "cluster-in-another-job",
        "run: date +%Y-%m-%d",
        "run: kind create cluster",
        "kind create cluster",
    ),
    (
        "comment-from-fork",
        "checks.get",
        "issues.createComment",
        "createComment",
    ),
    (
        "continue-on-error",
        "id: run\n",
        "id: run\n        continue-on-error: true\n",
        "continue-on-error",
    ),
    (
        "doubled-escape",
        "name: 'unit'",
        "name: 'unit\\\\n'",
        "name: 'unit",
    ),
    (
        "expression-in-script",
        "run: date +%Y-%m-%d",
        "run: echo ${{ github.head_ref }}",
        "github.head_ref",
    ),
    (
        "fork-secrets",
        "BACKEND: ${{ matrix.backend }}",
        "BACKEND: ${{ secrets.KEY }}",
        "secrets.KEY",
    ),
    (
        "hidden-upload",
        "path: results\n",
        "path: .coverage\n",
        "path: .coverage",
    ),
    (
        "invalid",
        "if: success() &&",
        "if: secrets.KEY && success() &&",
        "secrets.KEY",
    ),
    (
        "matrix-outputs",
        "    strategy:\n",
        "    outputs:\n      n: ${{ steps.run.outputs.count }}\n    strategy:\n",
        "outputs:\n",
    ),
    ("moving-runner", "needs: unit", "x: y", "ubuntu-latest"),
    (
        "multiline-output",
        "echo \"count=1\"",
        "echo \"count=$(cat n)\"",
        "cat n",
    ),
    (
        "no-concurrency",
        "concurrency:\n  group: ${{ github.workflow }}-${{ github.ref }}\n",
        "",
        "pull_request:",
    ),
    (
        "no-fail",
        "curl --fail --location",
        "curl --location",
        "curl --location",
    ),
    (
        "no-gate",
        "RESULT: ${{ needs.unit.result }}",
        "RESULT: success",
        "unit:",
    ),
    ("no-permissions", "permissions:\n  contents: read\n", "", "unit:"),
    ("no-timeout", "    timeout-minutes: 20\n", "", "unit:"),
    ("optional-choice", "        default: '3.12'\n", "", "python:\n"),
    (
        "placeholder-url",
        "files.pythonhosted.org",
        "example.com",
        "example.com",
    ),
    ("retention", "retention-days: 14", "retention-days: 120", "120"),
    (
        "retired-action",
        "upload-artifact@0123456789abcdef0123456789abcdef01234567",
        "upload-artifact@v3",
        "upload-artifact@v3",
    ),
    (
        "root-home",
        "BACKEND: ${{ matrix.backend }}",
        "BACKEND: /root/.kube/config",
        "/root/",
    ),
    (
        "stale-exit-code",
        "echo \"count=1\"",
        "[ $? = 0 ] && echo \"count=1\"",
        "$?",
    ),
    (
        "tool-before-setup",
        "run: date +%Y-%m-%d",
        "run: python --version",
        "python --version",
    ),
    ("unawaited", "await github.rest", "github.rest", "github.rest"),
    ("undefined-env", "env.LEVEL }}", "env.LEVLE }}", "env.LEVLE"),
    (
        "unnamed-download",
        "        with:\n          pattern: results-*\n",
        "      - uses: actions/upload-artifact@0123456789abcdef0123456789abcdef01234567\n        if: ${{ !cancelled() }}\n        with: {name: other, path: x}\n",
        "download-artifact",
    ),
    (
        "unpinned-action",
        "checkout@0123456789abcdef0123456789abcdef01234567",
        "checkout@v4",
        "checkout@v4",
    ),
    (
        "unreachable-step",
        "if: success() && steps.run.outputs.count == '1'",
        "if: steps.run.outcome == 'failure'",
        "'failure'",
    ),
    (
        "unread-output",
        "    needs: unit\n",
        "    needs: unit\n    outputs:\n      n: '1'\n",
        "n: '1'",
    ),
    (
        "unset-output",
        "outputs.count == '1'",
        "outputs.cuont == '1'",
        "cuont",
    ),
    (
        "upload-only-when-green",
        "        if: ${{ !cancelled() }}\n        with",
        "        with",
        "upload-artifact",
    ),
    (
        "dangerous-trigger",
        "  pull_request:\n",
        "  pull_request_target:\n",
        "pull_request_target",
    ),
    (
        "matrix-at-run-time",
        "python: ['3.11', '3.12']",
        "python: ${{ fromJSON(needs.gate.outputs.list) }}",
        "fromJSON",
    ),
];

/// Rules, and lines of the founding workflow at which they fire.
const FOUNDING_DEFECTS: &[(&str, usize)] = &[
    ("no-concurrency", 6),
    ("optional-choice", 26),
    ("no-permissions", 43),
    ("no-timeout", 43),
    ("clock-routing", 58),
    ("clock-routing", 83),
    ("matrix-at-run-time", 134),
    ("unread-output", 48),
    ("expression-in-script", 72),
    ("tool-before-setup", 64),
    ("undefined-env", 102),
    ("undefined-env", 148),
    ("undefined-env", 260),
    ("cache-key", 108),
    ("no-fail", 119),
    ("cluster-in-another-job", 122),
    ("placeholder-url", 165),
    ("root-home", 172),
    ("stale-exit-code", 187),
    ("unreachable-step", 194),
    ("matrix-outputs", 137),
    ("retired-action", 208),
    ("hidden-upload", 223),
    ("always", 247),
    ("unnamed-download", 267),
    ("branch-from-ref", 286),
    ("multiline-output", 291),
    ("upload-only-when-green", 302),
    ("doubled-escape", 366),
    ("unawaited", 388),
    ("comment-from-fork", 388),
    ("no-gate", 129),
    ("fork-secrets", 332),
    ("moving-runner", 45),
    ("unpinned-action", 397),
];

/// The rules that a spoilt place cannot help but offend, too.
const TOGETHER: &[(&str, &str)] = &[
    ("retired-action", "unpinned-action"),
    ("matrix-outputs", "unread-output"),
    ("unread-output", "unread-output"),
    ("matrix-at-run-time", "unset-output"),
];

#[test]
fn a_sound_workflow_has_no_defect() {
    let found = imported(SOUND).defects;
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn each_rule_fires_at_its_place_and_no_other_does() {
    let mut seen = BTreeSet::new();
    for (rule, from, to, at) in SPOILT {
        assert_eq!(
            SOUND.matches(from).count(),
            1,
            "{rule}: what is replaced is there once: {from}"
        );
        let spoilt = match *rule {
            "moving-runner" => SOUND.replacen("ubuntu-24.04", "ubuntu-latest", 1),
            "dangerous-trigger" => SOUND.replacen(from, to, 1).replace(
                "# v4.2.2",
                "\n        with: {ref: '${{ github.event.pull_request.head.sha }}'}",
            ),
            _ => SOUND.replacen(from, to, 1),
        };
        let found = imported(&spoilt).defects;
        let own: Vec<_> = found.iter().filter(|defect| defect.rule == *rule).collect();
        assert!(!own.is_empty(), "{rule} is silent in\n{spoilt}");
        let line = own[0].at.line;
        let begins: usize = spoilt.lines().take(line - 1).map(|line| line.len() + 1).sum();
        let end = at.len() + spoilt[begins..].find('\n').unwrap() + 1;
        assert!(
            spoilt[begins..]
                .get(..end)
                .unwrap_or(&spoilt[begins..])
                .contains(at),
            "{rule} fires at line {line} of\n{spoilt}"
        );
        for other in found.iter().filter(|defect| defect.rule != *rule) {
            assert!(TOGETHER.contains(&(*rule, other.rule)), "{rule}: {other:?}");
        }
        seen.insert(*rule);
    }
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(seen, known, "a rule without a test, or a test without a rule");
}

#[test]
fn the_founding_workflow_becomes_a_pipeline_and_its_defects_are_listed() {
    let import = imported(FOUNDING);
    let text = import.draft.text();
    for expected in [
        "[versions.\"3.5.7\"]",
        "[versions.\"4.1.1\"]",
        "versions = [\"3.5.7\", \"3.5.8\", \"4.1.0\", \"4.1.1\"]",
        "helm = \"v3.12.0\"",
        "cron = \"0 4 1 * *\"",
        "version_input = { name = \"spark_version\"",
        "max_parallel = 4",
        "results = 30",
        "aggregates = 90",
        "export TEST_SCENARIO=\"${MATRIX_SCENARIO}\"",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(!text.contains("${{"), "{text}");
    let has = |rule: &str, line: usize| {
        assert!(
            import
                .defects
                .iter()
                .any(|defect| defect.rule == rule && defect.at.line == line),
            "{rule} in line {line}"
        );
    };
    for (rule, line) in FOUNDING_DEFECTS {
        has(rule, *line);
    }
}

fn pipewright(root: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pipewright"));
    command.args(words).current_dir(root).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A repository with the workflow, and what `import` says.
fn adopted(workflow: &str) -> (tempfile::TempDir, Output) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join(".github/workflows")).unwrap();
    std::fs::write(folder.path().join(PATH), workflow).unwrap();
    let output = pipewright(folder.path(), &["import", PATH]);
    (folder, output)
}

#[test]
fn what_is_imported_passes_check_and_proves() {
    for workflow in [FOUNDING, SOUND] {
        let (folder, output) = adopted(workflow);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        for verb in ["check", "gen", "prove"] {
            let done = pipewright(folder.path(), &[verb]);
            assert_eq!(done.status.code(), Some(0), "{verb}: {}", text(&done.stderr));
        }
        let kept = std::fs::read_to_string(folder.path().join(PATH)).unwrap();
        assert_eq!(kept, workflow, "the imported workflow stays as it was");
        let again = pipewright(folder.path(), &["import", PATH]);
        assert_eq!(again.status.code(), Some(2), "nothing is written over");
    }
}

/// The cells of the pipeline are the rows of the matrix, and each event runs what it ran.
#[test]
fn rows_and_events_are_the_same_before_and_after() {
    let workflow = SOUND.replace("  unit:\n", "  slow:\n    if: github.event_name == 'schedule'\n    runs-on: ubuntu-24.04\n    steps: [{run: make slow}]\n  unit:\n");
    let (folder, output) = adopted(&workflow);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let plan = pipewright(folder.path(), &["plan", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&plan.stdout).unwrap();
    let cells = |name: &str| -> BTreeSet<String> {
        let profile = plan["profiles"]
            .as_array()
            .unwrap()
            .iter()
            .find(|profile| profile["name"] == name)
            .unwrap();
        let cell = |cell: &serde_json::Value| {
            format!(
                "{}/{}",
                cell["version"].as_str().unwrap(),
                cell["scenario"].as_str().unwrap()
            )
        };
        profile["cells"].as_array().unwrap().iter().map(cell).collect()
    };
    let unit =
        BTreeSet::from(["3.11/unit-sqlite", "3.12/unit-sqlite", "3.12/unit-postgres"].map(str::to_owned));
    assert_eq!(cells("pull-request"), unit);
    let mut all = unit;
    all.insert("current/slow".to_owned());
    assert_eq!(cells("nightly"), all);
}

#[test]
fn the_report_for_programs_has_every_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("w.yml"), FOUNDING).unwrap();
    let output = pipewright(
        folder.path(),
        &["import", "w.yml", "--dry-run", "--format", "json"],
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for (list, keys) in [
        ("carried", ["what", "to"]),
        ("left", ["what", "why"]),
        ("defects", ["rule", "message"]),
    ] {
        let entries = report[list].as_array().unwrap();
        assert!(entries.len() > 10, "{list} has {}", entries.len());
        for entry in entries {
            assert!(
                entry["line"].as_u64().unwrap() > 0 && keys.iter().all(|key| entry[key].is_string()),
                "{entry}"
            );
        }
    }
    assert!(report["text"].as_str().unwrap().starts_with("#:schema"));
    assert!(!folder.path().join("pipeline.toml").exists());
}

#[test]
fn whatever_a_workflow_is_there_is_an_answer() {
    let nested = format!("on: push\njobs: {{a: {}", "{b: ".repeat(60));
    let wide = format!(
        "on: push\njobs:\n{}",
        (0..2_000)
            .map(|n| format!("  j{n}: {{runs-on: x, steps: [{{run: make}}]}}\n"))
            .collect::<String>()
    );
    for (workflow, code) in [
        ("", 2),
        ("on: push", 2),
        ("jobs: []", 2),
        (nested.as_str(), 2),
        (
            "on: [push, {a: b}]\njobs: {a: 1, b: [], c: {steps: {x: y}}, d: {needs: d, steps: [[], 1, {run: [x]}]}}",
            0,
        ),
        (
            "on: {push: {branches: ['${{ x }}', ' ', '!a']}, schedule: [{cron: x}, 1, {cron: '* * * * *'}]}\njobs: {a: {steps: [{run: 'x'}]}}",
            0,
        ),
        (
            "on: push\nname: \"a\\u202e${{ b }}\"\njobs: {\"x\\ty\": {strategy: {matrix: {python: [\"3\\n\", \"${HOME}\", []]}}, steps: [{run: \"echo '${{ matrix.python }}'\"}]}}",
            0,
        ),
        (
            "on: push\nenv: {PASSWORD: correct-horse-battery, GITHUB_X: y, 1a: z}\njobs: {a: {steps: [{run: make}]}}",
            0,
        ),
        (
            "on: push\njobs: {a: {strategy: {matrix: {x: [1], include: [{}]}}, steps: [{run: make}]}}",
            0,
        ),
        ("on: release\njobs: {a: {uses: ./b.yml}}", 0),
        (wide.as_str(), 0),
    ] {
        let (folder, output) = adopted(workflow);
        let said = text(&output.stdout) + &text(&output.stderr);
        let head: String = workflow.chars().take(300).collect();
        assert_eq!(output.status.code(), Some(code), "{head}\n{said}");
        if code == 2 {
            assert!(
                said.starts_with("error: .github/workflows/test-suite.yml:"),
                "{head}\n{said}"
            );
            continue;
        }
        let check = pipewright(folder.path(), &["check"]);
        assert_eq!(check.status.code(), Some(0), "{head}\n{}", text(&check.stderr));
        assert!(!said.contains('\u{202e}') && !said.contains('\t'), "{said}");
    }
}
