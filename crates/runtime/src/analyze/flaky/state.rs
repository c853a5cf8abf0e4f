//! What a record comes to.

use super::background::Background;
use super::rate::Rate;
use super::record::Record;
use crate::analyze::trends::Health;

/// How sure it must be that a test is flaky.
const SURE: f64 = 0.95;
/// From here on it is more likely than not.
const LIKELY: f64 = 0.5;
/// How unlikely a row of failures, or of passes, must be to count as no chance.
const CHANCE: f64 = 0.05;
/// A flaky test has both failed and passed in so many places at least: one is what a bad night does.
const PLACES: usize = 2;
/// A broken test has failed so often in a row at least.
const STREAK: usize = 2;
/// A test recovers in no fewer trials.
const CLEAN: usize = 20;
/// Passes after which a broken test counts as mended, and until when that is news.
const MENDED: std::ops::RangeInclusive<usize> = 5..=20;

/// The state of a test.
pub(super) fn of(record: &Record, background: &Background) -> Health {
    if is_streak(record.streak, record) {
        return Health::Broken;
    }
    let sure = Rate::of(record.failures, record.trials).probability_above(background.limit);
    // As it was when the test last failed: what passed since then must not make it look mended before its time.
    let then = Rate::of(record.failures, record.trials - record.clean);
    if record.places >= PLACES && then.probability_above(background.limit) >= SURE && is_clean(record, then) {
        return Health::Recovered;
    }
    if record.places >= PLACES && sure >= SURE {
        return Health::Flaky;
    }
    if let Some(mended) = record.mended.filter(|mended| is_streak(mended.failures, record)) {
        if MENDED.contains(&mended.passes) {
            return Health::Recovered;
        }
        if mended.passes < *MENDED.start() {
            return Health::Suspect;
        }
    }
    if record.failures > 0 && sure >= LIKELY {
        Health::Suspect
    } else {
        Health::Healthy
    }
}

/// Whether so many failures in a row are no chance, at the rate at which the test fails otherwise.
fn is_streak(failures: usize, record: &Record) -> bool {
    let rate = Rate::of(record.failures, record.trials).mean();
    failures >= STREAK && power(rate, failures) <= CHANCE
}

/// Whether the passes since the last failure are no chance, at the rate at which it failed until then.
fn is_clean(record: &Record, then: Rate) -> bool {
    record.clean >= CLEAN && power(1.0 - then.mean(), record.clean) <= CHANCE
}

fn power(rate: f64, times: usize) -> f64 {
    rate.powi(i32::try_from(times).unwrap_or(i32::MAX))
}
