//! Which tests cannot be trusted, by what they did on the same commit.

mod background;
mod rate;
mod record;
mod state;
mod storms;
mod suggestion;

use pipewright_model::policy::Policy;

use super::columns::Columns;
use super::evidence::{Evidence, Run, Sample, TestId, Tests};
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
pub(super) fn of(
    evidence: &Evidence<impl Tests>,
    branch: &str,
    policy: &Policy,
    shown: &[&Run],
) -> Vec<FlakyTest> {
    let from = evidence.runs.len().saturating_sub(WINDOW);
    let runs: Vec<&Run> = evidence.runs[from..].iter().collect();
    let ground = Ground::new(&runs, branch);
    let storms = Storms::new(&runs, &evidence.tests);
    let is_bad = |sample: &Sample| matches!(sample.outcome, Outcome::Failed | Outcome::Flaky);
    let columns = Columns::new(&runs, evidence.tests.count(), is_bad);
    let records: Vec<Record> = (columns.tests.iter().enumerate())
        .map(|(column, test)| {
            Record::new(columns.of(column), &ground, |run| {
                storms.covers(run, *test as usize)
            })
        })
        .collect();
    let background = Background::of(&records, plain(&runs, &storms, evidence.tests.count(), &columns));
    let charts = Charts::new(shown, &columns, evidence.tests.count());
    let mut found: Vec<FlakyTest> = (columns.tests.iter().zip(&records).enumerate())
        .filter(|(_, (_, record))| record.has_failed())
        .filter_map(|(column, (test, record))| {
            let mut told = judge(|| evidence.tests.id(*test as usize), record, &background, policy)?;
            told.last_seen = record
                .last_failure
                .map_or_else(String::new, |run| runs[run as usize].started.clone());
            told.outcomes = charts.drawn(column);
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

/// How often each test ran that only ever passed, storms left out.
fn plain(runs: &[&Run], storms: &Storms, count: usize, bad: &Columns) -> Vec<u32> {
    let mut counts = vec![0; count];
    for (run, number) in runs.iter().zip(0..) {
        let samples = run.samples.iter().filter(|sample| {
            (sample.test as usize) < count
                && sample.outcome == Outcome::Passed
                && !storms.covers(number, sample.test as usize)
        });
        samples.for_each(|sample| counts[sample.test as usize] += 1);
    }
    bad.tests.iter().for_each(|test| counts[*test as usize] = 0);
    counts.retain(|count| *count > 0);
    counts
}

fn judge(
    id: impl FnOnce() -> TestId,
    record: &Record,
    background: &Background,
    policy: &Policy,
) -> Option<FlakyTest> {
    let by_simple_rule = record.is_flaky_by(&policy.flaky);
    let mut state = state::of(record, background);
    if by_simple_rule && state == Health::Healthy {
        state = Health::Suspect;
    }
    if state == Health::Healthy {
        return None;
    }
    let id = id();
    let rate = Rate::of(record.failures, record.trials);
    let (low, high) = rate.interval();
    Some(FlakyTest {
        quarantine: (state == Health::Flaky).then(|| suggestion::of(&id, record, low, high)),
        cell: id.cell,
        test_name: id.name,
        state,
        total_runs: record.runs,
        failed_runs: record.failed,
        flaked_runs: record.flaked,
        flaky_rate: rate.mean(),
        low,
        high,
        by_simple_rule,
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

/// Outcomes of the runs that are shown, in a letter each.
struct Charts<'a> {
    /// Where in `shown` each test is that has a column, by column.
    places: Vec<Option<usize>>,
    columns: Columns,
    runs: &'a [&'a Run],
}

impl<'a> Charts<'a> {
    fn new(shown: &'a [&'a Run], bad: &Columns, count: usize) -> Self {
        let mut is_bad = vec![false; count];
        bad.tests.iter().for_each(|test| is_bad[*test as usize] = true);
        let columns = Columns::new(shown, count, |sample| is_bad[sample.test as usize]);
        let place = |test| columns.tests.binary_search(test).ok();
        Self {
            places: bad.tests.iter().map(place).collect(),
            columns,
            runs: shown,
        }
    }

    fn drawn(&self, column: usize) -> String {
        let mut ends = vec![b'-'; self.runs.len()];
        let entries = self.places[column].map_or(&[][..], |place| self.columns.of(place));
        for entry in entries {
            ends[entry.run as usize] = match entry.outcome {
                Outcome::Passed => b'P',
                Outcome::Failed => b'F',
                Outcome::Flaky => b'X',
                Outcome::Skipped => b'S',
            };
        }
        ends.into_iter().map(char::from).collect()
    }
}

#[cfg(test)]
mod tests;
