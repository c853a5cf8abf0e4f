//! `summary.json`: what every reporter reads.

use pipewright_model::policy::{FailOn, Policy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Identity;
use super::Origin;
use super::cell::{Cell, Name};
use super::covered::VersionCoverage;
use super::ledger::Ledger;
use super::tally::Tally;
use super::test::{Key, Past, Test};
use super::truth::{Names, Truth};
use super::verdict::{Verdict, of_cell};
use crate::results::Status;

/// Version of the format of `summary.json`.
const FORMAT: u32 = 1;
/// Most entries of a list.
pub(super) const MOST: usize = 5_000;

/// `summary.json`: the results of all cells, and what they come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Summary {
    /// Version of this format. What is added to it does not change the number.
    pub(crate) format: u32,
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub(crate) verdict: String,
    /// The exit code that says so.
    pub(crate) exit_code: u8,
    /// Why it is not passed, each in one line; and what is told only, which begins with these words.
    pub(crate) reasons: Vec<String>,
    /// The branch.
    pub(crate) branch: Option<String>,
    /// The commit.
    pub(crate) commit: Option<String>,
    /// GitHub's name of the event.
    pub(crate) trigger: Option<String>,
    /// GitHub's id of the run, or `local-…`. None: nobody said, and no history was asked for.
    pub(crate) run_id: Option<String>,
    /// GitHub's attempt of the run, from 1.
    pub(crate) run_attempt: u32,
    /// When the first cell started, UTC.
    pub(crate) started: Option<String>,
    /// When the last cell finished, UTC.
    pub(crate) finished: Option<String>,
    /// The run of the base branch that this one is compared with, if there is one.
    pub(crate) base: Option<Base>,
    /// How many tests there are of each status.
    #[serde(flatten)]
    pub(crate) counts: Tally,
    /// The cells.
    pub(crate) cells: Vec<CellSummary>,
    /// What failed and counts.
    pub(crate) failed_tests: Vec<TestSummary>,
    /// What failed in quarantine, so that it does not count.
    pub(crate) quarantined_tests: Vec<TestSummary>,
    /// What passed only after it had not.
    pub(crate) flaky_tests: Vec<TestSummary>,
    /// What was skipped, with the reason as its error.
    pub(crate) skipped_tests: Vec<TestSummary>,
    /// What fails on the base and passed here.
    pub(crate) fixed_tests: Vec<TestSummary>,
    /// What is slower by the statistics: confirmed by a later run, or new in this one.
    pub(crate) slow_tests: Vec<TestSummary>,
    /// How many entries were left out of these lists, which end at 5,000 each. Each is in `junit.xml`.
    pub(crate) unlisted: usize,
    /// What was expected, held against what is there.
    pub(crate) ledger: Ledger,
    /// What is wrong with the input, apart from the files of cells.
    pub(crate) problems: Vec<String>,
    /// Files that hold no results or tell what others tell, and why.
    pub(crate) ignored: Vec<String>,
    /// Lines that tests ran through, by version, where they left coverage files.
    #[serde(default)]
    pub(crate) coverage: Vec<VersionCoverage>,
    /// What the pipeline asks of those who report.
    pub(crate) policy: Policy,
}

/// A run of the base branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Base {
    /// The branch.
    pub(crate) branch: String,
    /// GitHub's id of the run.
    pub(crate) run_id: String,
    /// The commit.
    pub(crate) commit: String,
    /// When it started, UTC.
    pub(crate) started: String,
    /// Its verdict.
    pub(crate) verdict: String,
}

/// The run in which a test began to fail: in all later ones of the base's branch that ran it, it failed too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Since {
    /// GitHub's id of the run.
    pub(crate) run_id: String,
    /// The commit.
    pub(crate) commit: String,
    /// When it started, UTC.
    pub(crate) started: String,
}

/// How a test compares with the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// It fails here and not on the base.
    NewFailure,
    /// It fails on the base too.
    StillFailing,
    /// It fails on the base and passed here.
    Fixed,
    /// It is flaky here, and was not in the last 500 runs of the base's branch.
    NewlyFlaky,
    /// It is slower here by the statistics, and was not in the runs before.
    NewlySlow,
}

