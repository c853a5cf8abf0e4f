//! Survey -> draft.

use std::collections::BTreeSet;

use super::chart::Chart;
use super::finding::Finding;
use super::runtime::{self, Release};
use super::survey::Survey;
use crate::draft::{Draft, Names, Table, Value};

/// The version that tests of the sources run in: they have no chart and no image.
const SOURCE: &str = "source";

/// Passes the values files of a cell to a command of helm.
const WITH_VALUES: &str =
    "IFS=:; for file in $PIPEWRIGHT_VALUES; do set -- \"$@\" --values \"$file\"; done; ";

/// What is wished beyond what can be seen.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The name of the pipeline file.
    pub file: String,
    /// The released archive that jobs download.
    pub release: Option<Release>,
    /// Where the workflow goes, where that is not where it goes by default.
    pub output: Option<String>,
    /// Tables that are left out, by their names: `scenarios`, `web-ci`.
    pub without: BTreeSet<(String, String)>,
}

/// The first pipeline of a repository.
#[must_use]
pub fn draft(survey: &Survey, wish: &Wish) -> Draft {
    let mut maker = Maker {
        draft: Draft::new(&wish.file)
            .about("What is tested, in which versions, and when. `pipewright check` says what is wrong with it,")
            .about("`pipewright gen` writes the workflow, and docs/reference.md of pipewright explains every key."),
        wish,
        scenarios: Names::default(),
        tests: Names::default(),
        versions: Names::without(&["all", SOURCE]),
    };
    maker.top(survey);
    let charts = maker.charts(&survey.charts);
    let sources = !survey.commands.is_empty() || !charts;
    maker.suites(charts, sources);
    if sources {
        maker.sources(&survey.commands);
    }
    maker.triggers(survey);
    maker.draft
}

struct Maker<'w> {
    draft: Draft,
    wish: &'w Wish,
    scenarios: Names,
    tests: Names,
    versions: Names,
}

