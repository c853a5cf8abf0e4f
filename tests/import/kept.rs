//! What a workflow does that a pipeline cannot is said, and nothing is carried over as something else.

use super::{One, PATH, imported};
use pipewright::import::{Import, Wish, import};
use pipewright::simulate::Source;

/// A workflow of one push event and these jobs.
fn jobs(jobs: &str) -> Import {
    imported(&format!(
        "on: {{push: {{branches: [main]}}, pull_request: {{}}}}\njobs:\n{jobs}"
    ))
}

fn left(import: &Import, what: &str, why: &str) -> bool {
    import
        .left
        .iter()
        .any(|left| left.what.contains(what) && left.why.contains(why))
}

const SETUP: &str = "actions/setup-go@0123456789abcdef0123456789abcdef01234567 # v6.1.0";

fn matrix(uses: &str, more: &str) -> Import {
    jobs(&format!(
        "  unit:\n    runs-on: ubuntu-24.04\n    strategy: {{matrix: {{go-version: ['1.25', '1.26']}}}}\n    steps:\n      \
         - uses: {uses}\n        with: {{go-version: '${{{{ matrix.go-version }}}}', cache: false}}\n      - run: go test ./...\n{more}"
    ))
}

/// A matrix of versions in which nothing sets them up is green, and tests one.
#[test]
fn what_sets_up_the_version_under_test_is_kept_or_its_loss_is_said() {
    let import = matrix(SETUP, "");
    let text = import.draft.text();
    for part in [
        "[[steps]]",
        "step = \"execute\"",
        &format!("uses = \"{SETUP}\""),
        "go-version = \"${{ inputs.version }}\"",
        "cache = \"false\"",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(
        !text.contains("FILL IN") && pipewright::decode::decode(&text).diagnostics.is_empty(),
        "{text}"
    );
    // The commit is that of pipewright, where it has one.
    let import = jobs(
        "  unit:\n    runs-on: ubuntu-24.04\n    strategy: {matrix: {python: ['3.12']}}\n    steps:\n      - uses: actions/setup-python@v5\n        \
         with: {python-version: '${{ matrix.python }}'}\n      - run: python -m unittest\n",
    );
    assert!(
        import.draft.text().contains("uses = \"actions/setup-python@"),
        "{}",
        import.draft.text()
    );
    let other = "  other:\n    runs-on: ubuntu-24.04\n    steps: [{run: make lint}]\n";
    for (import, why) in [
        (matrix("actions/setup-go@v6", ""), "needs a commit"),
        (
            matrix(SETUP.split(' ').next().unwrap(), ""),
            "needs a commit and the version behind it",
        ),
        (matrix(SETUP, other), "not all jobs have it"),
    ] {
        assert!(
            left(&import, "uses: actions/setup-go@", why),
            "{why}: {:?}",
            import.left
        );
        let text = import.draft.text();
        assert!(
            text.contains("# FILL IN: a version is a name.") && !text.contains("[[steps]]"),
            "{text}"
        );
    }
}

/// The table of a trigger.
fn table<'t>(text: &'t str, trigger: &str) -> &'t str {
    let behind = text.split(&format!("[triggers.{trigger}]")).nth(1).unwrap();
    behind.split("\n\n").next().unwrap()
}

#[test]
fn a_job_that_only_may_run_does_not_run_and_that_is_said() {
    let import = jobs(
        "  unit:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n  \
           publish:\n    needs: unit\n    if: github.ref == 'refs/heads/main' && github.event_name == 'push'\n    runs-on: ubuntu-24.04\n    steps: [{run: make publish}]\n  \
           fork:\n    if: github.repository_owner == 'me'\n    runs-on: ubuntu-24.04\n    steps: [{run: make fork}]\n",
    );
    let text = import.draft.text();
    // On the only branch that pushes are of, it surely runs.
    let push = table(&text, "push");
    assert!(
        push.contains("\"publish\"") && push.contains("\"unit\"") && !push.contains("\"fork\""),
        "{push}"
    );
    let pull = table(&text, "pull_request");
    assert!(
        pull.contains("\"unit\"") && !pull.contains("\"publish\"") && !pull.contains("\"fork\""),
        "{pull}"
    );
    assert!(left(
        &import,
        "the condition `github.repository_owner == 'me'` of job `fork`",
        "do not run at `push`"
    ));
    assert!(left(&import, "job `publish` waits for unit", "side by side"));
}

