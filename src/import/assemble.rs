//! Facts -> draft.

use std::collections::BTreeMap;

use super::Wish;
use super::around::around;
use super::cells::Cell;
use super::facts::{Facts, Job, is_dynamic};
use super::report::Import;
use super::script::matrix_variable;
use super::settings::settings;
use super::setups::{LOST, Setups};
use super::tested::{Tested, tested};
use super::tools::{Tool, tools};
use super::triggers::{Choices, triggers};
use crate::draft::{Draft, Names, Table, Value, harmless};
use crate::yaml::Node;

/// Builds the pipeline, and says of everything whether it is in it.
pub(super) fn assemble(facts: &Facts<'_>, wish: &Wish) -> Import {
    let mut import = Import {
        workflow: facts.path.clone(),
        ..Import::default()
    };
    let mut named: Vec<(String, String)> = Vec::new();
    let tested = tested(facts, &mut import, &mut named);
    let setups = Setups::of(facts, &tested, &named, &mut import);
    let tools = tools(facts, &setups, &mut import);
    around(facts, &mut import);
    let mut maker = Maker {
        draft: Draft::new(&wish.file).about(&format!(
            "Imported from {}. `pipewright import` says what was left out, and why.",
            facts.path
        )),
        scenarios: Names::default(),
        tests: Names::default(),
        suites: Names::without(&["all"]),
        runners: Names::without(&["default"]),
        labels: Vec::new(),
        choices: Choices {
            scenarios: BTreeMap::new(),
            suites: Vec::new(),
            versions: named.iter().map(|(_, name)| name.clone()).collect(),
        },
    };
    maker.top(facts, wish, &tools);
    maker.versions(&tested, &named, &setups);
    setups.steps().into_iter().for_each(|step| maker.draft.push(step));
    let alone = tested.len() == 1;
    for one in &tested {
        maker.job(one, alone, &named, &tools);
    }
    if tested.is_empty() {
        maker.stand_in();
    }
    let jobs: Vec<&Job> = tested.iter().map(|one| one.job).collect();
    let tables = triggers(facts, &maker.choices, &mut import);
    tables.into_iter().for_each(|table| maker.draft.push(table));
    maker.settings(facts, &jobs, &mut import);
    import.draft = maker.draft;
    import
}

struct Maker {
    draft: Draft,
    scenarios: Names,
    tests: Names,
    suites: Names,
    runners: Names,
    labels: Vec<(Vec<String>, String)>,
    choices: Choices,
}

impl Maker {
    fn top(&mut self, facts: &Facts<'_>, wish: &Wish, tools: &[Tool]) {
        let name = facts.root.get("name").and_then(Node::scalar);
        let fits = |name: &String| {
            !name.trim().is_empty()
                && name.chars().count() <= 200
                && !is_dynamic(name)
                && harmless(name) == *name
        };
        let name = name.filter(fits).unwrap_or_else(|| "Tests".to_owned());
        let top = Table::top().entry("format", 1).entry("name", name.as_str());
        self.draft.push(top.maybe("output", wish.output.as_deref()));
        if !tools.is_empty() {
            let table = Table::new(&["tools"]);
            let table = tools
                .iter()
                .fold(table, |table, tool| table.entry(tool.key, tool.version.as_str()));
            self.draft.push(table);
        }
        self.draft.push(wish.runtime.clone());
    }

