//! Which cells there are, and which of them a selection picks.

use indexmap::IndexMap;

use crate::pipeline::{Capability, Exclude, Pipeline, Scenario, Select, glob_matches};

/// A cell by name. Cells are ordered by scenario, then by version, both as the file has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellName<'p> {
    /// The version.
    pub version: &'p str,
    /// The suite of the scenario.
    pub suite: &'p str,
    /// The scenario.
    pub scenario: &'p str,
}

/// Every cell: each scenario in each version it exists for.
#[must_use]
pub fn cells(pipeline: &Pipeline) -> Vec<CellName<'_>> {
    let scenarios = pipeline.scenarios.iter();
    let cells = scenarios.flat_map(|(name, scenario)| {
        versions(pipeline, scenario).map(|version| CellName {
            version,
            suite: &scenario.suite,
            scenario: name,
        })
    });
    cells.collect()
}

/// The versions a scenario exists for.
pub fn versions<'p>(pipeline: &'p Pipeline, scenario: &'p Scenario) -> impl Iterator<Item = &'p str> {
    let any = scenario.versions.iter().any(|pattern| pattern == "*");
    let known = pipeline.versions.keys().map(String::as_str);
    known.filter(move |version| any || one_matches(&scenario.versions, version))
}

impl Select {
    /// Whether the selection picks a cell.
    #[must_use]
    pub fn picks(&self, cell: CellName<'_>) -> bool {
        all_match(
            self.suites.as_ref(),
            self.scenarios.as_ref(),
            self.versions.as_ref(),
            cell,
        ) && !self.exclude.iter().any(|exclude| exclude.covers(cell))
    }
}

impl Exclude {
    /// Whether the exclusion covers a cell.
    #[must_use]
    pub fn covers(&self, cell: CellName<'_>) -> bool {
        all_match(
            self.suites.as_ref(),
            self.scenarios.as_ref(),
            self.versions.as_ref(),
            cell,
        )
    }
}

type Patterns<'a> = Option<&'a Vec<String>>;

fn all_match(
    suites: Patterns<'_>,
    scenarios: Patterns<'_>,
    versions: Patterns<'_>,
    cell: CellName<'_>,
) -> bool {
    let holds = |patterns: Patterns<'_>, name| patterns.is_none_or(|patterns| one_matches(patterns, name));
    holds(suites, cell.suite) && holds(scenarios, cell.scenario) && holds(versions, cell.version)
}

fn one_matches(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| glob_matches(pattern, name))
}

/// Capabilities that the tests of a scenario need, with those that these need in turn, sorted by name.
#[must_use]
pub fn needs<'p>(pipeline: &'p Pipeline, scenario: &'p Scenario) -> Vec<&'p str> {
    let mut found: IndexMap<&str, ()> = IndexMap::new();
    let tests = scenario.tests.iter().filter_map(|test| pipeline.tests.get(test));
    let mut open: Vec<&str> = tests
        .flat_map(|test| test.needs.iter().map(String::as_str))
        .collect();
    while let Some(name) = open.pop() {
        if found.insert(name, ()).is_none()
            && let Some(capability) = pipeline.capabilities.get(name)
        {
            open.extend(capability.needs.iter().map(String::as_str));
        }
    }
    let mut names: Vec<&str> = found.into_keys().collect();
    names.sort_unstable();
    names
}

/// The declared capabilities, each behind those it needs, otherwise as the file has them.
#[must_use]
pub fn capabilities(pipeline: &Pipeline) -> Vec<(&str, &Capability)> {
    fn visit<'p>(
        pipeline: &'p Pipeline,
        name: &'p str,
        ordered: &mut IndexMap<&'p str, &'p Capability>,
        open: &mut Vec<&'p str>,
    ) {
        let Some(capability) = pipeline.capabilities.get(name) else {
            return;
        };
        // A circle is refused by a rule; here it only must end.
        if ordered.contains_key(name) || open.contains(&name) {
            return;
        }
        open.push(name);
        capability
            .needs
            .iter()
            .for_each(|need| visit(pipeline, need, ordered, open));
        open.pop();
        ordered.insert(name, capability);
    }
    let mut ordered = IndexMap::new();
    for name in pipeline.capabilities.keys() {
        visit(pipeline, name, &mut ordered, &mut Vec::new());
    }
    ordered.into_iter().collect()
}
