use indexmap::IndexMap;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::cron::Cron;
use crate::plan::{Plan, Profile, Trigger};

/// What a profile costs at most: every cell takes all the time that it may.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Minutes of runners in one run.
    pub per_run: u64,
    /// Runs in a year, for a schedule; how often people push is not known.
    pub runs_per_year: Option<u32>,
}

impl Cost {
    /// Minutes in a month, on average over a year; none where it is not known how often it runs.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "minutes far below 2^52")]
    pub fn per_month(&self) -> f64 {
        self.runs_per_year
            .map_or(0.0, |runs| f64::from(runs) * self.per_run as f64 / 12.0)
    }
}

/// What a profile costs on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileCost {
    /// Its name.
    pub profile: String,
    /// Before; nothing for a new profile.
    pub before: Option<Cost>,
    /// After; nothing for one that is gone.
    pub after: Option<Cost>,
}

/// What each profile costs on both sides, those that are there after the change first.
pub(super) fn costs(before: &Plan, after: &Plan, from: Timestamp) -> Vec<ProfileCost> {
    let mut costs: IndexMap<String, (Option<Cost>, Option<Cost>)> = IndexMap::new();
    for profile in &after.profiles {
        costs.entry(profile.name.clone()).or_default().1 = Some(cost(after, profile, from));
    }
    for profile in &before.profiles {
        costs.entry(profile.name.clone()).or_default().0 = Some(cost(before, profile, from));
    }
    let costs = costs.into_iter().map(|(profile, (before, after))| ProfileCost {
        profile,
        before,
        after,
    });
    costs.collect()
}

fn cost(plan: &Plan, profile: &Profile, from: Timestamp) -> Cost {
    Cost {
        per_run: plan.cells_of(profile).map(|cell| cell.timeout_minutes).sum(),
        runs_per_year: match &profile.trigger {
            Trigger::Schedule { cron, timezone } => Some(runs(cron, timezone.as_deref(), from)),
            _ => None,
        },
    }
}

/// How often a schedule runs in a year; never, if it is none, which an earlier stage reports.
fn runs(cron: &str, timezone: Option<&str>, from: Timestamp) -> u32 {
    let zone = TimeZone::get(timezone.unwrap_or("UTC"));
    let (Ok(cron), Ok(zone)) = (Cron::parse(cron), zone) else {
        return 0;
    };
    let Ok(end) = from.checked_add(SignedDuration::from_hours(365 * 24)) else {
        return 0;
    };
    let runs = cron.after(from, &zone).take_while(|run| *run <= end).count();
    u32::try_from(runs).unwrap_or(u32::MAX)
}
