use serde::{Deserialize, Serialize};

use crate::results::{Attempt, Hook, Opened, Probe, Unrun};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Record {
    /// The run began.
    Opened(Opened),
    /// A capability was probed.
    Probe(Probe),
    /// Something ran before or after the tests.
    Hook(Hook),
    /// An attempt is about to start.
    Started(Started),
    /// An attempt has ended.
    Attempt(Attempt),
    /// A test is not run.
    Unrun(Unrun),
    /// Something else went wrong.
    Problem(Problem),
    /// A signal stopped the run.
    Stopped(Stopped),
    /// The run ended, and nothing follows.
    Closed(Closed),
}

/// An attempt is about to start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Started {
    /// The test.
    pub(crate) test: String,
    /// The attempt, from 1.
    pub(crate) number: u32,
    /// When, UTC.
    pub(crate) at: String,
    /// The entry of the environment by which its processes are known.
    pub(crate) mark: String,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// What.
    pub(crate) message: String,
}

/// A signal that stopped the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stopped {
    /// Its name.
    pub(crate) signal: String,
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Closed {
    /// When, UTC.
    pub(crate) at: String,
    /// Seconds since it was opened.
    pub(crate) duration: f64,
}
