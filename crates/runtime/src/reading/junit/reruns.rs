//! Cases that stand in a file once for each run, as tools of Go and pytest write them.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::suites::Namesakes;
use crate::reading::case::{Case, CaseRun, Replaced};
use crate::results::Status;

/// Most cases that are remembered. What is beyond is never taken for a rerun, so a failure stays one.
const MOST: usize = 200_000;

/// What is said of an attempt that says nothing of itself.
const AGAIN: &str = "it was run again; why is not said";

/// Cases that later ones may be reruns of.
///
/// In Go no two tests of a package share a name, so that a second one is a rerun; bad ones are remembered. Neither do two
/// tests of one run of pytest: if a test fails and its teardown too, there are two cases, and pytest-rerunfailures leaves a
/// case without anything in it for each attempt that did not count (tried with 16.7 and pytest 9.2). Elsewhere two cases
/// with one name are two cases.
#[derive(Debug, Default)]
pub(super) struct Reruns {
    hasher: RandomState,
    bad: HashMap<u64, Vec<CaseRun>>,
    /// Of the suite of pytest that was entered last.
    pytest: HashMap<u64, Known>,
}

/// A case of pytest.
#[derive(Debug)]
struct Known {
    status: Status,
    /// What did not pass, this one included.
    runs: Vec<CaseRun>,
}

impl Reruns {
    /// A suite begins: another run of pytest has other cases.
    pub(super) fn enter(&mut self, namesakes: Namesakes) {
        if namesakes == Namesakes::Pytest {
            self.pytest.clear();
        }
    }

    /// Makes a case the rerun of an earlier one, if it is.
    pub(super) fn note(&mut self, case: &mut Case, namesakes: Namesakes) {
        match namesakes {
            Namesakes::Strangers => {}
            Namesakes::Go => self.go(case),
            Namesakes::Pytest => self.pytest(case),
        }
    }

    fn key(&self, case: &Case) -> u64 {
        self.hasher.hash_one((&case.suite, &case.class, &case.name))
    }

    fn go(&mut self, case: &mut Case) {
        let key = self.key(case);
        if let Some(earlier) = self.bad.remove(&key) {
            case.replaces = earlier.last().map(|run| Replaced {
                status: run.status,
                flaky: false,
            });
            case.flaky = case.status == Status::Passed;
            case.runs.splice(0..0, earlier);
        }
        if case.status.is_bad() && self.bad.len() < MOST {
            let runs = case.runs.iter().cloned().chain([own(case)]).collect();
            self.bad.insert(key, runs);
        }
    }

    fn pytest(&mut self, case: &mut Case) {
        let key = self.key(case);
        if let Some(earlier) = self.pytest.remove(&key) {
            case.replaces = Some(Replaced {
                status: earlier.status,
                flaky: earlier.status == Status::Passed && !earlier.runs.is_empty(),
            });
            let mut runs = earlier.runs;
            if earlier.status.is_bad() && !case.status.is_bad() {
                // Nothing of pytest takes a failure back.
                case.status = earlier.status;
                if let Some(worst) = runs.pop() {
                    (case.message, case.excerpt) = (worst.message, worst.excerpt);
                }
            } else if earlier.status == Status::Passed {
                runs.push(CaseRun {
                    status: Status::Failed,
                    duration: None,
                    message: AGAIN.to_owned(),
                    excerpt: String::new(),
                });
            }
            case.flaky = case.status == Status::Passed && !runs.is_empty();
            case.runs.splice(0..0, runs);
        } else if self.pytest.len() >= MOST {
            return;
        }
        let mut runs = case.runs.clone();
        runs.extend(case.status.is_bad().then(|| own(case)));
        let known = Known {
            status: case.status,
            runs,
        };
        self.pytest.insert(key, known);
    }
}

/// A case as a run of another.
fn own(case: &Case) -> CaseRun {
    CaseRun {
        status: case.status,
        duration: Some(case.duration),
        message: case.message.clone(),
        excerpt: case.excerpt.clone(),
    }
}
