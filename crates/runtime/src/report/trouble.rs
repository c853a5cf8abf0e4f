use pipewright_model::exit::Runtime;

use crate::github::Error;

/// Why a report did not arrive, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The command line, the environment or the input is wrong: nothing was sent.
    Usage(String),
    /// The messenger could not be reached, or did not take it.
    Undelivered(String),
}

impl Trouble {
    pub(crate) const fn exit(&self) -> Runtime {
        match self {
            Self::Usage(_) => Runtime::Usage,
            Self::Undelivered(_) => Runtime::Undelivered,
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Usage(text) | Self::Undelivered(text) => text,
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Undelivered(error.to_string())
    }
}
