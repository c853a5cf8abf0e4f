//! Cases that stand in a file once for each run, as tools of Go write them.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::reading::case::{Case, CaseRun};
use crate::results::Status;

/// Most bad cases that are remembered. What is beyond is never taken for a rerun, so a failure stays one.
const MOST: usize = 200_000;

/// Bad cases of Go suites. In Go no two tests of a package share a name, so that a second one is a rerun; elsewhere
/// two cases with one name are two cases.
#[derive(Debug, Default)]
pub(super) struct Reruns {
    hasher: RandomState,
    bad: HashMap<u64, Vec<CaseRun>>,
}

impl Reruns {
    /// Makes a case the rerun of an earlier one, if it is.
    pub(super) fn note(&mut self, case: &mut Case) {
        let key = self.hasher.hash_one((&case.suite, &case.class, &case.name));
        if let Some(earlier) = self.bad.remove(&key) {
            case.replaces = earlier.last().map(|run| run.status);
            case.flaky = case.status == Status::Passed;
            case.runs.splice(0..0, earlier);
        }
        if case.status.is_bad() && self.bad.len() < MOST {
            let run = CaseRun {
                status: case.status,
                duration: Some(case.duration),
                message: case.message.clone(),
                excerpt: case.excerpt.clone(),
            };
            self.bad
                .insert(key, case.runs.iter().cloned().chain([run]).collect());
        }
    }
}
