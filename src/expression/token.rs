//! The words of the language.

use super::span::Span;

/// What kind of word a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenKind {
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,
    Star,
    Not,
    NotEqual,
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    And,
    Or,
    Number(f64),
    String,
    Name,
    True,
    False,
    Null,
    End,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

impl Token {
    /// The token as error messages show it: strings without their quotes.
    pub(super) fn shown(&self, text: &str) -> String {
        match self.kind {
            TokenKind::End => "EOF".to_owned(),
            TokenKind::String => self.string(text),
            _ => self.lexeme(text).to_owned(),
        }
    }

    /// The text of the token as written.
    pub(super) fn lexeme<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.start..self.span.end]
    }

    /// The value of a string token: the quotes gone, each doubled quote single.
    pub(super) fn string(&self, text: &str) -> String {
        let inner = &text[self.span.start + 1..self.span.end - 1];
        if inner.contains('\'') {
            inner.replace("''", "'")
        } else {
            inner.to_owned()
        }
    }
}
