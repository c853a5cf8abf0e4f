//! Why an expression has no value.

use std::fmt;

use super::span::Span;

/// The stage that refused the expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A piece of the text is no token of the language, or the text is too long.
    Lexing,
    /// The tokens form no expression, or a name is not known where the expression stands.
    Parsing,
    /// The expression is well-formed, and computing it failed.
    Evaluation,
}

impl ErrorKind {
    /// The word used in machine-readable output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lexing => "lexing",
            Self::Parsing => "parsing",
            Self::Evaluation => "evaluation",
        }
    }
}

/// The first error of an expression, in GitHub's own words, so that people can search for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The stage that failed.
    pub kind: ErrorKind,
    /// What GitHub says, without the position.
    pub message: String,
    /// The piece of the expression it is about.
    pub span: Span,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>, span: Span) -> Self {
        Self {
            kind,
            message: message.into(),
            span,
        }
    }

    pub(super) fn evaluation(message: impl Into<String>, span: Span) -> Self {
        Self::new(ErrorKind::Evaluation, message, span)
    }

    /// The position in `text`, the expression that failed: from 1, in UTF-16 units.
    #[must_use]
    pub fn position(&self, text: &str) -> usize {
        self.span.position(text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