impl Maker<'_> {
    fn top(&mut self, survey: &Survey) {
        let top = Table::top().entry("format", 1).entry("name", "Tests");
        self.draft.push(top.maybe("output", self.wish.output.as_deref()));
        if let Some(python) = &survey.python {
            let table = Table::new(&["tools"])
                .comment("From .python-version. A test that needs it says `needs = [\"python\"]`.");
            self.draft.push(table.entry("python", python.as_str()));
        }
        self.draft
            .push(runtime::table(survey.is_home, self.wish.release.as_ref()));
    }

    fn is_wanted(&self, table: &str, name: &str) -> bool {
        !self.wish.without.contains(&(table.to_owned(), name.to_owned()))
    }

    /// Versions and scenarios of the charts; whether there are any.
    fn charts(&mut self, charts: &[Chart]) -> bool {
        let mut any = false;
        for chart in charts {
            let text = chart.app_version.as_ref().unwrap_or(&chart.name);
            let version = self.versions.new_for(text);
            if !self.is_wanted("versions", &version) {
                continue;
            }
            let note = match &chart.app_version {
                Some(_) => format!("The appVersion of {}/Chart.yaml.", chart.path),
                None => format!(
                    "{}/Chart.yaml has no appVersion; the name of the chart stands for it.",
                    chart.path
                ),
            };
            let table = Table::new(&["versions", &version]).comment(&note);
            self.draft.push(table.entry("chart", chart.path.as_str()));
            any |= self.scenarios_of(chart, &version);
        }
        if any {
            self.helm(
                "chart-lint",
                "Helm finds nothing wrong with the chart and these values.",
                "exec helm lint --strict \"$PIPEWRIGHT_CHART\" \"$@\"",
            );
            self.helm(
                "chart-render",
                "The chart renders with these values.",
                "exec helm template release \"$PIPEWRIGHT_CHART\" \"$@\"",
            );
        }
        any
    }

    fn scenarios_of(&mut self, chart: &Chart, version: &str) -> bool {
        let values = chart.values.iter().map(Some);
        let values = if chart.values.is_empty() {
            vec![None]
        } else {
            values.collect()
        };
        let mut any = false;
        for values in values {
            let kind = values.map_or("default", |path| label(path));
            let name = self.scenarios.new_for(&format!("{}-{kind}", chart.name));
            if !self.is_wanted("scenarios", &name) {
                continue;
            }
            any = true;
            let build = chart
                .has_dependencies
                .then(|| Value::list(["helm", "dependency", "build", &chart.path]));
            let table = Table::new(&["scenarios", &name])
                .entry("suite", "chart")
                .entry("versions", Value::list([version]))
                .maybe("values", values.map(String::as_str))
                .entry("tests", Value::list(["chart-lint", "chart-render"]));
            self.draft.push(table.maybe("setup", build));
        }
        any
    }

    fn helm(&mut self, name: &str, description: &str, call: &str) {
        let name = self.tests.new_for(name);
        let script = format!("{WITH_VALUES}{call}");
        let table = Table::new(&["tests", &name]).entry("description", description);
        self.draft
            .push(table.entry("command", Value::list(["sh", "-c", &script, &name])));
    }

    fn suites(&mut self, charts: bool, sources: bool) {
        let described = |name: &str, text: &str| Table::new(&["suites", name]).entry("description", text);
        if charts {
            self.draft.push(described(
                "chart",
                "Charts lint and render, with each of their values files.",
            ));
        }
        if sources {
            self.draft.push(described("unit", "Tests of the sources."));
            let note = "Not a released version: what stands in this repository.";
            self.draft.push(Table::new(&["versions", SOURCE]).comment(note));
        }
    }

    fn sources(&mut self, commands: &[Finding]) {
        if commands.is_empty() {
            self.stand_in();
        }
        for finding in commands {
            let name = self.tests.new_for(&finding.name);
            let scenario = self.scenarios.new_for(&finding.name);
            let setup = finding.setup.as_ref().map(Value::list);
            let table = Table::new(&["scenarios", &scenario]).comment(finding.advice.unwrap_or_default());
            self.draft.push(
                table
                    .entry("suite", "unit")
                    .entry("versions", Value::list([SOURCE]))
                    .entry("tests", Value::list([&name]))
                    .maybe("setup", setup),
            );
            let table = Table::new(&["tests", &name]).comment(&format!("Seen: {}.", finding.seen));
            let needs = (!finding.needs.is_empty()).then(|| Value::list(&finding.needs));
            self.draft.push(
                table
                    .entry("command", Value::list(&finding.command))
                    .maybe("junit", finding.junit.map(|pattern| Value::list([pattern])))
                    .maybe("needs", needs),
            );
        }
    }

    /// A repository in which nothing looks like a test gets one that runs and means little, and says so.
    fn stand_in(&mut self) {
        let note = "Nothing that looks like a test was found. This checks that git's own data is sound, and stands where your \
                    tests go: any program that exits 0 when it passes.";
        let scenario = Table::new(&["scenarios", "repository"]).entry("suite", "unit");
        self.draft
            .push(scenario.entry("tests", Value::list(["repository"])));
        let test = Table::new(&["tests", "repository"]).comment(note);
        self.draft
            .push(test.entry("command", Value::list(["git", "fsck", "--no-dangling"])));
    }

    fn triggers(&mut self, survey: &Survey) {
        let (branches, note) = match (&survey.workflows.branches, &survey.default_branch) {
            (known, _) if !known.is_empty() => {
                (known.clone(), "The branches of the workflows that are there.")
            }
            (_, Some(branch)) => (vec![branch.clone()], "The default branch of `origin`."),
            _ => (
                vec!["main".to_owned()],
                "GitHub's usual name: change it if your default branch has another.",
            ),
        };
        let table = Table::new(&["triggers", "push"]).comment(note);
        self.draft.push(table.entry("branches", Value::list(&branches)));
        self.draft
            .push(Table::new(&["triggers", "pull_request"]).entry("branches", Value::list(&branches)));
        self.draft.push(
            Table::new(&["triggers", "workflow_dispatch"])
                .comment("By hand: one suite or all, one version or all."),
        );
    }
}

/// What a values file is for: `ci/ha-values.yaml` is `ha`.
fn label(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name
        .strip_suffix("values.yaml")
        .unwrap_or(name)
        .trim_end_matches(['-', '.', '_']);
    if stem.is_empty() { "default" } else { stem }
}
