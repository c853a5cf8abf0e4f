//! Which tests cannot be trusted, by what they did on the same commit.

mod background;
mod rate;
mod record;
mod state;
mod storms;
mod suggestion;

use pipewright_model::policy::Policy;

use super::columns::Columns;
use super::evidence::{Evidence, Run, TestId};
use super::outcome::Outcome;
use super::trends::{FlakyTest, Health};
use background::Background;
use rate::Rate;
use record::{Ground, Record};
use storms::Storms;

/// How many runs, of any branch, are looked at.
const WINDOW: usize = 500;
/// How many tests are told.
const MOST: usize = 1_000;

/// Tests that are not healthy, worst first. `shown` are the runs that an outcome is drawn for.
pub(super) fn of(evidence: &Evidence, branch: &str, policy: &Policy, shown: &[&Run]) -> Vec<FlakyTest> {
    let from = evidence.runs.len().saturating_sub(WINDOW);
    let runs: Vec<&Run> = evidence.runs[from..].iter().collect();
    let ground = Ground::new(&runs, branch);
    let storms = Storms::new(&runs, &evidence.tests);
    let columns = Columns::new(&runs, evidence.tests.len());
    let charts = Columns::new(shown, evidence.tests.len());
    let records: Vec<Record> = (0..columns.tests())
        .map(|test| Record::new(columns.of(test), &ground, |run| storms.covers(run, test)))
        .collect();
    let background = Background::of(&records);
    let mut found: Vec<FlakyTest> = records
        .iter()
        .enumerate()
        .filter(|(_, record)| record.has_failed())
        .filter_map(|(test, record)| {
            let id = evidence.tests.get_index(test)?;
            let mut told = judge(id, record, &background, policy)?;
            told.last_seen = record
                .last_failure
                .map_or_else(String::new, |run| runs[run as usize].started.clone());
            told.outcomes = drawn(&charts, test, shown.len());
            Some(told)
        })
        .collect();
    found.sort_by(|a, b| {
        let key = |test: &FlakyTest| (severity(test.state), test.low);
        let (a_key, b_key) = (key(a), key(b));
        (b_key.0.cmp(&a_key.0))
            .then(b_key.1.total_cmp(&a_key.1))
            .then_with(|| (&a.cell, &a.test_name).cmp(&(&b.cell, &b.test_name)))
    });
    found.truncate(MOST);
    found
}

fn judge(id: &TestId, record: &Record, background: &Background, policy: &Policy) -> Option<FlakyTest> {
    let by_simple_rule = record.is_flaky_by(&policy.flaky);
    let mut state = state::of(record, background);
    if by_simple_rule && state == Health::Healthy {
        state = Health::Suspect;
    }
    if state == Health::Healthy {
        return None;
    }
    let rate = Rate::of(record.failures, record.trials);
    let (low, high) = rate.interval();
    Some(FlakyTest {
        cell: id.cell.clone(),
        test_name: id.name.clone(),
        state,
        total_runs: record.runs,
        failed_runs: record.failed,
        flaked_runs: record.flaked,
        flaky_rate: rate.mean(),
        low,
        high,
        by_simple_rule,
        quarantine: (state == Health::Flaky).then(|| suggestion::of(id, record, low, high)),
        ..FlakyTest::default()
    })
}

const fn severity(state: Health) -> u8 {
    match state {
        Health::Broken => 4,
        Health::Flaky => 3,
        Health::Suspect => 2,
        Health::Recovered => 1,
        Health::Healthy => 0,
    }
}

fn drawn(charts: &Columns, test: usize, runs: usize) -> String {
    let mut ends = vec![b'-'; runs];
    for entry in charts.of(test) {
        ends[entry.run as usize] = match entry.outcome {
            Outcome::Passed => b'P',
            Outcome::Failed => b'F',
            Outcome::Flaky => b'X',
            Outcome::Skipped => b'S',
        };
    }
    ends.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests;
