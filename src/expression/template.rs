//! A scalar of a workflow: literal text with expressions in `${{ }}`.

use super::budget::Budget;
use super::call::text_or_unknown;
use super::check::check;
use super::coerce;
use super::environment::Environment;
use super::error::{Error, ErrorKind};
use super::expr::Expression;
use super::letters::{is_space, trim};
use super::names::Names;
use super::problem::{Problem, ProblemKind};
use super::scope::Scope;
use super::span::Span;
use super::value::Value;

const OPEN: &str = "${{";
const CLOSE: &str = "}}";

/// A piece of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Text that stands for itself.
    Text(&'t str),
    /// The text between `${{` and `}}`, without white space at its ends.
    Expression {
        /// The expression.
        text: &'t str,
        /// Where it stands in the scalar.
        span: Span,
    },
}

/// Cuts a scalar into text and expressions, as GitHub does: a `}}` inside a quoted string ends nothing.
///
/// # Errors
/// An expression that is not closed, or that is blank.
pub fn pieces(scalar: &str) -> Result<Vec<Piece<'_>>, Error> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = scalar[at..].find(OPEN) {
        let start = at + found;
        if found > 0 {
            pieces.push(Piece::Text(&scalar[at..start]));
        }
        let inside = start + OPEN.len();
        let Some(length) = closing(&scalar[inside..]) else {
            let message = "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} \
                           sequence was not found.";
            return Err(Error::new(
                ErrorKind::Parsing,
                message,
                Span::new(start, scalar.len()),
            ));
        };
        at = inside + length + CLOSE.len();
        let blank = &scalar[inside..inside + length];
        let text = trim(blank);
        if text.is_empty() {
            return Err(Error::new(
                ErrorKind::Parsing,
                "An expression was expected",
                Span::new(start, at),
            ));
        }
        let from = inside + (blank.len() - blank.trim_start_matches(is_space).len());
        pieces.push(Piece::Expression {
            text,
            span: Span::new(from, from + text.len()),
        });
    }
    if at < scalar.len() {
        pieces.push(Piece::Text(&scalar[at..]));
    }
    Ok(pieces)
}

/// The byte at which the first `}}` outside of quotes starts.
fn closing(text: &str) -> Option<usize> {
    let mut quoted = false;
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| {
        quoted ^= bytes[at] == b'\'';
        !quoted && bytes[at..].starts_with(CLOSE.as_bytes())
    })
}

/// A parsed scalar.
#[derive(Clone, Debug)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(Box<str>),
    Expression(Expression, usize),
}

impl Template {
    /// Parses `scalar`, in whose expressions only `names` may be used.
    ///
    /// # Errors
    /// The first error; its span is in the scalar.
    pub fn parse(scalar: &str, names: &dyn Names) -> Result<Self, Error> {
        Self::parse_with(scalar, |text| Expression::parse(text, names))
    }

    /// Parses `scalar`, whatever names its expressions use.
    ///
    /// # Errors
    /// The first error; its span is in the scalar.
    pub fn parse_any(scalar: &str) -> Result<Self, Error> {
        Self::parse_with(scalar, Expression::parse_any)
    }

    fn parse_with(scalar: &str, parse: impl Fn(&str) -> Result<Expression, Error>) -> Result<Self, Error> {
        let part = |piece| match piece {
            Piece::Text(text) => Ok(Part::Text(text.into())),
            Piece::Expression { text, span } => {
                let expression = parse(text).map_err(|error| shifted(error, span.start))?;
                Ok(Part::Expression(expression, span.start))
            }
        };
        Ok(Self {
            parts: pieces(scalar)?.into_iter().map(part).collect::<Result<_, _>>()?,
        })
    }

    /// Nothing but `expression`, which starts at byte `at` of the scalar.
    pub(super) fn sole(expression: Expression, at: usize) -> Self {
        Self {
            parts: vec![Part::Expression(expression, at)],
        }
    }

    /// The expression, if the scalar is nothing else; its value then keeps its kind.
    #[must_use]
    pub fn sole_expression(&self) -> Option<&Expression> {
        match self.parts.as_slice() {
            [Part::Expression(expression, _)] => Some(expression),
            _ => None,
        }
    }

    /// Does the scalar hold any expression?
    #[must_use]
    pub fn has_expressions(&self) -> bool {
        self.expressions().next().is_some()
    }

