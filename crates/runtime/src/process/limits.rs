use std::time::{Duration, Instant};

/// How long a command may run, and how it is ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How long it may run.
    pub(crate) timeout: Duration,
    /// When it must be over, whatever its own timeout says.
    pub(crate) deadline: Instant,
    /// How long it may take to end after SIGTERM.
    pub(crate) grace: Duration,
}

impl Limits {
    /// When a command that starts now has to end.
    pub(crate) fn end(&self, start: Instant) -> Instant {
        self.deadline.min(start + self.timeout)
    }

    /// Whether it is the deadline, and not the command's own timeout, that ends a command started then.
    pub(crate) fn is_cut_short(&self, start: Instant) -> bool {
        self.deadline < start + self.timeout
    }
}
