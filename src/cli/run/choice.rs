//! Which cells run.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, bail};
use pipewright_model::plan::{Cell, Plan, Profile, Trigger};

use super::Options;
use super::tell::plain;
use crate::diagnostic::closest;
use crate::read;
use crate::run::Summary;

/// What has to have results in the end, as a plan of one profile.
pub(super) fn choose(options: &Options, whole: &Plan, output: &Path) -> anyhow::Result<Plan> {
    let profile = match &options.profile {
        Some(name) => named(whole, name)?.clone(),
        None if options.failed => last(whole, output)?,
        None if options.cells.is_empty() => bail!(
            "which profile? `pipewright run PROFILE`, or --cell, or --failed\nknown: {}",
            names(whole).join(", ")
        ),
        None => every(whole),
    };
    let profile = if options.failed {
        profile
    } else {
        only(profile, &options.cells)?
    };
    Ok(Plan {
        name: whole.name.clone(),
        profiles: vec![profile],
        policy: whole.policy.clone(),
    })
}

/// Which of them run now: all, those that are named, or those that failed or are missing, which may be none.
pub(super) fn due<'a>(options: &Options, chosen: &'a Plan, output: &Path) -> anyhow::Result<Vec<&'a Cell>> {
    let all = chosen.profiles.iter().flat_map(|profile| &profile.cells);
    if !options.failed {
        return Ok(all.collect());
    }
    let last = Summary::read(&output.join("aggregate/summary.json"))
        .map_err(anyhow::Error::msg)
        .context("there is no last run to repeat the failures of")?;
    let passed = last.cells.iter().filter(|cell| cell.verdict == "passed");
    let passed: HashSet<&str> = passed.map(|cell| cell.name.as_str()).collect();
    let wanted = only(chosen.profiles[0].clone(), &options.cells)?;
    let due: Vec<&Cell> = all
        .filter(|cell| wanted.cells.contains(cell) && !passed.contains(name(cell).as_str()))
        .collect();
    if due.is_empty() && options.cells.is_empty() && last.verdict != "passed" {
        bail!(
            "the last run is {}, but no cell of it failed: run the whole profile again",
            plain(&last.verdict)
        );
    }
    Ok(due)
}

/// `VERSION/SCENARIO`.
pub(super) fn name(cell: &Cell) -> String {
    format!("{}/{}", cell.version, cell.scenario)
}

fn named<'a>(whole: &'a Plan, name: &str) -> anyhow::Result<&'a Profile> {
    let found = whole.profiles.iter().find(|profile| profile.name == name);
    found.with_context(|| unknown("profile", name, &names(whole)))
}

fn names(whole: &Plan) -> Vec<&str> {
    whole
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect()
}

/// The profile of the last run.
fn last(whole: &Plan, output: &Path) -> anyhow::Result<Profile> {
    let path = output.join("plan.json");
    let bytes = read::bytes(&path).with_context(|| {
        format!(
            "there is no last run in {}: cannot read plan.json",
            output.display()
        )
    })?;
    let plan: Plan =
        serde_json::from_slice(&bytes).with_context(|| format!("{} is no plan", path.display()))?;
    let mut last = plan
        .profiles
        .into_iter()
        .next()
        .context("the last run had no cells")?;
    // The pipeline may have changed since: what is no longer there cannot be run.
    let there: HashSet<String> = every(whole).cells.iter().map(name).collect();
    last.cells.retain(|cell| there.contains(&name(cell)));
    Ok(last)
}

/// Each cell of any profile, once.
fn every(whole: &Plan) -> Profile {
    let mut seen = HashSet::new();
    let cells = whole.profiles.iter().flat_map(|profile| &profile.cells);
    Profile {
        name: "local".to_owned(),
        trigger: Trigger {
            event: "workflow_dispatch".to_owned(),
            cron: None,
            timezone: None,
            inputs: indexmap::IndexMap::new(),
        },
        cells: cells.filter(|cell| seen.insert(name(cell))).cloned().collect(),
    }
}

/// Only these cells of a profile; all if none is named.
fn only(mut profile: Profile, names: &[String]) -> anyhow::Result<Profile> {
    if names.is_empty() {
        return Ok(profile);
    }
    let known: Vec<String> = profile.cells.iter().map(name).collect();
    for wanted in names {
        if !known.contains(wanted) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            bail!(unknown("cell", wanted, &known));
        }
    }
    profile.cells.retain(|cell| names.contains(&name(cell)));
    Ok(profile)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let guess = closest(name, known.iter().copied())
        .map(|guess| format!(", did you mean `{guess}`?"))
        .unwrap_or_default();
    format!("there is no {what} {name:?}{guess}\nknown: {}", known.join(", "))
}
