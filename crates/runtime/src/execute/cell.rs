//! The cell that is asked for, out of `pipeline.toml`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use pipewright::diagnostic::closest;
use pipewright::pipeline::{Pipeline, Quarantine, Scenario, Suite, glob_matches};

use super::planned::Planned;
use super::request::Request;
use crate::clock;
use crate::pipeline;
use crate::results::{CellName, Cover, Expected, Quarantined};

/// One scenario in one version, ready to run.
#[derive(Debug)]
pub(super) struct Cell {
    /// Folder of `pipeline.toml`, in which commands run.
    pub(super) root: PathBuf,
    /// Its name.
    pub(super) name: CellName,
    /// Everything that was written.
    pub(super) pipeline: Pipeline,
    /// Its tests, in the order in which they are written.
    pub(super) tests: Vec<Planned>,
    /// How long it may run.
    pub(super) timeout: Duration,
}

impl Cell {
    /// Its scenario.
    pub(super) fn scenario(&self) -> &Scenario {
        &self.pipeline.scenarios[&self.name.scenario]
    }

    /// Variables of its version and its scenario, the latter winning.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let mut variables = self.version().env.clone();
        variables.extend(self.scenario().env.clone());
        variables.into_iter().collect()
    }

    /// Its version.
    pub(super) fn version(&self) -> &pipewright::pipeline::Version {
        &self.pipeline.versions[&self.name.version]
    }
}

/// Reads the pipeline and finds the cell.
pub(super) fn load(request: &Request) -> Result<Cell> {
    let file = &request.pipeline;
    let pipeline = pipeline::read(file)?;
    let root = file
        .canonicalize()
        .with_context(|| format!("cannot find {}", file.display()))?;
    let root = root.parent().unwrap_or(Path::new("/")).to_owned();
    select(pipeline, root, request)
}

fn select(pipeline: Pipeline, root: PathBuf, request: &Request) -> Result<Cell> {
    let Request {
        version, scenario, ..
    } = request;
    if !pipeline.versions.contains_key(version) {
        bail!("{}", unknown("version", version, pipeline.versions.keys()));
    }
    let Some(chosen) = pipeline.scenarios.get(scenario) else {
        bail!("{}", unknown("scenario", scenario, pipeline.scenarios.keys()));
    };
    if !chosen
        .versions
        .iter()
        .any(|pattern| glob_matches(pattern, version))
    {
        let exist = pipeline
            .versions
            .keys()
            .filter(|name| chosen.versions.iter().any(|p| glob_matches(p, name)));
        let exist: Vec<&str> = exist.map(String::as_str).collect();
        bail!(
            "scenario `{scenario}` does not exist for version `{version}`, only for: {}",
            exist.join(", ")
        );
    }
    let Some(suite) = pipeline.suites.get(&chosen.suite) else {
        bail!(
            "scenario `{scenario}`: {}",
            unknown("suite", &chosen.suite, pipeline.suites.keys())
        );
    };
    let name = CellName {
        version: version.clone(),
        suite: chosen.suite.clone(),
        scenario: scenario.clone(),
    };
    let tests = tests(&pipeline, chosen, suite, &name)?;
    for dataset in &chosen.datasets {
        if !pipeline.datasets.contains_key(dataset) {
            bail!(
                "scenario `{scenario}`: {}",
                unknown("dataset", dataset, pipeline.datasets.keys())
            );
        }
    }
    let timeout = chosen
        .timeout
        .or(suite.timeout)
        .unwrap_or(pipeline.execution.timeout);
    let timeout = Duration::from_secs(timeout.seconds());
    Ok(Cell {
        root,
        name,
        tests,
        timeout,
        pipeline,
    })
}

fn tests(pipeline: &Pipeline, scenario: &Scenario, suite: &Suite, cell: &CellName) -> Result<Vec<Planned>> {
    let version = &pipeline.versions[&cell.version];
    let today = clock::today();
    let mut tests: Vec<Planned> = Vec::new();
    for name in &scenario.tests {
        let Some(test) = pipeline.tests.get(name) else {
            bail!(
                "scenario `{}`: {}",
                cell.scenario,
                unknown("test", name, pipeline.tests.keys())
            );
        };
        if tests.iter().any(|other| other.name == *name) {
            bail!("scenario `{}` names test `{name}` twice", cell.scenario);
        }
        let mut variables = version.env.clone();
        variables.extend(scenario.env.clone());
        variables.extend(test.env.clone());
        let quarantine = pipeline
            .quarantine
            .iter()
            .filter_map(|entry| cover(entry, name, cell, &today))
            .collect();
        let expected = Expected {
            name: name.clone(),
            flaky_fails: false,
            quarantine,
        };
        let test = Planned::new(
            name,
            test,
            suite,
            pipeline,
            variables.into_iter().collect(),
            expected,
        );
        tests.push(test.with_context(|| format!("test `{name}`"))?);
    }
    Ok(tests)
}

/// What an entry of the quarantine covers of a test in this cell.
fn cover(entry: &Quarantine, test: &str, cell: &CellName, today: &str) -> Option<Cover> {
    let within = |patterns: &[String], name: &str| {
        patterns.is_empty() || patterns.iter().any(|pattern| glob_matches(pattern, name))
    };
    let case = match entry.test.strip_prefix(test)? {
        "" => None,
        rest => Some(rest.strip_prefix('/')?.to_owned()),
    };
    if !within(&entry.scenarios, &cell.scenario) || !within(&entry.versions, &cell.version) {
        return None;
    }
    let entry = Quarantined {
        owner: entry.owner.clone(),
        reason: entry.reason.clone(),
        issue: entry.issue.clone(),
        expires: entry.expires.clone(),
        expired: entry.expires.as_str() < today,
    };
    Some(Cover { case, entry })
}

fn unknown<'a>(kind: &str, wrong: &str, known: impl Iterator<Item = &'a String>) -> String {
    let known: Vec<&str> = known.map(String::as_str).collect();
    let meant = closest(wrong, known.iter().copied()).map(|name| format!(", did you mean `{name}`?"));
    let meant = meant.unwrap_or_default();
    format!(
        "unknown {kind} `{}`{meant}\nknown {kind}s: {}",
        wrong.escape_debug(),
        known.join(", ")
    )
}