/// An earlier attempt at a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct AttemptSummary {
    /// `passed`, `failed`, `errored` or `skipped`.
    pub(crate) status: String,
    /// In seconds.
    pub(crate) duration: f64,
    /// What happened, in one line.
    pub(crate) error: String,
    /// The end of its output, or its stack trace.
    pub(crate) excerpt: Option<String>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct CellSummary {
    /// `VERSION/SCENARIO`, or the name of the folder that others' files are in.
    pub(crate) name: String,
    /// The version.
    pub(crate) version: Option<String>,
    /// The suite.
    pub(crate) suite: Option<String>,
    /// The scenario.
    pub(crate) scenario: Option<String>,
    /// `passed`, `failed`, `incomplete` or `nothing_ran`.
    pub(crate) verdict: String,
    /// Why.
    pub(crate) reason: String,
    /// The attempt of the workflow run that is the last one here.
    pub(crate) attempt: u32,
    /// Folders of its runs, from the first.
    pub(crate) folders: Vec<String>,
    /// When the first run started, UTC.
    pub(crate) started: Option<String>,
    /// When the last run finished, UTC.
    pub(crate) finished: Option<String>,
    /// How many tests there are of each status.
    #[serde(flatten)]
    pub(crate) counts: Tally,
    /// How often a test was told by a second file of the same run. The worse one stands.
    pub(crate) duplicates: usize,
    /// What is wrong with its files.
    pub(crate) problems: Vec<String>,
}

/// A test that there is something to say about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct TestSummary {
    /// Its name, without its cell.
    pub(crate) name: String,
    /// What happened, in one line. Empty if nobody said.
    pub(crate) error: String,
    /// The cell.
    pub(crate) cell: String,
    /// The test of the pipeline, or the suite of a foreign file.
    pub(crate) suite: String,
    /// The class.
    pub(crate) class: Option<String>,
    /// The file.
    pub(crate) file: Option<String>,
    /// `passed`, `failed`, `errored` or `skipped`.
    pub(crate) status: String,
    /// In seconds.
    pub(crate) duration: f64,
    /// How often it ran again.
    pub(crate) retry_count: usize,
    /// Its other runs that did not pass, in order.
    pub(crate) attempts: Vec<AttemptSummary>,
    /// How it compares with the base, where there is one.
    pub(crate) change: Option<Change>,
    /// Since when it fails, where it fails on the base too: of the last 500 runs of the base's branch.
    #[serde(default)]
    pub(crate) failing_since: Option<Since>,
    /// The command that runs its cell here.
    pub(crate) command: Option<String>,
    /// The end of its output, or its stack trace.
    pub(crate) excerpt: Option<String>,
    /// Its log, relative to the input.
    pub(crate) log: Option<String>,
    /// Who answers for it, where it is in quarantine.
    pub(crate) owner: Option<String>,
    /// Where the work on it is tracked, where it is in quarantine.
    pub(crate) issue: Option<String>,
}

impl Summary {
    /// Tests that failed, the new ones first, each in the order of the summary.
    pub(crate) fn failing(&self) -> Vec<&TestSummary> {
        let mut tests: Vec<&TestSummary> = self.failed_tests.iter().collect();
        tests.sort_by_key(|test| test.change != Some(Change::NewFailure));
        tests
    }

    /// How many tests failed, those that are not listed included.
    pub(crate) fn failing_count(&self) -> usize {
        (self.counts.failed + self.counts.errors).saturating_sub(self.counts.quarantined)
    }
}

pub(super) fn of(
    truth: &Truth,
    ledger: Ledger,
    verdict: Verdict,
    origin: &Origin,
    identity: &Identity,
    policy: Policy,
) -> Summary {
    let cells: Vec<CellSummary> = truth
        .cells
        .iter()
        .map(|(name, cell)| summarize(name, cell, &truth.names, policy.fail_on))
        .collect();
    let mut unlisted = 0;
    let mut list = |wanted: fn(&Test) -> bool| {
        let all = truth
            .cells
            .iter()
            .flat_map(|(name, cell)| cell.tests.iter().map(move |test| (name, test)));
        let mut entries = all.filter(|(_, (_, test))| wanted(test));
        let listed = entries
            .by_ref()
            .take(MOST)
            .map(|(name, (key, test))| entry(truth, name, key, test));
        let listed = listed.collect();
        unlisted += entries.count();
        listed
    };
    Summary {
        format: FORMAT,
        verdict: Verdict::name(verdict.exit).to_owned(),
        exit_code: verdict.exit.code(),
        reasons: verdict.reasons,
        branch: origin.branch.clone(),
        commit: origin.commit.clone(),
        trigger: origin.trigger.clone(),
        run_id: identity.id.clone(),
        run_attempt: identity.attempt,
        base: None,
        started: cells.iter().filter_map(|cell| cell.started.clone()).min(),
        finished: cells.iter().filter_map(|cell| cell.finished.clone()).max(),
        counts: cells
            .iter()
            .fold(Tally::default(), |sum, cell| sum.plus(&cell.counts)),
        failed_tests: list(|test| test.counts_against),
        quarantined_tests: list(|test| test.status.is_bad() && !test.counts_against),
        flaky_tests: list(|test| test.flaky),
        skipped_tests: list(|test| test.status == Status::Skipped),
        fixed_tests: list(|test| test.change == Some(Change::Fixed)),
        slow_tests: Vec::new(),
        unlisted,
        cells,
        ledger,
        problems: truth.problems.clone(),
        ignored: truth.ignored.clone(),
        coverage: truth.coverage.clone(),
        policy,
    }
}