#[test]
fn a_run_by_hand_runs_what_it_ran() {
    let import = imported(
        "on: {workflow_dispatch: {}, schedule: [{cron: '0 4 * * 0'}]}\njobs:\n  \
         unit: {runs-on: ubuntu-24.04, steps: [{run: make}]}\n  \
         weekly: {if: \"github.event.schedule == '0 4 * * 0'\", runs-on: ubuntu-24.04, steps: [{run: make slow}]}\n",
    );
    let text = import.draft.text();
    let by_hand = table(&text, "workflow_dispatch");
    assert!(by_hand.contains("scenarios = [\"unit\"]"), "{text}");
}

/// Runs the command of the only test in a shell, with some variables.
fn ran(import: &Import, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let text = import.draft.text();
    let pipeline = pipewright::decode::decode(&text)
        .pipeline
        .unwrap_or_else(|| panic!("{text}"));
    let test = pipeline.tests.values().next().unwrap();
    let output = std::process::Command::new(&test.command[0])
        .args(&test.command[1..])
        .envs(test.env.iter())
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_script_does_what_it_did() {
    let one = |rest: &str| {
        jobs(&format!(
            "  unit:\n    runs-on: ubuntu-24.04\n    strategy: {{matrix: {{x: [one]}}}}\n    {rest}"
        ))
    };
    // Only a shell that is named has pipefail.
    assert_eq!(
        ran(&one("steps: [{run: 'false | true', shell: bash}]"), &[]).0,
        Some(1)
    );
    assert_eq!(ran(&one("steps: [{run: 'false | true'}]"), &[]).0, Some(0));
    let variables = [("MATRIX_X", "one"), ("PIPEWRIGHT_VERSION", "1")];
    let import =
        one("env: {FOO: '$HOME `id -u` $$ \"${{ matrix.x }}\"'}\n    steps: [{run: 'echo \"$FOO\"'}]");
    assert_eq!(ran(&import, &variables).1, "$HOME `id -u` $$ \"one\"\n");
    let import = one("steps: [{run: \"echo \\\"$(printf '%s' '${{ matrix.x }}')\\\"\"}]");
    assert_eq!(ran(&import, &variables).1, "one\n");
    let import = one("steps: [{run: pwd, working-directory: '/${{ matrix.x }}/../tmp/$HOME/..'}]");
    assert_eq!(
        ran(&import, &[("MATRIX_X", "usr")]).0,
        Some(1),
        "no variable of the shell is in a path"
    );
}

#[test]
fn a_variable_that_a_job_sets_itself_is_no_secret() {
    let import = imported(
        "on: push\nenv: {TOKEN: '${{ secrets.REAL }}'}\njobs:\n  unit: {runs-on: ubuntu-24.04, env: {TOKEN: dummy}, steps: [{run: make}]}\n",
    );
    let text = import.draft.text();
    assert!(
        !text.contains("REAL") && text.contains("TOKEN = \"dummy\""),
        "{text}"
    );
}

#[test]
fn what_is_lost_is_said() {
    let unit = "  unit: {runs-on: ubuntu-24.04, steps: [{run: make}]}\n";
    let with = |line: &str| {
        imported(&format!(
            "on: {{push: {{branches: [main]}}}}\n{line}\njobs:\n{unit}"
        ))
    };
    let step = |step: &str| {
        jobs(&format!(
            "  unit: {{runs-on: ubuntu-24.04, steps: [{step}, {{run: make}}]}}\n"
        ))
    };
    for (import, what) in [
        (
            step("{uses: actions/checkout@v4, with: {fetch-depth: 0, persist-credentials: false}}"),
            "`fetch-depth: 0` of",
        ),
        (
            step("{uses: actions/checkout@v4, with: {repository: other/repo}}"),
            "`repository: other/repo` of",
        ),
        (
            step("{run: make slow, timeout-minutes: 3}"),
            "the limit of step `make slow`",
        ),
        (
            with("permissions: {contents: read, id-token: write}"),
            "to write: id-token",
        ),
        (with("permissions: write-all"), "to write: write-all"),
        (
            with("concurrency: {group: prod, cancel-in-progress: false}"),
            "`concurrency`",
        ),
        (imported(&format!("on: [push]\njobs:\n{unit}")), "pushes of tags"),
        (
            imported(&format!(
                "on: {{push: {{branches: [main]}}, pull_request: {{types: [closed]}}}}\njobs:\n{unit}"
            )),
            "the event `pull_request`",
        ),
        (
            jobs(
                "  unit: {runs-on: ubuntu-24.04, strategy: {matrix: {Y-z: [a], y_z: [b]}}, steps: [{run: 'echo ${{ matrix.y_z }}'}, {run: make}]}\n",
            ),
            "step `echo ${{ matrix.y_z }}`",
        ),
        (
            jobs("  unit: {runs-on: ubuntu-24.04, strategy: {matrix: {x: [a]}}, steps: [{run: make}]}\n"),
            "has no limit of rows at once",
        ),
    ] {
        assert!(left(&import, what, ""), "{what} is not in {:#?}", import.left);
    }
    let import = with("permissions: {contents: read}\nconcurrency: {group: x, cancel-in-progress: true}");
    assert!(import.left.is_empty(), "{:#?}", import.left);
    let import = imported(&format!(
        "on: {{push: {{branches: [main]}}, pull_request: {{types: [closed]}}}}\njobs:\n{unit}"
    ));
    assert!(!import.draft.text().contains("triggers.pull_request"));
}

/// A repository of a workflow and one that it calls.
struct Two(&'static str, &'static str);

impl Source for Two {
    fn text(&self, path: &str) -> Result<String, String> {
        match path {
            PATH => Ok(self.0.to_owned()),
            ".github/workflows/called.yml" => Ok(self.1.to_owned()),
            _ => One("").text(path),
        }
    }
}

#[test]
fn a_called_workflow_has_nothing_of_what_is_around_the_call() {
    let two = Two(
        "on: {push: {branches: [main]}, pull_request: {}}\nenv: {OUTER: leaked}\ndefaults: {run: {working-directory: outer}}\njobs:\n  \
         pulls: {if: github.event_name == 'pull_request', uses: ./.github/workflows/called.yml}\n  \
         own: {runs-on: ubuntu-24.04, steps: [{run: make own}]}\n",
        "on: {workflow_call: {}}\nenv: {INNER: set}\ndefaults: {run: {working-directory: inner, shell: bash}}\njobs:\n  \
         t: {runs-on: ubuntu-24.04, steps: [{run: make t}]}\n  u: {runs-on: ubuntu-24.04, steps: [{run: make u}]}\n",
    );
    let wish = Wish {
        file: "pipeline.toml".to_owned(),
        ..Wish::default()
    };
    let text = import(&two, PATH, &wish).unwrap().draft.text();
    let of = |test: &str| {
        text.split(&format!("[tests.{test}]"))
            .nth(1)
            .unwrap()
            .split("\n[")
            .next()
            .unwrap()
            .to_owned()
    };
    for test in ["pulls-t", "pulls-u"] {
        let test = of(test);
        assert!(
            test.contains("cd -- 'inner'") && test.contains("set -eo pipefail"),
            "{test}"
        );
        assert!(
            test.contains("INNER") && !test.contains("OUTER") && !test.contains("'outer'"),
            "{test}"
        );
    }
    assert!(
        of("own").contains("cd -- 'outer'") && of("own").contains("OUTER"),
        "{text}"
    );
    let push = table(&text, "push");
    assert!(push.contains("scenarios = [\"own\"]"), "{push}");
}

fn called(main: &'static str, called: &'static str) -> Import {
    let wish = Wish {
        file: "pipeline.toml".to_owned(),
        ..Wish::default()
    };
    import(&Two(main, called), PATH, &wish).unwrap()
}

/// The scenarios that a trigger selects; all of them where it says nothing.
fn selected<'t>(text: &'t str, trigger: &str) -> &'t str {
    let select = table(text, trigger).split("select = ").nth(1);
    select.unwrap_or("all").lines().next().unwrap()
}

