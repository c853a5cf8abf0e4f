//! A test of the aggregate, small: there may be millions.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::summary::{Change, Since};
use super::truth::{Names, prefix};
use crate::history::ShownName as Shown;
use crate::results::{Quarantined, Status};

/// What a test is called inside of its cell. Numbers are those of texts in `Names`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The suite of a foreign file, or the test of the pipeline.
    pub(super) suite: u32,
    /// The class.
    pub(super) class: u32,
    /// For people: `test`, `test/class::case`, `class::case`. The name, with its parameters, is the end of it.
    pub(super) shown: Shown,
}

/// The verdict on a test.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    pub(super) status: Status,
    pub(super) flaky: bool,
    /// Whether it fails its cell.
    pub(super) counts_against: bool,
    /// Number of the file name in `Names`.
    pub(super) file: u32,
    /// Which source told it last.
    pub(super) source: u32,
    /// Which take decided it.
    pub(super) take: u16,
    /// How it compares with the base, where there is one.
    pub(super) change: Option<Change>,
    /// In seconds.
    pub(super) duration: f64,
    /// What there is to say about it, if anything.
    pub(super) detail: Option<Box<Detail>>,
}

/// What there is to say about a test.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Detail {
    /// What happened, or why it was skipped.
    pub(super) message: String,
    /// More about it.
    pub(super) excerpt: String,
    /// Its log, relative to the input.
    pub(super) log: Option<String>,
    /// Who answers for it.
    pub(super) quarantine: Option<Quarantined>,
    /// Its other runs that did not pass, in order.
    pub(super) runs: Vec<Past>,
    /// What it measured.
    pub(super) metrics: Vec<(String, f64)>,
    /// Since when it fails, where it fails on the base too.
    pub(super) since: Option<Arc<Since>>,
    /// What others had told before its source told it, where one of them says that it failed: that source may go on to tell
    /// that it ran again.
    pub(super) before: Option<Box<Test>>,
}

/// Another run of a test.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Past {
    pub(super) status: Status,
    pub(super) duration: f64,
    pub(super) message: String,
    pub(super) excerpt: String,
}

impl Test {
    /// What there is to say about it, to add to.
    pub(super) fn detail(&mut self) -> &mut Detail {
        self.detail.get_or_insert_default()
    }

    pub(super) fn message(&self) -> &str {
        self.detail.as_ref().map_or("", |detail| &detail.message)
    }

    pub(super) fn runs(&self) -> &[Past] {
        self.detail.as_ref().map_or(&[], |detail| &detail.runs)
    }

    pub(super) fn metrics(&self) -> &[(String, f64)] {
        self.detail.as_ref().map_or(&[], |detail| &detail.metrics)
    }

    /// Itself as a run of another.
    fn past(&self) -> Past {
        let detail = self.detail.as_deref();
        Past {
            status: self.status,
            duration: self.duration,
            message: self.message().to_owned(),
            excerpt: detail.map(|detail| detail.excerpt.clone()).unwrap_or_default(),
        }
    }

    /// Another source tells it too.
    pub(super) fn tell(&mut self, other: Self) {
        let (source, is_bad) = (other.source, other.status.is_bad());
        if let Some(detail) = &mut self.detail {
            detail.before = None;
        }
        let may_be_undone = is_bad || self.status.is_bad() || self.flaky;
        let before = may_be_undone.then(|| Box::new(self.clone()));
        if self.take == other.take {
            self.join(other);
        } else {
            self.retake(other);
        }
        self.source = source;
        if before.is_some() {
            self.detail().before = before;
        }
    }

    /// The source that told it last tells that it ran again: of that source, the last run decides.
    pub(super) fn rerun(&mut self, last: Self) {
        match self.detail.as_mut().and_then(|detail| detail.before.take()) {
            Some(before) => {
                *self = *before;
                self.tell(last);
            }
            None => *self = last,
        }
    }

    /// A later take of the run tells it again: the later one decides, and a skip decides nothing. What passed now
    /// and had not before is flaky.
    fn retake(&mut self, mut later: Self) {
        if later.status == Status::Skipped && self.status != Status::Skipped {
            return;
        }
        let had_failed = self.status.is_bad() || self.flaky;
        later.flaky |= had_failed && later.status == Status::Passed;
        let own = self.status.is_bad().then(|| self.past());
        let earlier: Vec<Past> = self.runs().iter().cloned().chain(own).collect();
        if !earlier.is_empty() {
            later.detail().runs.splice(0..0, earlier);
        }
        *self = later;
    }

    /// Another file of the same take tells it too: the worse one stands.
    fn join(&mut self, other: Self) {
        let rank = |test: &Self| (test.counts_against, weight(test.status));
        if rank(&other) > rank(self) {
            *self = other;
        } else if other.flaky && self.status == Status::Passed {
            self.flaky = true;
            let runs = other.detail.map(|detail| detail.runs).unwrap_or_default();
            if !runs.is_empty() {
                self.detail().runs.extend(runs);
            }
        }
    }
}

/// The worse, the heavier; what was skipped here and ran there has run.
const fn weight(status: Status) -> u8 {
    match status {
        Status::Skipped => 0,
        Status::Passed => 1,
        Status::Failed => 2,
        Status::Errored => 3,
    }
}

impl Key {
    /// For people.
    pub(super) fn shown(self, names: &Names) -> Cow<'_, str> {
        names.book.shown(self.shown)
    }

    /// The name, with its parameters.
    pub(super) fn name(self, names: &Names) -> Cow<'_, str> {
        let (suite, class) = (names.name(self.suite), names.name(self.class));
        let (group, rest) = (names.name(self.shown.group), names.name(self.shown.rest));
        let is_its_suite =
            suite.len() == group.len() + rest.len() && suite.starts_with(group) && suite.ends_with(rest);
        let length: usize = prefix(suite, class, is_its_suite).map(str::len).iter().sum();
        match length.cmp(&group.len()) {
            Ordering::Equal => Cow::Borrowed(rest),
            Ordering::Greater => Cow::Borrowed(&rest[length - group.len()..]),
            Ordering::Less => Cow::Owned([&group[length..], rest].concat()),
        }
    }
}
