//! How a test ended in a run.

/// How a test ended in a run, all its attempts in this run taken together. One byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Outcome {
    /// It passed at once.
    #[default]
    Passed,
    /// It failed or errored, and never passed.
    Failed,
    /// It passed after it had failed, on the same commit.
    Flaky,
    /// It did not run.
    Skipped,
}
