use std::fmt;
use std::io;

/// Why a segment cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The disk says no.
    Unreadable(io::Error),
    /// A later version of this program wrote it.
    Newer(u32),
    /// It is not what was written.
    Damaged(String),
    /// It ends too early.
    Short,
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(to, "it cannot be read: {error}"),
            Self::Newer(format) => write!(
                to,
                "it has format {format}, and this version reads format {}; a later pipewright-runtime reads it",
                super::seal::FORMAT
            ),
            Self::Damaged(what) => write!(to, "it is damaged: {what}"),
            Self::Short => to.write_str("it is damaged: it ends too early"),
        }
    }
}