fn summarize(name: &Name, cell: &Cell, names: &Names, fail_on: FailOn) -> CellSummary {
    let own = match name {
        Name::Own(name) => Some(name),
        Name::Foreign(_) => None,
    };
    let (exit, reason) = of_cell(cell, names, fail_on);
    let times =
        |time: fn(&super::cell::Take) -> &String| cell.takes.iter().map(time).filter(|time| !time.is_empty());
    CellSummary {
        name: name.shown(),
        version: own.map(|own| own.version.clone()),
        suite: own.map(|own| own.suite.clone()),
        scenario: own.map(|own| own.scenario.clone()),
        verdict: Verdict::name(exit).to_owned(),
        reason,
        attempt: cell.takes.last().map_or(1, |take| take.run.1),
        folders: cell.takes.iter().map(|take| take.folder.clone()).collect(),
        started: times(|take| &take.started).min().cloned(),
        finished: times(|take| &take.finished).max().cloned(),
        counts: Tally::of(cell),
        duplicates: cell.duplicates,
        problems: cell.problems.clone(),
    }
}

pub(super) fn entry(truth: &Truth, cell: &Name, key: &Key, test: &Test) -> TestSummary {
    let named = |number| Some(truth.names.name(number).to_owned()).filter(|name| !name.is_empty());
    let detail = test.detail.as_deref();
    let quarantine = detail.and_then(|detail| detail.quarantine.as_ref());
    TestSummary {
        name: key.shown(&truth.names).into_owned(),
        error: match test.runs().last() {
            Some(run) if test.flaky && test.message().is_empty() => run.message.clone(),
            _ => test.message().to_owned(),
        },
        cell: cell.shown(),
        suite: truth.names.name(key.suite).to_owned(),
        class: named(key.class),
        file: named(test.file),
        status: test.status.name().to_owned(),
        duration: test.duration,
        retry_count: test.runs().len(),
        attempts: test.runs().iter().map(past).collect(),
        change: test.change,
        failing_since: detail.and_then(|detail| detail.since.as_deref().cloned()),
        command: command(cell, truth.is_local),
        excerpt: detail
            .map(|detail| detail.excerpt.clone())
            .filter(|excerpt| !excerpt.is_empty()),
        log: detail.and_then(|detail| detail.log.clone()),
        owner: quarantine.map(|entry| entry.owner.clone()),
        issue: quarantine.map(|entry| entry.issue.clone()),
    }
}

fn past(run: &Past) -> AttemptSummary {
    AttemptSummary {
        status: run.status.name().to_owned(),
        duration: run.duration,
        error: run.message.clone(),
        excerpt: Some(run.excerpt.clone()).filter(|excerpt| !excerpt.is_empty()),
    }
}

/// What runs a cell of the pipeline here. People paste it, and an artifact can say that a version is `$(…)`: there is
/// no command for names that a shell would read as anything but a word.
fn command(cell: &Name, is_local: bool) -> Option<String> {
    let is_word = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
        !text.is_empty() && !text.starts_with('-') && text.chars().all(plain)
    };
    match cell {
        Name::Own(id) if !is_word(&id.version) || !is_word(&id.scenario) => None,
        Name::Own(id) if is_local => Some(format!("pipewright run --cell {}/{}", id.version, id.scenario)),
        Name::Own(id) => Some(format!(
            "pipewright-runtime execute --version {} --scenario {} --output out",
            id.version, id.scenario
        )),
        Name::Foreign(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Summary;

    #[test]
    fn the_schema_that_is_published_is_that_of_the_type() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/summary.schema.json");
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(Summary)).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            crate::results::atomically(&path, schema.as_bytes()).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap();
        assert!(
            published == schema,
            "run UPDATE_SCHEMA=1 cargo test -p pipewright-runtime schema"
        );
    }
}
