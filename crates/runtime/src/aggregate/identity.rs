//! Which run this is.

use super::Origin;
use super::truth::Truth;
use crate::clock;

/// Which run this is.
#[derive(Debug)]
pub(super) struct Identity {
    /// What our own results say, else what GitHub says. None: it is known by its content.
    pub(super) id: Option<String>,
    /// GitHub's attempt of the run, from 1.
    pub(super) attempt: u32,
    /// Now, in milliseconds since 1970, for results that do not say when they began.
    pub(super) now: i64,
}

impl Identity {
    pub(super) fn of(truth: &Truth, origin: &Origin) -> Self {
        let takes = truth.cells.values().flat_map(|cell| &cell.takes);
        let own = takes.filter(|take| take.outcome.is_some() && !take.run.0.is_empty());
        let last = own.max_by_key(|take| (take.run.1, &take.started));
        let (id, attempt) = last
            .map(|take| take.run.clone())
            .or_else(|| origin.run.clone())
            .map_or((None, 1), |(id, attempt)| (Some(id), attempt));
        Self {
            id,
            attempt,
            now: clock::milliseconds(&clock::now()),
        }
    }
}
