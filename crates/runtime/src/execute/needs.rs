//! What tests need, probed once; and which tests may run with what is there.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Result, bail};
use indexmap::IndexMap;
use pipewright::pipeline::{BUILT_IN_CAPABILITIES, Capability, Pipeline};
use pipewright_model::variable;

use super::built_in::{self, Found};
use super::cell::Cell;
use super::hook;
use super::session::Session;
use crate::journal::Record;
use crate::process::End;
use crate::results::{Failure, Probe, Unrun};

/// How long a probe may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Refuses needs that nobody knows.
pub(super) fn check(cell: &Cell) -> Result<()> {
    for test in &cell.tests {
        for need in &test.needs {
            if !is_known(&cell.pipeline, need) {
                let known = BUILT_IN_CAPABILITIES.iter().copied();
                let known: Vec<&str> = known
                    .chain(cell.pipeline.capabilities.keys().map(String::as_str))
                    .collect();
                bail!(
                    "test `{}` needs `{need}`, which is unknown\nknown capabilities: {}",
                    test.name,
                    known.join(", ")
                );
            }
        }
    }
    Ok(())
}

fn is_known(pipeline: &Pipeline, need: &str) -> bool {
    BUILT_IN_CAPABILITIES.contains(&need) || pipeline.capabilities.contains_key(need)
}

/// The tests, of those given, that may run. The others are journalled with the reason.
pub(super) fn admit(session: &Session, tests: Vec<usize>) -> Vec<usize> {
    let probes = probe(session, &tests);
    tests
        .into_iter()
        .filter(|test| is_admitted(session, *test, &probes))
        .collect()
}

fn is_admitted(session: &Session, test: usize, probes: &IndexMap<String, Probe>) -> bool {
    let test = &session.cell.tests[test];
    let missing = test
        .needs
        .iter()
        .filter_map(|need| probes.get(need))
        .find(|probe| !probe.available);
    let unset = test
        .secrets
        .iter()
        .find(|name| std::env::var_os(name).is_none_or(|value| value.is_empty()));
    let unrun = match (missing, unset) {
        (Some(probe), _) if probe.promised => Unrun {
            test: test.name.clone(),
            failure: Some(Failure::Need),
            reason: format!(
                "needs {}, which was promised and is not there: {}",
                probe.name, probe.detail
            ),
        },
        (Some(probe), _) => {
            let reason = format!("needs {}, which is not there: {}", probe.name, probe.detail);
            Unrun {
                test: test.name.clone(),
                failure: None,
                reason,
            }
        }
        (None, Some(name)) => {
            let reason = format!("needs the secret {name}, which is not set");
            Unrun {
                test: test.name.clone(),
                failure: None,
                reason,
            }
        }
        (None, None) => return true,
    };
    session.journal.write(Record::Unrun(unrun.clone()));
    session.console.unrun(&unrun);
    false
}

/// Probes everything that the tests need, dependencies first.
fn probe(session: &Session, tests: &[usize]) -> IndexMap<String, Probe> {
    let promised = std::env::var(variable::PROMISED).unwrap_or_default();
    let promised: HashSet<&str> = promised.split_whitespace().collect();
    let mut probes = IndexMap::new();
    for test in tests {
        for need in &session.cell.tests[*test].needs {
            resolve(session, need, &promised, &mut probes, &mut Vec::new());
        }
    }
    probes
}

fn resolve<'a>(
    session: &'a Session,
    name: &'a str,
    promised: &HashSet<&str>,
    probes: &mut IndexMap<String, Probe>,
    path: &mut Vec<&'a str>,
) {
    if probes.contains_key(name) {
        return;
    }
    let found = match session.cell.pipeline.capabilities.get(name) {
        _ if session.is_over() => Found::no("the run was over before it was probed"),
        _ if path.contains(&name) => Found::no("it needs itself"),
        Some(capability) => {
            path.push(name);
            for need in &capability.needs {
                resolve(session, need, promised, probes, path);
            }
            path.pop();
            declared(session, name, capability, probes)
        }
        None => built_in::probe(session, name),
    };
    let probe = Probe {
        name: name.to_owned(),
        available: found.available,
        promised: promised.contains(name),
        detail: session.mask.text(&found.detail),
    };
    session.journal.write(Record::Probe(probe.clone()));
    probes.insert(name.to_owned(), probe);
}

fn declared(
    session: &Session,
    name: &str,
    capability: &Capability,
    probes: &IndexMap<String, Probe>,
) -> Found {
    let missing = capability
        .needs
        .iter()
        .find(|need| probes.get(*need).is_none_or(|probe| !probe.available));
    if let Some(missing) = missing {
        return Found::no(format!("it needs {missing}, which is not there"));
    }
    let env = capability
        .env
        .iter()
        .map(|(name, value)| (name.clone(), value.into()))
        .collect();
    run(session, name, &capability.probe, env)
}

/// Runs the command of a probe.
pub(super) fn run(
    session: &Session,
    name: &str,
    words: &[String],
    variables: Vec<(String, std::ffi::OsString)>,
) -> Found {
    let file = format!("capability.{}", super::folder::file_name(name));
    match hook::command(
        session,
        &file,
        words,
        variables,
        session.limits(TIMEOUT),
        &session.stop,
    ) {
        Err(error) => Found::no(error),
        Ok(ended) => {
            let first = ended
                .output
                .tail
                .lines()
                .map(str::trim)
                .find(|line| !line.is_empty());
            let said = first.map(|line| line.chars().take(200).collect::<String>());
            match ended.end {
                End::Code(0) => Found::yes(said.unwrap_or_else(|| format!("`{}` succeeded", words[0]))),
                End::Code(code) => {
                    Found::no(said.unwrap_or_else(|| format!("`{}` ended with code {code}", words[0])))
                }
                End::Timeout => Found::no(format!(
                    "`{}` gave no answer for {}s",
                    words[0],
                    TIMEOUT.as_secs()
                )),
                _ => Found::no(format!("`{}` was ended before it answered", words[0])),
            }
        }
    }
}
