//! Which runs are close enough in time to be compared with.

use jiff::{SignedDuration, Timestamp};

use crate::analyze::evidence::Run;

/// Whether each run is within so many days before the last one. A run whose time nobody knows is not.
pub(crate) fn of(runs: &[&Run], days: u32) -> Vec<bool> {
    let started = |run: &Run| run.started.parse::<Timestamp>().ok();
    let Some(now) = runs.last().and_then(|run| started(run)) else {
        return vec![false; runs.len()];
    };
    let window = SignedDuration::from_hours(24 * i64::from(days));
    let is_near = |time: Timestamp| (SignedDuration::ZERO..=window).contains(&now.duration_since(time));
    runs.iter().map(|run| started(run).is_some_and(is_near)).collect()
}
