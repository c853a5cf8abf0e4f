use std::fmt;

/// What kind of trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request may have been carried out: no answer came, or one that does not say. Look before asking again.
    Unsure,
    /// GitHub was not there for as long as there was patience.
    Down,
    /// The token is wrong.
    Unauthorized,
    /// The token may not.
    Forbidden,
    /// It is not there, or the token may not see it.
    Missing,
    /// GitHub does not take what was sent.
    Invalid,
    /// Anything else.
    Odd,
}

/// Why GitHub did not do what it was asked to, for people, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) kind: Kind,
    text: String,
}

impl Error {
    pub(crate) fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl std::error::Error for Error {}