const CALLED: &str = "on: {workflow_call: {inputs: {e: {type: string}}, secrets: {TOKEN: {}}}}\nenv: {NAME: 'inner-${{ inputs.e }}'}\njobs:\n  \
                      t: {runs-on: ubuntu-24.04, steps: [{run: 'echo ${{ secrets.TOKEN }} $NAME'}]}\n";

#[test]
fn a_call_that_only_may_be_made_runs_nothing_for_sure() {
    let import = called(
        "on: {push: {branches: [main]}, pull_request: {}}\njobs:\n  \
         one: {if: github.repository == 'a/b', uses: ./.github/workflows/called.yml}\n  \
         own: {runs-on: ubuntu-24.04, steps: [{run: make own}]}\n",
        CALLED,
    );
    let text = import.draft.text();
    for trigger in ["push", "pull_request"] {
        assert_eq!(selected(&text, trigger), "{ scenarios = [\"own\"] }", "{text}");
    }
    assert!(left(&import, "github.repository == 'a/b'", "not known"));
    assert!(left(&import, "job `one`", "no trigger selects"));
}

/// Rows of a caller may differ in what they run; and no id of a job is mistaken for that of a called one.
#[test]
fn jobs_of_calls_are_told_apart() {
    let inner = "on: {workflow_call: {inputs: {e: {type: string}}}}\njobs:\n  a: {runs-on: ubuntu-24.04, steps: [{run: make a}]}\n  \
                 prod: {if: inputs.e == 'prod', runs-on: ubuntu-24.04, steps: [{run: make prod}]}\n";
    let import = called(
        "on: {push: {branches: [main]}, pull_request: {}}\njobs:\n  \
         call: {if: github.event_name == 'push', strategy: {matrix: {e: [dev, prod]}}, uses: ./.github/workflows/called.yml, with: {e: '${{ matrix.e }}'}}\n  \
         call-a: {runs-on: ubuntu-24.04, steps: [{run: make other}]}\n",
        inner,
    );
    let text = import.draft.text();
    assert_eq!(
        selected(&text, "pull_request"),
        "{ scenarios = [\"call-a\"] }",
        "{text}"
    );
    assert!(
        text.contains("[scenarios.call-a]\nsuite = \"call-a-2\""),
        "{text}"
    );
    // One row runs `prod` and one does not, so that it is not sure for the job.
    let push = selected(&text, "push");
    assert_eq!(
        push,
        "{ scenarios = [\"call-a\", \"call-a-dev\", \"call-a-prod\"] }"
    );
}