    /// The expressions in order.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.parts.iter().filter_map(|part| match part {
            Part::Expression(expression, _) => Some(expression),
            Part::Text(_) => None,
        })
    }

    /// The value in `environment`: text, unless the scalar is one expression and nothing else.
    ///
    /// # Errors
    /// What surely fails; its span is in the scalar.
    pub fn evaluate(&self, environment: &Environment<'_>) -> Result<Value, Error> {
        if let [Part::Expression(expression, at)] = self.parts.as_slice() {
            return expression
                .evaluate(environment)
                .map_err(|error| shifted(error, *at));
        }
        let mut out = String::new();
        let mut unknown = None;
        let mut budget = Budget::new();
        for part in &self.parts {
            let (text, at) = match part {
                Part::Text(text) => (Value::string(text), 0),
                Part::Expression(expression, at) => (
                    expression
                        .evaluate(environment)
                        .map_err(|error| shifted(error, *at))?,
                    *at,
                ),
            };
            match (coerce::text(&text), &text) {
                (Some(text), _) => {
                    let spent = budget.spend(text.len());
                    spent.map_err(|message| Error::evaluation(message, Span::new(at, at)))?;
                    out.push_str(&text);
                }
                (None, Value::Unknown(found)) if found.may_fail() => return Ok(text),
                (None, Value::Unknown(found)) => unknown = Some(found.clone()),
                (None, _) => {}
            }
        }
        Ok(text_or_unknown(out, unknown))
    }
}

/// Everything that is wrong with the expressions of `scalar`; the spans are in the scalar.
#[must_use]
pub fn check_template(scalar: &str, scope: &Scope) -> Vec<Problem> {
    let pieces = match pieces(scalar) {
        Ok(pieces) => pieces,
        Err(Error { message, span, .. }) => {
            return vec![Problem {
                kind: ProblemKind::Syntax,
                message,
                span,
                help: None,
            }];
        }
    };
    let mut problems = Vec::new();
    for piece in pieces {
        if let Piece::Expression { text, span } = piece {
            let found = check(text, scope).into_iter();
            problems.extend(found.map(|p| Problem {
                span: p.span.shifted(span.start),
                ..p
            }));
        }
    }
    problems
}

fn shifted(error: Error, offset: usize) -> Error {
    Error {
        span: error.span.shifted(offset),
        ..error
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::Object;

    fn expression(scalar: &str, text: &'static str) -> Piece<'static> {
        let start = scalar.find(text).unwrap();
        Piece::Expression {
            text,
            span: Span::new(start, start + text.len()),
        }
    }

    #[test]
    fn braces_in_quotes_close_nothing() {
        for (scalar, inside) in [
            ("${{ '}}' }}", "'}}'"),
            ("${{'it''s }}'}}", "'it''s }}'"),
            ("${{\u{a0}a.b\n}}", "a.b"),
            ("${{ '${{' }}", "'${{'"),
        ] {
            assert_eq!(pieces(scalar).unwrap(), [expression(scalar, inside)], "{scalar}");
        }
        let scalar = "x ${{ a }}} $ {{ ${{b}}${{ c }}";
        let wanted = [
            Piece::Text("x "),
            expression(scalar, "a"),
            Piece::Text("} $ {{ "),
            expression(scalar, "b"),
            expression(scalar, "c"),
        ];
        assert_eq!(pieces(scalar).unwrap(), wanted);
    }

    #[test]
    fn unclosed_and_blank_expressions_are_errors_with_a_place() {
        for (scalar, start, end) in [
            ("a ${{ b", 2, 7),
            ("${{ 'a }}", 0, 9),
            ("a${{ }}b", 1, 7),
            ("${{}}", 0, 5),
        ] {
            let error = pieces(scalar).unwrap_err();
            assert_eq!(error.span, Span::new(start, end), "{scalar}: {error}");
        }
        let error = Template::parse_any("ä ${{ 1 + }}").unwrap_err();
        assert_eq!(
            (error.kind, error.position("ä ${{ 1 + }}")),
            (ErrorKind::Lexing, 9)
        );
    }

    #[test]
    fn a_sole_expression_keeps_its_kind_and_others_become_text() {
        let mut contexts = Object::new();
        contexts.insert("secrets", Object::open("secrets").into());
        let value = |scalar: &str| {
            let template = Template::parse(scalar, &contexts).unwrap();
            template.evaluate(&Environment::new(&contexts)).unwrap()
        };
        assert!(matches!(value("${{ 1.0 }}"), Value::Number(n) if n == 1.0));
        assert!(matches!(value("${{ 1.0 }} "), Value::String(s) if &*s == "1 "));
        assert!(matches!(value("a${{ null }}b${{ true }}"), Value::String(s) if &*s == "abtrue"));
        assert!(matches!(value(""), Value::String(s) if s.is_empty()));
        assert!(matches!(value("a${{ secrets.X }}"), Value::Unknown(u) if &*u.cause == "secrets.X"));
    }
}
