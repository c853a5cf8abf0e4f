use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;
use crate::pipeline::{BUILT_IN_CAPABILITIES, Pipeline, glob_matches};

pub(super) const RULE: Rule = Rule {
    id: "unknown-name",
    summary: "A name or pattern that refers to nothing.",
    why: "A misspelt name would silently drop a test, a cell or a need. Every name must be declared, and every pattern \
          must match something that is.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    scenarios(pipeline, found);
    capabilities(pipeline, found);
    let versions: Vec<&str> = pipeline.versions.keys().map(String::as_str).collect();
    let scenarios: Vec<&str> = pipeline.scenarios.keys().map(String::as_str).collect();
    for (index, entry) in pipeline.quarantine.iter().enumerate() {
        let path = path!["quarantine", index];
        let test = entry.test.split('/').next().unwrap_or_default();
        exact(
            &path.join("test"),
            "tests",
            test,
            pipeline.tests.keys().map(String::as_str),
            found,
        );
        patterns(
            &path.join("scenarios"),
            "scenarios",
            &entry.scenarios,
            &scenarios,
            found,
        );
        patterns(
            &path.join("versions"),
            "versions",
            &entry.versions,
            &versions,
            found,
        );
    }
}

fn scenarios(pipeline: &Pipeline, found: &mut Vec<Diagnostic>) {
    let versions: Vec<&str> = pipeline.versions.keys().map(String::as_str).collect();
    for (name, scenario) in &pipeline.scenarios {
        let path = path!["scenarios", name];
        exact(
            &path.join("suite"),
            "suites",
            &scenario.suite,
            pipeline.suites.keys().map(String::as_str),
            found,
        );
        patterns(
            &path.join("versions"),
            "versions",
            &scenario.versions,
            &versions,
            found,
        );
        each(
            &path.join("tests"),
            "tests",
            &scenario.tests,
            |name| pipeline.tests.contains_key(name),
            || pipeline.tests.keys().map(String::as_str).collect(),
            found,
        );
        each(
            &path.join("datasets"),
            "datasets",
            &scenario.datasets,
            |name| pipeline.datasets.contains_key(name),
            || pipeline.datasets.keys().map(String::as_str).collect(),
            found,
        );
        if let Some(runner) = &scenario.runner {
            exact(
                &path.join("runner"),
                "runners",
                runner,
                pipeline.runners.keys().map(String::as_str),
                found,
            );
        }
    }
}

fn capabilities(pipeline: &Pipeline, found: &mut Vec<Diagnostic>) {
    let is_known =
        |name: &str| BUILT_IN_CAPABILITIES.contains(&name) || pipeline.capabilities.contains_key(name);
    let known = || {
        let own = pipeline.capabilities.keys().map(String::as_str);
        BUILT_IN_CAPABILITIES.into_iter().chain(own).collect::<Vec<_>>()
    };
    for (name, test) in &pipeline.tests {
        each(
            &path!["tests", name, "needs"],
            "capabilities",
            &test.needs,
            is_known,
            known,
            found,
        );
    }
    for (name, capability) in &pipeline.capabilities {
        each(
            &path!["capabilities", name, "needs"],
            "capabilities",
            &capability.needs,
            is_known,
            known,
            found,
        );
    }
    for (name, runner) in &pipeline.runners {
        each(
            &path!["runners", name, "provides"],
            "capabilities",
            &runner.provides,
            is_known,
            known,
            found,
        );
    }
}

fn exact<'p>(
    path: &Path,
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'p str>,
    found: &mut Vec<Diagnostic>,
) {
    let known: Vec<&str> = known.collect();
    if !known.contains(&name) {
        found.push(unknown(path.clone(), kind, name, known));
    }
}

fn each<'p>(
    path: &Path,
    kind: &str,
    names: &[String],
    is_known: impl Fn(&str) -> bool,
    known: impl Fn() -> Vec<&'p str>,
    found: &mut Vec<Diagnostic>,
) {
    for (index, name) in names.iter().enumerate() {
        if !is_known(name) {
            found.push(unknown(path.join(index), kind, name, known()));
        }
    }
}

fn patterns(path: &Path, kind: &str, patterns: &[String], known: &[&str], found: &mut Vec<Diagnostic>) {
    for (index, pattern) in patterns.iter().enumerate() {
        if !known.iter().any(|name| glob_matches(pattern, name)) {
            found.push(unknown(path.join(index), kind, pattern, known.to_vec()));
        }
    }
}

fn unknown(path: Path, kind: &str, name: &str, known: Vec<&str>) -> Diagnostic {
    let singular = kind.strip_suffix("ies").map_or_else(
        || kind.trim_end_matches('s').to_owned(),
        |stem| format!("{stem}y"),
    );
    let message = if name.contains(['*', '?']) {
        format!("the pattern `{name}` matches no {singular}")
    } else {
        format!("unknown {singular} `{name}`")
    };
    Diagnostic::error(RULE.id, path.value(), message).known(kind, name, known)
}