#[test]
fn what_is_handed_to_a_call_is_what_it_gets() {
    let import = called(
        "on: {push: {branches: [main]}}\njobs:\n  one: {uses: ./.github/workflows/called.yml, with: {e: outer}, secrets: {TOKEN: '${{ secrets.PYPI }}'}}\n",
        CALLED,
    );
    let text = import.draft.text();
    assert!(
        text.contains("secrets = [\"PYPI\"]") && text.contains("inner-outer"),
        "{text}"
    );
    let import = called(
        "on: {push: {branches: [main]}}\njobs:\n  one: {uses: ./.github/workflows/called.yml, with: {e: outer}}\n",
        CALLED,
    );
    assert!(
        !import.draft.text().contains("secrets ="),
        "{}",
        import.draft.text()
    );
}

#[test]
fn filters_that_match_nothing_start_nothing() {
    let unit = "  unit: {runs-on: ubuntu-24.04, steps: [{run: make}]}\n";
    let import = imported(&format!(
        "on: {{push: {{branches: ['!dependabot/**']}}, pull_request: {{paths: ['!docs/**']}}, merge_group: {{branches: [main]}}}}\njobs:\n{unit}"
    ));
    let text = import.draft.text();
    assert!(
        !text.contains("triggers.push") && !text.contains("triggers.pull_request"),
        "{text}"
    );
    assert!(
        text.contains("[triggers.merge_group]\nbranches = [\"main\"]"),
        "{text}"
    );
    assert!(
        left(&import, "the event `push`", "`branches`")
            && left(&import, "the event `pull_request`", "`paths`")
    );
}

