//! Exit codes, which scripts and workflows rely on.

/// How the compiler `pipewright` ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Compiler {
    /// As asked.
    Done = 0,
    /// A generated file differs from what it should be, a proof fails, or tests failed.
    Differs = 1,
    /// The input is wrong.
    Input = 2,
    /// A bug in pipewright.
    Bug = 70,
    /// Stopped by SIGINT, while it ran cells.
    Interrupted = 130,
    /// Stopped by SIGTERM, while it ran cells.
    Terminated = 143,
}

/// How the runtime `pipewright-runtime` ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Runtime {
    /// Every expected test passed.
    Passed = 0,
    /// A test failed.
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// A cell or a test that was expected is missing.
    Incomplete = 3,
    /// Nothing ran.
    NothingRan = 4,
    /// A report could not be delivered. The verdict is another process's.
    Undelivered = 5,
    /// Stopped by SIGINT.
    Interrupted = 130,
    /// Stopped by SIGTERM.
    Terminated = 143,
}

impl Compiler {
    /// The code for a run that a signal stopped: SIGINT is 2, and everything else is taken for SIGTERM.
    #[must_use]
    pub const fn stopped(signal: i32) -> Self {
        if signal == 2 {
            Self::Interrupted
        } else {
            Self::Terminated
        }
    }

    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl Runtime {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}
