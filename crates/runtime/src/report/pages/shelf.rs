//! Which runs stay: those that the retention of the pipeline keeps, and no more than a site can hold.

use indexmap::IndexMap;
use serde::Serialize;

use super::run::Run;
use super::slug::slug;
use crate::clock;

/// Most runs of a branch, so that the site stays far below the gigabyte that GitHub allows.
const OF_A_BRANCH: usize = 50;
/// Most runs of all branches.
const OF_ALL: usize = 200;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The runs that stay.
#[derive(Debug)]
pub(super) struct Shelf {
    branches: Vec<Branch>,
}

/// A branch.
#[derive(Debug, Serialize)]
pub(super) struct Branch {
    pub(super) name: String,
    /// Its folder in the site.
    pub(super) slug: String,
    /// Its runs, the newest first; never none.
    pub(super) runs: Vec<Run>,
}

impl Shelf {
    /// `now` always stays. Of what is told twice, the first one stands.
    pub(super) fn of(now: Run, earlier: Vec<Run>) -> Self {
        let oldest = clock::milliseconds(&now.started) - i64::from(now.days) * DAY;
        let mut earlier: Vec<Run> = earlier
            .into_iter()
            .filter(|run| run.slug != now.slug && clock::milliseconds(&run.started) >= oldest)
            .collect();
        earlier.sort_by(|one, other| (&other.started, &other.slug).cmp(&(&one.started, &one.slug)));
        earlier.dedup_by(|one, other| one.slug == other.slug);
        let mut branches: IndexMap<String, Vec<Run>> = IndexMap::new();
        // The branch of this run comes first, and a later run that is still older in time never hides this one.
        for run in std::iter::once(now).chain(earlier).take(OF_ALL) {
            let runs = branches.entry(run.branch.clone()).or_default();
            if runs.len() < OF_A_BRANCH {
                runs.push(run);
            }
        }
        let branch = |(name, mut runs): (String, Vec<Run>)| {
            runs.sort_by(|one, other| other.started.cmp(&one.started));
            let slug = slug(&name);
            Branch { name, slug, runs }
        };
        Self {
            branches: branches.into_iter().map(branch).collect(),
        }
    }

    /// Branches, never none: that of this run first, then the one with the newest run.
    pub(super) fn branches(&self) -> &[Branch] {
        &self.branches
    }
}