    fn versions(&mut self, tested: &[Tested<'_>], named: &[(String, String)], setups: &Setups<'_>) {
        for (index, (value, name)) in named.iter().enumerate() {
            let mut table = Table::new(&["versions", name]);
            if index == 0 && setups.is_lost() {
                table = table.comment(LOST);
            }
            if value != name {
                let keys = tested.iter().filter_map(|one| {
                    one.key
                        .as_ref()
                        .filter(|_| one.cells.iter().any(|cell| cell.version == *value))
                });
                let mut env: Vec<(String, Value)> = Vec::new();
                for key in keys {
                    let variable = matrix_variable(key);
                    if !env.iter().any(|(known, _)| *known == variable) {
                        env.push((variable, Value::from(value.as_str())));
                    }
                }
                table = table.maybe(
                    "env",
                    Some(Value::Inline(env)).filter(|env| *env != Value::Inline(Vec::new())),
                );
            }
            self.draft.push(table);
        }
        if named.is_empty() {
            self.draft.push(Table::new(&["versions", super::cells::CURRENT]));
        }
    }

    fn job(&mut self, one: &Tested<'_>, alone: bool, named: &[(String, String)], tools: &[Tool]) {
        let suite = self.suites.job_for(&one.job.id);
        let about = one.job.node.get("name").and_then(Node::scalar);
        let about = about.filter(|text| !is_dynamic(text) && harmless(text) == *text && !text.is_empty());
        self.draft
            .push(Table::new(&["suites", &suite]).maybe("description", about.as_deref()));
        let test = self.tests.new_for(&one.job.id);
        self.test(one, &test, tools);
        let mut groups: Vec<(&Cell, Vec<&str>)> = Vec::new();
        for cell in &one.cells {
            let version = named
                .iter()
                .find(|(value, _)| *value == cell.version)
                .map_or("", |(_, name)| name.as_str());
            match groups
                .iter_mut()
                .find(|(known, _)| known.values == cell.values && known.labels == cell.labels)
            {
                Some((_, versions)) if versions.contains(&version) => {}
                Some((_, versions)) => versions.push(version),
                None => groups.push((cell, vec![version])),
            }
        }
        for (cell, versions) in groups {
            self.scenario(one, cell, &versions, &suite, &test, alone);
        }
        self.choices.suites.push(suite);
    }

    fn scenario(
        &mut self,
        one: &Tested<'_>,
        cell: &Cell,
        versions: &[&str],
        suite: &str,
        test: &str,
        alone: bool,
    ) {
        let values: Vec<&str> = cell
            .values
            .iter()
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
            .collect();
        let text = match (values.as_slice(), alone) {
            ([], _) => one.job.id.clone(),
            (values, true) => values.join("-"),
            (values, false) => format!("{}-{}", one.job.id, values.join("-")),
        };
        let name = self.scenarios.new_for(&text);
        let runner = cell.labels.as_ref().map(|labels| self.runner(labels));
        let mut env: Vec<(String, Value)> = Vec::new();
        for (key, value) in &cell.values {
            let variable = matrix_variable(key);
            // A variable cannot hold NUL, and two keys may have one name.
            if !env.iter().any(|(known, _)| *known == variable) && !value.contains('\0') {
                env.push((variable, Value::from(value.as_str())));
            }
        }
        let env = Some(Value::Inline(env)).filter(|env| *env != Value::Inline(Vec::new()));
        let table = Table::new(&["scenarios", &name])
            .entry("suite", suite)
            .entry("versions", Value::list(versions))
            .entry("tests", Value::list([test]))
            .entry("timeout", format!("{}m", one.minutes).as_str());
        self.draft
            .push(table.maybe("runner", runner.as_deref()).maybe("env", env));
        self.choices
            .scenarios
            .entry(one.job.id.to_lowercase())
            .or_default()
            .push(name);
    }

    fn runner(&mut self, labels: &[String]) -> String {
        if let Some((_, name)) = self.labels.iter().find(|(known, _)| known == labels) {
            return name.clone();
        }
        let name = self.runners.new_for(&labels.join("-"));
        self.draft
            .push(Table::new(&["runners", &name]).entry("labels", Value::list(labels)));
        self.labels.push((labels.to_vec(), name.clone()));
        name
    }

    fn test(&mut self, one: &Tested<'_>, name: &str, tools: &[Tool]) {
        let command = ["bash", "-e", "-c"]
            .map(Value::from)
            .into_iter()
            .chain([Value::script(&one.script.text)]);
        let needs: Vec<&str> = tools
            .iter()
            .filter(|tool| tool.jobs.contains(&one.job.id))
            .map(|tool| tool.key)
            .collect();
        let list = |items: &[&str]| (!items.is_empty()).then(|| Value::list(items));
        let secrets: Vec<&str> = one.script.secrets.iter().map(String::as_str).collect();
        let env: Vec<(String, Value)> = one
            .script
            .env
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let comment = format!("The steps of job `{}`, each in a process of its own.", one.job.id);
        let table = Table::new(&["tests", name])
            .comment(&comment)
            .entry("command", Value::List(command.collect()))
            .entry("timeout", format!("{}m", one.minutes).as_str());
        let env = (!env.is_empty()).then_some(Value::Inline(env));
        self.draft.push(
            table
                .maybe("needs", list(&needs))
                .maybe("secrets", list(&secrets))
                .maybe("env", env),
        );
    }

    /// A workflow of which nothing can run in a cell gets a pipeline that runs and means little, and says so.
    fn stand_in(&mut self) {
        let note = "No job of the imported workflow could be carried over. This checks that git's own data is sound, and stands where your tests go.";
        self.draft.push(Table::new(&["suites", "tests"]));
        self.draft.push(
            Table::new(&["scenarios", "repository"])
                .entry("suite", "tests")
                .entry("tests", Value::list(["repository"])),
        );
        let test = Table::new(&["tests", "repository"]).comment(note);
        self.draft
            .push(test.entry("command", Value::list(["git", "fsck", "--no-dangling"])));
        self.choices.suites.push("tests".to_owned());
        self.choices
            .scenarios
            .insert(String::new(), vec!["repository".to_owned()]);
        self.choices.versions.push(super::cells::CURRENT.to_owned());
    }

    fn settings(&mut self, facts: &Facts<'_>, jobs: &[&Job], import: &mut Import) {
        let settings = settings(facts, jobs, import);
        if settings.max_parallel.is_some() || settings.fail_fast.is_some() {
            let table = Table::new(&["execution"]);
            self.draft.push(
                table
                    .maybe("max_parallel", settings.max_parallel)
                    .maybe("fail_fast", settings.fail_fast),
            );
        }
        if settings.results.is_some() || settings.aggregates.is_some() {
            let table = Table::new(&["retention"]);
            self.draft.push(
                table
                    .maybe("results", settings.results)
                    .maybe("aggregates", settings.aggregates),
            );
        }
    }
}
