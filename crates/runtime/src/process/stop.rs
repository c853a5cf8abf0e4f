//! The one switch that stops a run. Everybody who waits, waits for it too.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::Context;
use rustix::event::{EventfdFlags, eventfd};

/// Why a run stops early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// SIGINT: Ctrl-C, or GitHub's cancel.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Cause {
    /// The signal's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        }
    }
}

/// The switch. Once thrown it stays so.
#[derive(Debug)]
pub(crate) struct Stop {
    cause: OnceLock<(Cause, Instant)>,
    stopped: OwnedFd,
    hurried: OwnedFd,
}

impl Stop {
    /// GitHub kills a cancelled step 10 s after SIGINT; reports have to be written by then, and after a teardown.
    pub(crate) const GRACE: Duration = Duration::from_millis(1_500);

    /// A switch that is not thrown.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let event =
            || eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK).context("cannot make an eventfd");
        Ok(Self {
            cause: OnceLock::new(),
            stopped: event()?,
            hurried: event()?,
        })
    }

    /// Throws it. A second time, waiting for children that were asked to end is over too.
    pub(crate) fn throw(&self, cause: Cause) {
        let event = if self.cause.set((cause, Instant::now())).is_ok() {
            &self.stopped
        } else {
            &self.hurried
        };
        // An eventfd that is full is readable, which is all that this is for.
        let _ = rustix::io::write(event, &1_u64.to_ne_bytes());
    }

    /// Why the run stops, if it does.
    pub(crate) fn cause(&self) -> Option<Cause> {
        self.cause.get().map(|(cause, _)| *cause)
    }

    /// When it was thrown, if it was.
    pub(crate) fn since(&self) -> Option<Instant> {
        self.cause.get().map(|(_, at)| *at)
    }

    /// When children that were asked to end are killed because the run stops, if it does.
    pub(crate) fn patience(&self) -> Option<Instant> {
        self.since().map(|at| at + Self::GRACE)
    }

    /// Readable from the first throw on.
    pub(crate) fn stopped(&self) -> BorrowedFd<'_> {
        self.stopped.as_fd()
    }

    /// Readable from the second throw on.
    pub(crate) fn hurried(&self) -> BorrowedFd<'_> {
        self.hurried.as_fd()
    }
}
