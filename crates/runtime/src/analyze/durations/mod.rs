//! Which tests got slower or faster, the speed of the machine taken out.

mod baseline;
mod change;
pub(super) mod host;
mod tails;

use pipewright_model::policy::Policy;

use super::columns::Columns;
use super::discovery::adjusted;
use super::evidence::{Evidence, Run, Sample, TestId, Tests};
use super::metrics::Series;
use super::outcome::Outcome;
use super::trends::{Direction, DurationTrend};
use baseline::Baseline;
use change::Change;
use tails::Tails;

/// The newest runs: this one, and those that it confirms.
pub(super) const NEWEST: usize = 3;
/// Runs that they are compared with, at most.
const EARLIER: usize = 30;
/// Runs that they are compared with, at least.
const FEWEST: usize = 10;
/// Share of false alarms among the alarms (Benjamini and Hochberg).
const Q: f64 = 0.05;
/// A smaller change, in percent, is no news, whatever the policy says.
pub(super) const EFFECT: f64 = 20.0;
/// A smaller change, in seconds, is no news.
const SECONDS: f64 = 0.5;
/// How many tests are told.
const MOST: usize = 1_000;

/// Logarithms of the seconds of a test, by run; none where it did not pass at once.
type Row = Vec<Option<f64>>;

/// Tests whose durations changed, confirmed ones first, then the farthest first; and the durations of tests that may have
/// changed at any time, the speed of the machine taken out. `shown` ends with this run.
pub(super) fn of(
    evidence: &Evidence<impl Tests>,
    policy: &Policy,
    shown: &[&Run],
) -> (Vec<DurationTrend>, Vec<Series>) {
    if shown.len() < FEWEST + 1 {
        return (Vec::new(), Vec::new());
    }
    let has_passed = |sample: &Sample| sample.outcome == Outcome::Passed;
    let columns = Columns::new(shown, evidence.tests.count(), has_passed);
    let mut rows: Vec<Row> = (0..columns.tests.len())
        .map(|column| logarithms(&columns, column, shown.len()))
        .collect();
    let id = |column: usize| evidence.tests.id(columns.tests[column] as usize);
    let earlier = shown.len().saturating_sub(NEWEST).max(FEWEST);
    host::take_out(&mut rows, earlier);
    let mut found = alarms(&newest(&rows, earlier), policy);
    found.sort_by(|(_, a), (_, b)| {
        b.confirmed
            .cmp(&a.confirmed)
            .then(b.score.abs().total_cmp(&a.score.abs()))
    });
    found.truncate(MOST);
    for (column, trend) in &mut found {
        describe(trend, id(*column), &columns, *column);
    }
    let changed = rows.iter().enumerate().filter(|(_, row)| may_have_changed(row));
    let series = changed.map(|(column, row)| corrected(id(column), row)).collect();
    (found.into_iter().map(|(_, trend)| trend).collect(), series)
}

/// Whether there are two groups of values that are far enough from each other to be worth a search.
fn may_have_changed(row: &Row) -> bool {
    let mut values: Vec<f64> = row.iter().flatten().map(|value| value.exp()).collect();
    values.sort_unstable_by(f64::total_cmp);
    let low = values.get(FEWEST / 2 - 1).copied().unwrap_or_default();
    let high = values
        .iter()
        .rev()
        .nth(FEWEST / 2 - 1)
        .copied()
        .unwrap_or_default();
    values.len() >= FEWEST && is_worth_telling(low, high, EFFECT)
}

/// Whether two durations differ by so many percent of the shorter one, and by half a second.
pub(super) fn is_worth_telling(a: f64, b: f64, percent: f64) -> bool {
    let difference = (a - b).abs();
    difference >= SECONDS && 100.0 * difference >= percent * a.min(b)
}

fn describe(trend: &mut DurationTrend, id: TestId, columns: &Columns, column: usize) {
    trend.cell = id.cell;
    trend.name = id.name;
    let passed = columns
        .of(column)
        .iter()
        .filter(|entry| entry.outcome == Outcome::Passed);
    trend.points = passed.map(|entry| f64::from(entry.seconds)).collect();
    trend.current_value = trend.points.last().copied().unwrap_or_default();
}

fn corrected(id: TestId, row: &Row) -> Series {
    let tags = [("cell", id.cell), ("test", id.name)];
    Series {
        name: "duration".to_owned(),
        tags: tags
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect(),
        points: row
            .iter()
            .enumerate()
            .filter_map(|(run, value)| Some((run, value.as_ref()?.exp())))
            .collect(),
    }
}

