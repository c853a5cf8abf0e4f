//! Text to tokens.

use super::error::{Error, ErrorKind};
use super::letters::is_space;
use super::number;
use super::span::Span;
use super::token::{Token, TokenKind};

/// GitHub refuses longer expressions; counted in UTF-16 units.
pub const MAX_LENGTH: usize = 21_000;

/// All tokens of `text`, the last one being [`TokenKind::End`].
///
/// # Errors
/// The first piece of text that is no token, or a text over [`MAX_LENGTH`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Error> {
    if text.len() > MAX_LENGTH && text.encode_utf16().count() > MAX_LENGTH {
        let message = format!("Exceeded max expression length {MAX_LENGTH}");
        return Err(Error::new(ErrorKind::Lexing, message, Span::new(0, text.len())));
    }
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::with_capacity(text.len() / 4 + 2),
    };
    while lexer.at < text.len() {
        lexer.token()?;
    }
    lexer.push(TokenKind::End, text.len());
    Ok(lexer.tokens)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn token(&mut self) -> Result<(), Error> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let byte = bytes[start];
        self.at += 1;
        let kind = match byte {
            b' ' | b'\r' | b'\t' | b'\n' => return Ok(()),
            b'(' => TokenKind::OpenParen,
            b')' => TokenKind::CloseParen,
            b'[' => TokenKind::OpenBracket,
            b']' => TokenKind::CloseBracket,
            b',' => TokenKind::Comma,
            b'*' => TokenKind::Star,
            b'.' if self.dot_dereferences() => TokenKind::Dot,
            b'.' | b'-' | b'+' | b'0'..=b'9' => return self.number(start),
            b'\'' => return self.string(start),
            b'!' | b'=' | b'<' | b'>' | b'&' | b'|' => return self.operator(start, byte),
            _ => return self.name(start),
        };
        self.push(kind, start);
        Ok(())
    }

    /// After a name, an index, a group or a star, a dot is an operator; elsewhere it starts a number.
    fn dot_dereferences(&self) -> bool {
        matches!(
            self.previous(),
            Some(TokenKind::Name | TokenKind::CloseBracket | TokenKind::CloseParen | TokenKind::Star)
        )
    }

    fn operator(&mut self, start: usize, byte: u8) -> Result<(), Error> {
        let next = self.text.as_bytes().get(self.at).copied();
        let (single, second, double) = match byte {
            b'!' => (Some(TokenKind::Not), b'=', TokenKind::NotEqual),
            b'<' => (Some(TokenKind::Less), b'=', TokenKind::LessOrEqual),
            b'>' => (Some(TokenKind::Greater), b'=', TokenKind::GreaterOrEqual),
            b'=' => (None, b'=', TokenKind::Equal),
            b'&' => (None, b'&', TokenKind::And),
            _ => (None, b'|', TokenKind::Or),
        };
        if next == Some(second) {
            self.at += 1;
            self.push(double, start);
            return Ok(());
        }
        let Some(single) = single else {
            return self.name(start);
        };
        self.push(single, start);
        Ok(())
    }

    fn number(&mut self, start: usize) -> Result<(), Error> {
        self.skip(|c| !is_boundary(c) || c == '.');
        let value = number::parse(&self.text[start..self.at]);
        if value.is_nan() {
            return Err(self.unexpected(start));
        }
        self.push(TokenKind::Number(value), start);
        Ok(())
    }

    fn string(&mut self, start: usize) -> Result<(), Error> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            if byte != b'\'' {
                continue;
            }
            if bytes.get(self.at) != Some(&b'\'') {
                self.push(TokenKind::String, start);
                return Ok(());
            }
            self.at += 1;
        }
        Err(self.unexpected(start))
    }

    fn name(&mut self, start: usize) -> Result<(), Error> {
        // The first character belongs to the word whatever it is, so that an error shows it.
        self.at = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        self.skip(|c| !is_boundary(c));
        let lexeme = &self.text[start..self.at];
        if !is_name(lexeme) {
            return Err(self.unexpected(start));
        }
        let kind = match lexeme {
            _ if self.previous() == Some(TokenKind::Dot) => TokenKind::Name,
            "true" => TokenKind::True,
            "false" => TokenKind::False,
            "null" => TokenKind::Null,
            "NaN" => TokenKind::Number(f64::NAN),
            "Infinity" => TokenKind::Number(f64::INFINITY),
            _ => TokenKind::Name,
        };
        self.push(kind, start);
        Ok(())
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
    }

    fn previous(&self) -> Option<TokenKind> {
        self.tokens.last().map(|token| token.kind)
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token {
            kind,
            span: Span::new(start, self.at),
        });
    }

    fn unexpected(&self, start: usize) -> Error {
        let message = format!("Unexpected symbol: '{}'", &self.text[start..self.at]);
        Error::new(ErrorKind::Lexing, message, Span::new(start, self.at))
    }
}

/// Does this character end a name or a number?
fn is_boundary(c: char) -> bool {
    matches!(
        c,
        '(' | ')' | '[' | ']' | ',' | '.' | '!' | '<' | '>' | '=' | '&' | '|'
    ) || is_space(c)
}

/// Is this a name: a letter or `_`, then letters, digits, `_` and `-`?
pub(super) fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> (String, usize) {
        let error = tokens(text).unwrap_err();
        (error.message.clone(), error.position(text))
    }

    #[test]
    fn an_illegal_word_is_shown_whole_with_its_position() {
        assert_eq!(failure("1 == 1.a"), ("Unexpected symbol: '1.a'".to_owned(), 6));
        assert_eq!(failure("'😀' = b"), ("Unexpected symbol: '='".to_owned(), 6));
        assert_eq!(failure("a 'b''"), ("Unexpected symbol: ''b'''".to_owned(), 3));
        assert_eq!(failure("a\u{a0}"), ("Unexpected symbol: '\u{a0}'".to_owned(), 2));
        assert_eq!(failure("true.a"), ("Unexpected symbol: '.a'".to_owned(), 5));
    }

    #[test]
    fn keywords_are_names_behind_a_dot() {
        let kinds: Vec<_> = tokens("a.true").unwrap().iter().map(|t| t.kind).collect();
        assert_eq!(
            kinds,
            [TokenKind::Name, TokenKind::Dot, TokenKind::Name, TokenKind::End]
        );
    }

    #[test]
    fn the_limit_counts_utf16_units() {
        let quoted = |n: usize, c: &str| format!("'{}'", c.repeat(n));
        assert!(tokens(&quoted(MAX_LENGTH - 2, "é")).is_ok());
        assert!(tokens(&quoted(MAX_LENGTH - 1, "a")).is_err());
        assert!(tokens(&quoted(MAX_LENGTH / 2, "😀")).is_err());
    }
}
