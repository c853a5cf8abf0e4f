//! What is still to be tried, and who may start what.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use super::attempt::Try;

/// Something to try, not before its time.
#[derive(Debug)]
pub(super) struct Waiting {
    /// What.
    pub(super) what: Try,
    /// The group of which only one runs.
    pub(super) group: Option<String>,
    /// When it may start.
    pub(super) not_before: Instant,
}

/// A queue that several workers take from.
#[derive(Debug)]
pub(super) struct Queue {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug)]
struct Inner {
    waiting: Vec<Option<Waiting>>,
    /// Everything before this has been taken.
    first: usize,
    busy: HashSet<String>,
}

/// How long a worker sleeps at most before it looks whether the run is over.
const NAP: Duration = Duration::from_millis(100);

impl Queue {
    /// A queue, to be taken in this order.
    pub(super) fn new(waiting: Vec<Waiting>) -> Self {
        let waiting = waiting.into_iter().map(Some).collect();
        Self {
            inner: Mutex::new(Inner {
                waiting,
                first: 0,
                busy: HashSet::new(),
            }),
            changed: Condvar::new(),
        }
    }

    /// The next thing to try. None when everything is taken, or the run is over.
    pub(super) fn take(&self, is_over: impl Fn() -> bool) -> Option<(Try, Option<String>)> {
        let mut inner = self.inner.lock().expect("no panic while it is held");
        loop {
            if is_over() || inner.is_empty() {
                return None;
            }
            if let Some(waiting) = inner.ready(Instant::now()) {
                return Some((waiting.what, waiting.group));
            }
            inner = self
                .changed
                .wait_timeout(inner, NAP)
                .expect("no panic while it is held")
                .0;
        }
    }

    /// Lets the next of a group go.
    pub(super) fn release(&self, group: Option<String>) {
        if let Some(group) = group {
            self.inner
                .lock()
                .expect("no panic while it is held")
                .busy
                .remove(&group);
            self.changed.notify_all();
        }
    }

    /// What nobody took.
    pub(super) fn rest(self) -> Vec<Try> {
        let inner = self.inner.into_inner().expect("no panic while it is held");
        inner
            .waiting
            .into_iter()
            .flatten()
            .map(|waiting| waiting.what)
            .collect()
    }
}

impl Inner {
    fn is_empty(&self) -> bool {
        self.first >= self.waiting.len()
    }

    fn ready(&mut self, now: Instant) -> Option<Waiting> {
        let is_free = |waiting: &Waiting| {
            waiting.not_before <= now
                && waiting
                    .group
                    .as_ref()
                    .is_none_or(|group| !self.busy.contains(group))
        };
        let at =
            (self.first..self.waiting.len()).find(|at| self.waiting[*at].as_ref().is_some_and(is_free))?;
        let taken = self.waiting[at].take();
        while self.waiting.get(self.first).is_some_and(Option::is_none) {
            self.first += 1;
        }
        self.busy
            .extend(taken.as_ref().and_then(|waiting| waiting.group.clone()));
        taken
    }
}
