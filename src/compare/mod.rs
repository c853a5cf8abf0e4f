//! Two pipelines -> what a change from one to the other adds and removes.
//!
//! Each side is taken apart into facts: what runs when, what may be done, at which commit, for how long. The comparison is
//! that of two sets of facts, so that nothing is listed that stayed the same.

mod cost;
mod fact;
mod human;
mod json;
mod markdown;

use jiff::Timestamp;

use crate::lower::Generated;
use crate::plan::Plan;

pub use cost::{Cost, ProfileCost};
pub use fact::{Fact, Kind};

/// One of two pipelines.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What is planned.
    pub plan: &'a Plan,
    /// The files that say so.
    pub files: &'a [Generated],
}

/// What a change adds and removes.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Every fact that is another, by kind and then in order of appearance.
    pub changes: Vec<Change>,
    /// What each profile costs.
    pub costs: Vec<ProfileCost>,
}

/// A fact that is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub kind: Kind,
    /// Whose fact it is.
    pub subject: String,
    /// What held before; nothing for what is new.
    pub before: Option<String>,
    /// What holds after; nothing for what is gone.
    pub after: Option<String>,
}

impl Change {
    /// `added`, `removed` or `changed`.
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// Whether a job may do more than before.
    #[must_use]
    pub fn is_widened(&self) -> bool {
        let grows = match (&self.before, &self.after) {
            (None, Some(_)) => true,
            (Some(_), Some(after)) => after != "read",
            _ => false,
        };
        self.kind == Kind::Permission && grows
    }
}

/// Compares two pipelines. `from`: the moment after which runs of schedules are counted, for a year.
#[must_use]
pub fn compare(before: Side<'_>, after: Side<'_>, from: Timestamp) -> Comparison {
    Comparison {
        changes: fact::changes(&fact::facts(before), &fact::facts(after)),
        costs: cost::costs(before.plan, after.plan, from),
    }
}

impl Comparison {
    /// Minutes of runners in a month, before and after, at most: what schedules would cost if every cell took all its time.
    #[must_use]
    pub fn minutes_per_month(&self) -> (f64, f64) {
        let month = |cost: &Option<Cost>| cost.map_or(0.0, |cost| cost.per_month());
        let before = self.costs.iter().map(|cost| month(&cost.before)).sum();
        let after = self.costs.iter().map(|cost| month(&cost.after)).sum();
        (before, after)
    }

    /// For people at a terminal.
    #[must_use]
    pub fn human(&self, reference: &str) -> String {
        human::render(self, reference)
    }

    /// For a comment on a pull request.
    #[must_use]
    pub fn markdown(&self, reference: &str) -> String {
        markdown::render(self, reference)
    }

    /// For scripts.
    #[must_use]
    pub fn json(&self, reference: &str) -> serde_json::Value {
        json::render(self, reference)
    }
}