/// GitHub pastes, and a shell reads a variable as what it is.
#[test]
fn what_is_pasted_as_code_is_left_and_quotes_are_followed() {
    let one = |values: &str, run: &str| {
        jobs(&format!(
            "  unit:\n    runs-on: ubuntu-24.04\n    strategy: {{matrix: {{x: {values}}}}}\n    steps:\n      - run: |\n          {run}\n      - run: make\n"
        ))
    };
    for (values, run) in [
        ("['a && b']", "${{ matrix.x }}"),
        ("['CC=clang make']", "${{ matrix.x }}"),
        ("[\"go test -run 'A'\"]", "${{ matrix.x }}"),
        ("['$HOME']", "echo \"${{ matrix.x }}\""),
        ("[\"don't\"]", "echo '${{ matrix.x }}'"),
        ("[a]", "echo \"$(case a in a) echo '${{ matrix.x }}';; esac)\""),
        ("[a]", "echo $'${{ matrix.x }}'"),
    ] {
        let import = one(values, run);
        assert!(left(&import, "step `", ""), "{run}: {:#?}", import.left);
        assert!(
            !import.draft.text().contains("MATRIX_X}"),
            "{}",
            import.draft.text()
        );
    }
    for (run, said) in [
        (
            "# don't run ${{ matrix.x }}, it's slow\n          echo \"${{ matrix.x }}\"",
            "one\n",
        ),
        (
            "echo http://h/${{ matrix.x }}#frag '${{ matrix.x }}'",
            "http://h/one#frag one\n",
        ),
        ("printf '%s' $'\\''; echo \"${{ matrix.x }}\"", "'one\n"),
    ] {
        let import = imported(&format!(
            "on: {{push: {{branches: [main]}}}}\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    strategy: {{matrix: {{x: [one]}}}}\n    steps:\n      - run: |\n          {run}\n"
        ));
        assert_eq!(
            ran(&import, &[("MATRIX_X", "one")]).1,
            said,
            "{}",
            import.draft.text()
        );
    }
}

#[test]
fn the_innermost_of_several_variables_counts() {
    let import = imported(
        "on: {push: {branches: [main]}}\nenv: {TOKEN: dummy, REF: fixed}\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    \
         env: {TOKEN: '${{ secrets.TOKEN }}', REF: '${{ github.ref_name }}', SHA: '${{ github.sha }}'}\n    \
         steps:\n      - run: make\n      - run: rm -rf build/${{ env.SHA }}\n      - {run: make own, env: {A: x, B: '${{ env.A }}'}}\n",
    );
    let text = import.draft.text();
    assert!(
        text.contains("secrets = [\"TOKEN\"]") && !text.contains("dummy") && !text.contains("fixed"),
        "{text}"
    );
    assert!(!text.contains("rm -rf") && !text.contains("make own"), "{text}");
    assert!(left(&import, "step `rm -rf", "env.SHA") && left(&import, "step `make own`", "sets itself"));
}

#[test]
fn versions_that_something_else_sets_up_are_marked() {
    let import = jobs(
        "  unit:\n    runs-on: ubuntu-24.04\n    strategy: {matrix: {rust: ['1.90', '1.91']}}\n    steps:\n      - uses: dtolnay/rust-toolchain@${{ matrix.rust }}\n      - run: cargo test\n",
    );
    assert!(
        import.draft.text().contains("# FILL IN: a version is a name."),
        "{}",
        import.draft.text()
    );
}
