//! Workflows that jobs call are followed: their jobs take the place of the call, and keep their places.

use std::collections::BTreeMap;

use pipewright::import::{Import, Wish, import};
use pipewright::simulate::Source;

const MAIN: &str = ".github/workflows/main.yml";

struct Files(BTreeMap<&'static str, &'static str>);

impl Source for Files {
    fn text(&self, path: &str) -> Result<String, String> {
        let text = self.0.get(path).map(|text| (*text).to_owned());
        text.ok_or_else(|| "there is no such file".to_owned())
    }
}

fn followed(files: &[(&'static str, &'static str)]) -> Import {
    let source = Files(files.iter().copied().collect());
    import(&source, MAIN, &Wish::default()).unwrap()
}

const CALLER: &str = "name: CI
on: push
permissions: {}
jobs:
  test:
    strategy:
      matrix:
        version: ['1.0', '2.0']
    uses: ./.github/workflows/cell.yml
    with: { version: '${{ matrix.version }}', package: ./core, fast: true }
";

const CALLED: &str = "on:
  workflow_call:
    inputs:
      version: { type: string, required: true }
      package: { type: string }
      fast: { type: boolean }
      slow: { type: boolean }
env: { GO_FLAGS: -v }
jobs:
  cell:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - name: Test
        env: { VERSION: '${{ inputs.version }}', WHERE: 'in ${{ inputs.package }} of ${{ inputs.version }}' }
        run: go test ${{ inputs.package }}
      - if: inputs.fast
        run: echo fast
      - if: inputs.slow
        run: echo slow
";

#[test]
fn a_called_workflow_is_carried_over_with_what_it_is_handed() {
    let import = followed(&[(MAIN, CALLER), (".github/workflows/cell.yml", CALLED)]);
    let text = import.draft.text();
    for wanted in [
        "[versions.\"1.0\"]",
        "versions = [\"1.0\", \"2.0\"]",
        "go test ./core",
        "echo fast",
        "export VERSION=\"${PIPEWRIGHT_VERSION}\"",
        "GO_FLAGS = \"-v\"",
        "timeout = \"20m\"",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(!text.contains("echo slow") && !text.contains("${{"), "{text}");
    let report = import.to_text();
    for wanted in [
        "main.yml:8:9: the matrix of job `test`",
        "cell.yml:10:3: job `test` -> suites",
        "cell.yml:14:9: step `Test` of job `test` -> tests.test.command",
        "cell.yml:19:9: step `echo slow` of job `test`: it runs only if `false`",
    ] {
        assert!(report.contains(wanted), "{wanted}\n{report}");
    }
    let json = import.to_json("pipeline.toml", "");
    let files: Vec<&str> = json["left"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|left| left["file"].as_str())
        .collect();
    assert_eq!(files, [".github/workflows/cell.yml"]);
}

#[test]
fn what_cannot_be_followed_is_said_with_its_place() {
    let main = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/none.yml\n  b:\n    uses: ./.github/workflows/circle.yml\n  \
                c:\n    uses: ./.github/workflows/push.yml\n  d:\n    uses: ./.github/workflows/bad.yml\n  \
                e:\n    strategy: { matrix: { v: [1] } }\n    uses: ./.github/workflows/rows.yml\n  \
                f: { runs-on: ubuntu-24.04, steps: [{ run: make }] }\n";
    let report = followed(&[
        (MAIN, main),
        (
            ".github/workflows/circle.yml",
            "on: workflow_call\njobs: { x: { uses: ./.github/workflows/main.yml } }\n",
        ),
        (
            ".github/workflows/push.yml",
            "on: push\njobs: { x: { steps: [] } }\n",
        ),
        (".github/workflows/bad.yml", "on: workflow_call\njobs: [\n"),
        (
            ".github/workflows/rows.yml",
            "on: [workflow_call]\njobs: { x: { strategy: { matrix: { w: [1] } }, steps: [] } }\n",
        ),
    ])
    .to_text();
    for wanted in [
        "main.yml:4:11: `.github/workflows/none.yml` cannot be read: there is no such file",
        "circle.yml:2:20: `.github/workflows/main.yml` is called in a circle: .github/workflows/main.yml -> .github/workflows/circle.yml -> ",
        "main.yml:8:11: `.github/workflows/push.yml` cannot be called",
        "main.yml:10:11: `.github/workflows/bad.yml` cannot be read: ",
        "main.yml:13:11: `.github/workflows/rows.yml` has a matrix of its own",
        "main.yml:3:3: job `a`: it calls a workflow that is not followed",
    ] {
        assert!(report.contains(wanted), "{wanted}\n{report}");
    }
}

#[test]
fn several_jobs_keep_their_order_and_what_the_caller_asks_for() {
    let main = "on: push\njobs:\n  first: { runs-on: ubuntu-24.04, steps: [{ run: make first }] }\n  \
                all:\n    needs: first\n    uses: ./.github/workflows/cell.yml\n";
    let called = "on: workflow_call\njobs:\n  one: { runs-on: ubuntu-24.04, steps: [{ run: make one }] }\n  \
                  two: { needs: one, runs-on: ubuntu-24.04, steps: [{ run: make two }] }\n";
    let text = followed(&[(MAIN, main), (".github/workflows/cell.yml", called)])
        .draft
        .text();
    for wanted in ["[tests.first]", "[tests.all-one]", "[tests.all-two]"] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
}
