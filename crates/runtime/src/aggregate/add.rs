//! Entries of files -> tests of a cell.

use super::cell::Cell;
use super::test::{Detail, Key, Past, Test};
use super::truth::Names;
use crate::reading::{Case, CaseRun};
use crate::results::{AttemptResult, Status, TestResult};

/// Where an entry comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    /// Which file.
    pub(super) file: u32,
    /// Which take of its cell.
    pub(super) take: u16,
}

impl Cell {
    /// Adds what our own result says of a test.
    pub(super) fn result(&mut self, result: TestResult, folder: &str, source: Source, names: &mut Names) {
        let class = result.class.as_deref().unwrap_or_default();
        let name = result.case.as_deref().unwrap_or(&result.test);
        let key = names.key(&result.test, class, name);
        if result.status == Status::Passed && result.attempts.is_empty() {
            self.hollow.push(result.name.clone());
        }
        let log = result
            .attempts
            .iter()
            .rev()
            .find_map(|attempt| attempt.log.as_deref());
        // A result is a file that anyone can change: only a name as this program writes it is passed on.
        let log = log.filter(|log| is_log(log)).map(|log| format!("{folder}/{log}"));
        let counts_against = result.counts_against() || result.is_missing();
        let last_bad = result
            .attempts
            .iter()
            .rposition(|attempt| attempt.status.is_bad());
        let is_bad = result.status.is_bad();
        let excerpt = last_bad
            .filter(|_| is_bad)
            .and_then(|at| result.attempts[at].excerpt.clone());
        // The run that the verdict is about is not another one.
        let own = last_bad.filter(|_| is_bad);
        let others = result.attempts.iter().enumerate();
        let others = others.filter(|(at, attempt)| attempt.status.is_bad() && Some(*at) != own);
        let detail = Detail {
            message: result.error_message.or(result.skip_reason).unwrap_or_default(),
            excerpt: excerpt.unwrap_or_default(),
            log,
            quarantine: result.quarantine,
            runs: others.map(|(_, attempt)| past(attempt)).collect(),
            metrics: result.metrics.into_iter().collect(),
            ..Detail::default()
        };
        let test = Test {
            status: result.status,
            flaky: result.flaky,
            counts_against,
            file: names.number(result.file.as_deref().unwrap_or_default()),
            source: source.file,
            take: source.take,
            change: None,
            duration: seconds(result.duration),
            detail: (detail != Detail::default()).then(|| Box::new(detail)),
        };
        self.add(key, test, false, names);
    }

    /// Adds a case of a foreign file.
    pub(super) fn case(&mut self, case: &Case, source: Source, names: &mut Names) {
        let key = names.key(&case.suite, &case.class, &case.name);
        let is_plain = case.message.is_empty() && case.excerpt.is_empty() && case.runs.is_empty();
        let detail = (!is_plain).then(|| {
            Box::new(Detail {
                message: case.message.clone(),
                excerpt: case.excerpt.clone(),
                runs: case.runs.iter().map(rerun).collect(),
                ..Detail::default()
            })
        });
        let test = Test {
            status: case.status,
            flaky: case.flaky,
            counts_against: case.status.is_bad(),
            file: names.number(&case.file),
            source: source.file,
            take: source.take,
            change: None,
            duration: seconds(case.duration),
            detail,
        };
        self.add(key, test, case.replaces.is_some(), names);
    }

    fn add(&mut self, mut key: Key, test: Test, is_rerun: bool, names: &mut Names) {
        loop {
            let Some(known) = self.tests.get_mut(&key) else {
                self.tests.insert(key, test);
                return;
            };
            if known.source != test.source {
                self.duplicates += usize::from(known.take == test.take);
                known.tell(test);
                return;
            }
            if is_rerun {
                // Of the cases of that name in the file, the last one is what ran again.
                let Some(copies) = self.copies.get(&(key, test.source)) else {
                    known.rerun(test);
                    return;
                };
                key = names.copy(key, *copies);
                continue;
            }
            // Two tests of one file with one name are two tests.
            let copies = self.copies.entry((key, test.source)).or_insert(1);
            *copies += 1;
            key = names.copy(key, *copies);
        }
    }
}

fn is_log(path: &str) -> bool {
    let name = path.strip_prefix("logs/").unwrap_or_default();
    !name.is_empty() && !name.contains(['/', '\\']) && name != ".."
}

fn past(attempt: &AttemptResult) -> Past {
    Past {
        status: attempt.status,
        duration: seconds(attempt.duration),
        message: attempt
            .message
            .clone()
            .unwrap_or_else(|| attempt.status.name().to_owned()),
        excerpt: attempt.excerpt.clone().unwrap_or_default(),
    }
}

fn rerun(run: &CaseRun) -> Past {
    Past {
        status: if run.status == Status::Errored {
            Status::Errored
        } else {
            Status::Failed
        },
        duration: seconds(run.duration.unwrap_or(0.0)),
        message: run.message.clone(),
        excerpt: run.excerpt.clone(),
    }
}

/// A time that can be added up, whatever a file says.
fn seconds(value: f64) -> f64 {
    if value.is_finite() {
        value.clamp(0.0, 1e9)
    } else {
        0.0
    }
}