fn logarithms(columns: &Columns, column: usize, runs: usize) -> Row {
    let mut row = vec![None; runs];
    for entry in columns.of(column) {
        let seconds = f64::from(entry.seconds);
        if entry.outcome == Outcome::Passed && seconds.is_finite() && seconds > 0.0 {
            row[entry.run as usize] = Some(seconds.ln());
        }
    }
    row
}

/// What a test did in the newest runs.
#[derive(Debug, Clone)]
struct Newest {
    test: usize,
    alone: Change,
    agreed: Option<Change>,
    /// Each of the last runs that have it, this one last.
    each: Vec<Change>,
}

/// Of the tests that this run and enough of the earlier ones have.
fn newest(rows: &[Row], earlier: usize) -> Vec<Newest> {
    let before: Vec<&[Option<f64>]> = rows
        .iter()
        .map(|row| &row[earlier.saturating_sub(EARLIER)..earlier])
        .collect();
    let baselines = Baseline::of_all(&before, FEWEST);
    let tails = Tails::of(&before, &baselines);
    let all = rows.iter().zip(&baselines).enumerate();
    all.filter_map(|(test, (row, baseline))| {
        let (baseline, this) = (baseline.as_ref()?, (*row.last()?)?);
        let values: Vec<f64> = row[earlier..].iter().copied().flatten().collect();
        let mut last: Vec<f64> = row.iter().rev().copied().flatten().take(NEWEST).collect();
        last.reverse();
        let each = last
            .iter()
            .map(|value| Change::of(baseline, *value, before[test], &tails));
        Some(Newest {
            test,
            alone: Change::of(baseline, this, before[test], &tails),
            agreed: Change::agreed(baseline, &values, before[test], &tails),
            each: each.collect(),
        })
    })
    .collect()
}

/// What is worth telling: the changes that later runs confirmed, and else those that this run has alone. Each question is
/// asked of all tests at once: which of them got slower, and which faster.
fn alarms(newest: &[Newest], policy: &Policy) -> Vec<(usize, DurationTrend)> {
    let agreed: Vec<Option<Change>> = newest.iter().map(|test| test.agreed).collect();
    let alone: Vec<Option<Change>> = newest.iter().map(|test| Some(test.alone)).collect();
    let (confirmed, new) = (told(&agreed, policy, true), told(&alone, policy, false));
    let all = newest.iter().zip(confirmed.into_iter().zip(new));
    all.filter_map(|(test, (confirmed, new))| {
        let mut trend = confirmed.or(new)?;
        trend.newest = in_each(&test.each, trend.trend, policy);
        Some((test.test, trend))
    })
    .collect()
}

/// In which of the runs a test is as much slower, or faster, as is worth telling.
fn in_each(each: &[Change], trend: Direction, policy: &Policy) -> Vec<bool> {
    let effect = policy.trends.test_duration.max(EFFECT);
    let is_so = |change: &Change| {
        (change.deviation > 0.0) == (trend == Direction::Regressed)
            && is_worth_telling(change.usual, change.now(), effect)
    };
    each.iter().map(is_so).collect()
}

fn told(changes: &[Option<Change>], policy: &Policy, is_confirmed: bool) -> Vec<Option<DurationTrend>> {
    let effect = policy.trends.test_duration.max(EFFECT);
    let chances = |is_slower: bool| {
        let of_side = |change: &Change| (change.deviation > 0.0) == is_slower;
        let chances = changes
            .iter()
            .map(|change| change.filter(of_side).map_or(1.0, |change| change.p_value));
        adjusted(&chances.collect::<Vec<_>>())
    };
    let both = chances(true).into_iter().zip(chances(false));
    let found = changes.iter().zip(both).map(|(change, (slower, faster))| {
        let change = (*change)?;
        let q = if change.deviation > 0.0 { slower } else { faster };
        (q <= Q && is_worth_telling(change.usual, change.now(), effect))
            .then(|| trend(change, q, is_confirmed))
    });
    found.collect()
}

fn trend(change: Change, q_value: f64, confirmed: bool) -> DurationTrend {
    DurationTrend {
        previous_value: change.usual,
        change_percent: change.percent(),
        trend: if change.deviation > 0.0 {
            Direction::Regressed
        } else {
            Direction::Improved
        },
        score: change.score,
        q_value,
        confirmed,
        ..DurationTrend::default()
    }
}

#[cfg(test)]
mod tests;
