//! What is before a job: its needs, and what they need.

use std::collections::{HashMap, VecDeque};

use super::document::Job;
use crate::expression::Status;

/// How the jobs before a job ended, as its status functions see them: they look at every one, not only at those that it
/// names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Upstream {
    unknown: bool,
    other_than_success: bool,
    failure: bool,
    cancelled: bool,
}

impl Upstream {
    /// With one job more, and what is before that.
    pub(super) fn with(self, result: Option<&str>, before: Self) -> Self {
        Self {
            unknown: self.unknown | before.unknown | result.is_none(),
            other_than_success: self.other_than_success
                | before.other_than_success
                | result.is_some_and(|result| result != "success"),
            failure: self.failure | before.failure | (result == Some("failure")),
            cancelled: self.cancelled | before.cancelled | (result == Some("cancelled")),
        }
    }

    /// What the status functions answer.
    pub(super) fn status(self) -> Status {
        let settled = |known: bool, otherwise: bool| match (known, self.unknown) {
            (true, _) => Some(!otherwise),
            (false, true) => None,
            (false, false) => Some(otherwise),
        };
        Status {
            success: settled(self.other_than_success, true),
            failure: settled(self.failure, false),
            // A job can be cancelled by itself; whether the whole run was is not known then.
            cancelled: if self.cancelled { None } else { Some(false) },
        }
    }
}

/// Jobs by their position, each after all that it needs. In time that grows with the needs, whatever their order.
pub(super) fn order(jobs: &[Job], key: impl Fn(&str) -> String) -> Vec<usize> {
    let places: HashMap<String, usize> = jobs
        .iter()
        .enumerate()
        .map(|(at, job)| (key(&job.id), at))
        .collect();
    let mut waiting: Vec<usize> = Vec::with_capacity(jobs.len());
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); jobs.len()];
    for (at, job) in jobs.iter().enumerate() {
        let needs = job.needs.iter().filter_map(|(id, _)| places.get(&key(id)));
        let mut count = 0;
        for need in needs {
            followers[*need].push(at);
            count += 1;
        }
        waiting.push(count);
    }
    let mut ready: VecDeque<usize> = (0..jobs.len()).filter(|at| waiting[*at] == 0).collect();
    let mut order = Vec::with_capacity(jobs.len());
    while let Some(at) = ready.pop_front() {
        order.push(at);
        for follower in &followers[at] {
            waiting[*follower] -= 1;
            if waiting[*follower] == 0 {
                ready.push_back(*follower);
            }
        }
    }
    order
}
