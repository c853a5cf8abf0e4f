//! What was journalled -> `result.json`.

use std::collections::HashMap;

use pipewright::diagnostic::closest;
use pipewright_model::exit;
use serde::{Deserialize, Serialize};

use super::{
    Attempt, CellName, CellResult, Command, Counts, Failure, Hook, Outcome, Probe, Quarantined, Run,
};
use super::{Status, TestResult, fold};

/// Version of the format of `result.json`.
const FORMAT: u32 = 1;

/// Everything that a run has brought so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Assembly {
    /// The run, once it is opened.
    pub(crate) opened: Option<Opened>,
    /// What was found out about needs.
    pub(crate) probes: Vec<Probe>,
    /// What ran before and after the tests.
    pub(crate) hooks: Vec<Hook>,
    /// Attempts, in the order in which they ended.
    pub(crate) attempts: Vec<Attempt>,
    /// Tests that were not run.
    pub(crate) unrun: Vec<Unrun>,
    /// What else went wrong.
    pub(crate) problems: Vec<String>,
    /// The signal that stopped the run.
    pub(crate) stopped: Option<String>,
    /// Seconds from the first thing that was done to the last.
    pub(crate) duration: f64,
}

/// How a run begins: all that is needed to tell, later and elsewhere, whether it is complete.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Opened {
    /// The run.
    pub(crate) run: Run,
    /// The cell.
    pub(crate) cell: CellName,
    /// The tests that have to report.
    pub(crate) expected: Vec<Expected>,
    /// An earlier result that this run goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) earlier: Option<Earlier>,
}

/// What is kept of an earlier result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Earlier {
    /// Its verdicts.
    pub(crate) tests: Vec<TestResult>,
    /// Its commands.
    pub(crate) commands: Vec<Command>,
}

/// A test that has to report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Expected {
    /// Its name.
    pub(crate) name: String,
    /// Whether failed-then-passed fails the cell.
    pub(crate) flaky_fails: bool,
    /// Entries of the quarantine that cover it in this cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) quarantine: Vec<Cover>,
}

/// An entry of the quarantine, by what it covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cover {
    /// The only case that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<String>,
    /// The entry.
    pub(crate) entry: Quarantined,
}

/// A test that was not run, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unrun {
    /// The test.
    pub(crate) test: String,
    /// Why, where that is an error; none where it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// Why, for people.
    pub(crate) reason: String,
}

/// The result of a run. None before it was opened.
pub(crate) fn assemble(assembly: &Assembly, finished: String) -> Option<CellResult> {
    let opened = assembly.opened.as_ref()?;
    let earlier = opened.earlier.clone().unwrap_or_default();
    let mut attempts: HashMap<&str, Vec<Attempt>> = HashMap::new();
    for attempt in &assembly.attempts {
        attempts.entry(&attempt.test).or_default().push(attempt.clone());
    }
    let tests: Vec<TestResult> = opened
        .expected
        .iter()
        .flat_map(|expected| {
            let attempts = attempts.remove(expected.name.as_str()).unwrap_or_default();
            verdicts(expected, &attempts, assembly, &earlier)
        })
        .collect();
    let outcome = super::outcome::of(opened, assembly, &tests);
    let problems = assembly
        .problems
        .iter()
        .cloned()
        .chain(super::outcome::expired(opened))
        .collect();
    let commands = earlier
        .commands
        .into_iter()
        .chain(assembly.attempts.iter().map(command))
        .collect();
    Some(CellResult {
        format: FORMAT,
        run: Run {
            finished,
            ..opened.run.clone()
        },
        cell: opened.cell.clone(),
        outcome,
        suite: Counts::of(&tests, assembly.duration),
        expected: opened
            .expected
            .iter()
            .map(|expected| expected.name.clone())
            .collect(),
        capabilities: assembly.probes.clone(),
        hooks: assembly.hooks.clone(),
        tests,
        commands,
        problems,
    })
}

fn verdicts(
    expected: &Expected,
    attempts: &[Attempt],
    assembly: &Assembly,
    earlier: &Earlier,
) -> Vec<TestResult> {
    let mut results = fold(&expected.name, &earlier.tests, attempts);
    // What was not run has no attempt; with attempts of an earlier run, those stand.
    if results.iter().all(|result| result.attempts.is_empty()) {
        let carried = earlier
            .tests
            .iter()
            .filter(|result| result.test == expected.name)
            .cloned();
        let unrun = assembly.unrun.iter().find(|unrun| unrun.test == expected.name);
        results = match unrun {
            Some(unrun) => vec![not_run(unrun)],
            None => carried.collect(),
        };
    }
    for result in &mut results {
        let cover = expected.quarantine.iter().find(|cover| covers(cover, result));
        result.quarantine = cover.map(|cover| cover.entry.clone());
    }
    results
}

/// What is said of each entry of the quarantine whose case the test does not have, but one of a name much like it. Where
/// there is none, the case may be one of another cell.
pub(crate) fn idle(assembly: &Assembly, result: &CellResult) -> Vec<String> {
    let mut said = Vec::new();
    for expected in assembly.opened.iter().flat_map(|opened| &opened.expected) {
        let own = result.tests.iter().filter(|test| test.test == expected.name);
        let cases: Vec<&TestResult> = own.filter(|test| test.case.is_some()).collect();
        let covers_none = |cover: &&Cover| !cases.iter().any(|case| covers(cover, case));
        for cover in expected.quarantine.iter().filter(covers_none) {
            let Some(case) = cover.case.as_deref() else {
                continue;
            };
            let names = cases.iter().filter_map(|test| test.case.as_deref());
            let test = &expected.name;
            said.extend(closest(case, names).map(|meant| {
                format!(
                    "the quarantine of `{test}/{case}` covers nothing: the test has no such case; did you mean `{meant}`?"
                )
            }));
        }
    }
    said
}

fn covers(cover: &Cover, result: &TestResult) -> bool {
    let Some(wanted) = &cover.case else { return true };
    let Some(case) = &result.case else { return false };
    let class = result.class.as_deref().unwrap_or_default();
    wanted == case || *wanted == format!("{class}::{case}")
}

fn not_run(unrun: &Unrun) -> TestResult {
    let is_error = unrun.failure.is_some();
    let reason = Some(unrun.reason.clone());
    TestResult {
        name: unrun.test.clone(),
        test: unrun.test.clone(),
        case: None,
        class: None,
        file: None,
        status: if is_error {
            Status::Errored
        } else {
            Status::Skipped
        },
        flaky: false,
        duration: 0.0,
        failure: unrun.failure,
        error_message: reason.clone().filter(|_| is_error),
        skip_reason: reason.filter(|_| !is_error),
        quarantine: None,
        attempts: Vec::new(),
        metrics: indexmap::IndexMap::new(),
    }
}

fn command(attempt: &Attempt) -> Command {
    Command {
        test: attempt.test.clone(),
        attempt: attempt.number,
        started: attempt.started.clone(),
        duration: attempt.duration,
        status: attempt.status,
        exit_code: attempt.exit_code,
        signal: attempt.signal,
        namespace: attempt.namespace.clone(),
        log: attempt.log.clone(),
    }
}

/// The outcome of a cell, as an exit code.
pub(crate) fn exit(outcome: &Outcome) -> exit::Runtime {
    use exit::Runtime::{Failed, Incomplete, Interrupted, NothingRan, Passed, Terminated};
    let known = [Passed, Incomplete, NothingRan, Interrupted, Terminated];
    known
        .into_iter()
        .find(|exit| exit.code() == outcome.exit_code)
        .unwrap_or(Failed)
}
