use serde::{Deserialize, Serialize};

/// What became of a test, a case or an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// It ran and was right.
    Passed,
    /// It ran and was wrong.
    Failed,
    /// It could not run, or not to its end.
    Errored,
    /// It was not run, for a reason that is given. Never a pass.
    Skipped,
}

impl Status {
    /// Whether it keeps the cell from passing.
    pub(crate) const fn is_bad(self) -> bool {
        matches!(self, Self::Failed | Self::Errored)
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Errored => "errored",
            Self::Skipped => "skipped",
        }
    }
}
