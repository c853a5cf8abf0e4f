//! Tokens to a tree.
//!
//! From loose to tight: `||`, `&&`, `== !=`, `< <= > >=`, `!`, then `.` and `[]`.

use super::error::{Error, ErrorKind};
use super::function::Function;
use super::lexer;
use super::names::Names;
use super::span::Span;
use super::syntax::{Node, NodeKind, Operator, Selector};
use super::token::{Token, TokenKind};
use super::value::Value;

/// GitHub refuses expressions nested deeper than this.
pub const MAX_DEPTH: usize = 50;

/// The tree of `text`; `None` if it is blank. Without `names`, every name passes.
///
/// # Errors
/// The first error in the text, the one that GitHub reports.
pub(super) fn parse(text: &str, names: Option<&dyn Names>) -> Result<Option<Node>, Error> {
    let tokens = lexer::tokens(text)?;
    let mut parser = Parser {
        text,
        tokens: &tokens,
        at: 0,
        depth: 0,
        names,
    };
    if parser.kind() == TokenKind::End {
        return Ok(None);
    }
    let node = parser.expression()?;
    match parser.kind() {
        TokenKind::End => Ok(Some(node)),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'p> {
    text: &'p str,
    tokens: &'p [Token],
    at: usize,
    depth: usize,
    names: Option<&'p dyn Names>,
}

impl Parser<'_> {
    fn expression(&mut self) -> Result<Node, Error> {
        self.deeper()?;
        let node = self.logical(TokenKind::Or)?;
        self.depth -= 1;
        Ok(node)
    }

    fn logical(&mut self, operator: TokenKind) -> Result<Node, Error> {
        let first = self.operand(operator)?;
        if self.kind() != operator {
            return Ok(first);
        }
        self.deeper()?;
        let start = first.span.start;
        let mut operands = vec![first];
        while self.taken(operator) {
            operands.push(self.operand(operator)?);
        }
        self.depth -= 1;
        let stops_at = operator == TokenKind::Or;
        Ok(Node::new(
            NodeKind::Logical { stops_at, operands },
            self.from(start),
        ))
    }

    fn operand(&mut self, operator: TokenKind) -> Result<Node, Error> {
        if operator == TokenKind::Or {
            self.logical(TokenKind::And)
        } else {
            self.equality()
        }
    }

    fn equality(&mut self) -> Result<Node, Error> {
        self.comparison(Self::relation, |kind| match kind {
            TokenKind::Equal => Some(Operator::Equal),
            TokenKind::NotEqual => Some(Operator::NotEqual),
            _ => None,
        })
    }

    fn relation(&mut self) -> Result<Node, Error> {
        self.comparison(Self::unary, |kind| match kind {
            TokenKind::Less => Some(Operator::Less),
            TokenKind::LessOrEqual => Some(Operator::LessOrEqual),
            TokenKind::Greater => Some(Operator::Greater),
            TokenKind::GreaterOrEqual => Some(Operator::GreaterOrEqual),
            _ => None,
        })
    }

    fn comparison(
        &mut self,
        side: impl Fn(&mut Self) -> Result<Node, Error>,
        operator: impl Fn(TokenKind) -> Option<Operator>,
    ) -> Result<Node, Error> {
        let first = side(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = operator(self.kind()) {
            self.at += 1;
            rest.push((operator, side(self)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        let span = self.from(first.span.start);
        Ok(Node::new(
            NodeKind::Comparison {
                first: Box::new(first),
                rest,
            },
            span,
        ))
    }

    fn unary(&mut self) -> Result<Node, Error> {
        let start = self.token().span.start;
        if !self.taken(TokenKind::Not) {
            return self.access();
        }
        self.deeper()?;
        let inner = self.unary()?;
        self.depth -= 1;
        Ok(Node::new(NodeKind::Not(Box::new(inner)), self.from(start)))
    }

    fn access(&mut self) -> Result<Node, Error> {
        let start = self.token().span.start;
        let depth = self.depth;
        let (mut node, is_literal) = self.primary()?;
        loop {
            let selector = match self.kind() {
                _ if is_literal => break,
                TokenKind::OpenBracket => self.index()?,
                TokenKind::Dot => self.member()?,
                _ => break,
            };
            let span = self.from(start);
            node = Node::new(
                NodeKind::Access {
                    target: Box::new(node),
                    selector,
                },
                span,
            );
        }
        self.depth = depth;
        Ok(node)
    }

    fn index(&mut self) -> Result<Selector, Error> {
        self.at += 1;
        let selector = if self.taken(TokenKind::Star) {
            Selector::All
        } else {
            Selector::One(Box::new(self.expression()?))
        };
        self.expect(TokenKind::CloseBracket)?;
        self.deeper()?;
        Ok(selector)
    }

    fn member(&mut self) -> Result<Selector, Error> {
        self.at += 1;
        self.deeper()?;
        let token = self.token();
        let selector = match token.kind {
            TokenKind::Name => Selector::Name(token.span),
            TokenKind::Star => Selector::All,
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(selector)
    }

    /// A literal (which cannot be dereferenced), or a name, a call or a group (which can).
    fn primary(&mut self) -> Result<(Node, bool), Error> {
        let token = self.token();
        let literal = match token.kind {
            TokenKind::Name => return Ok((self.name(token)?, false)),
            TokenKind::OpenParen => return Ok((self.group()?, false)),
            TokenKind::False => Value::Bool(false),
            TokenKind::True => Value::Bool(true),
            TokenKind::Null => Value::Null,
            TokenKind::Number(number) => Value::Number(number),
            TokenKind::String => Value::String(token.string(self.text).into()),
            TokenKind::End => return Err(self.unexpected_end()),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok((Node::new(NodeKind::Literal(literal), token.span), true))
    }

    fn group(&mut self) -> Result<Node, Error> {
        let start = self.token().span.start;
        self.at += 1;
        let mut node = self.expression()?;
        if self.kind() == TokenKind::End {
            return Err(self.unexpected_end());
        }
        self.expect(TokenKind::CloseParen)?;
        node.span = self.from(start);
        Ok(node)
    }

    fn name(&mut self, token: Token) -> Result<Node, Error> {
        self.at += 1;
        if self.taken(TokenKind::OpenParen) {
            return self.call(token);
        }
        let name = token.lexeme(self.text);
        if self.names.is_some_and(|names| !names.has_context(name)) {
            return Err(self.error("Unrecognized named-value", token));
        }
        Ok(Node::new(NodeKind::Context(token.span), token.span))
    }

    fn call(&mut self, token: Token) -> Result<Node, Error> {
        let mut arguments = Vec::new();
        while !self.taken(TokenKind::CloseParen) {
            arguments.push(self.expression()?);
            if self.kind() != TokenKind::CloseParen {
                self.expect(TokenKind::Comma)?;
            }
        }
        let function = Function::named(token.lexeme(self.text));
        if let Some(names) = self.names {
            self.check_call(names, token, function, arguments.len())?;
        }
        let span = self.from(token.span.start);
        Ok(Node::new(
            NodeKind::Call {
                name: token.span,
                function,
                arguments,
            },
            span,
        ))
    }

    fn check_call(
        &self,
        names: &dyn Names,
        token: Token,
        function: Option<Function>,
        count: usize,
    ) -> Result<(), Error> {
        let Some(arity) = function.and_then(|function| names.arity(function)) else {
            return Err(self.error("Unrecognized function", token));
        };
        if count < arity.least {
            return Err(self.error("Too few parameters supplied", token));
        }
        if count > arity.most {
            return Err(self.error("Too many parameters supplied", token));
        }
        if function == Some(Function::Case) && count.is_multiple_of(2) {
            let what = "Even number of parameters supplied, requires an odd number of parameters";
            return Err(self.error(what, token));
        }
        Ok(())
    }

    fn token(&self) -> Token {
        self.tokens[self.at]
    }

    fn kind(&self) -> TokenKind {
        self.token().kind
    }

    fn taken(&mut self, kind: TokenKind) -> bool {
        let taken = self.kind() == kind;
        self.at += usize::from(taken);
        taken
    }

    fn expect(&mut self, kind: TokenKind) -> Result<(), Error> {
        if self.taken(kind) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    /// From `start` to the end of the last token taken.
    fn from(&self, start: usize) -> Span {
        Span::new(start, self.tokens[self.at.saturating_sub(1)].span.end)
    }

    fn deeper(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let what = format!("Exceeded max expression depth {MAX_DEPTH}");
            return Err(self.error(&what, self.token()));
        }
        Ok(())
    }

    fn unexpected(&self) -> Error {
        self.error("Unexpected symbol", self.token())
    }

    /// GitHub points at the last token before the end.
    fn unexpected_end(&self) -> Error {
        self.error(
            "Unexpected end of expression",
            self.tokens[self.at.saturating_sub(1)],
        )
    }

    fn error(&self, what: &str, token: Token) -> Error {
        let message = format!("{what}: '{}'", token.shown(self.text));
        Error::new(ErrorKind::Parsing, message, token.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> (String, usize) {
        let error = parse(text, None).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Parsing, "{text}");
        (error.message.clone(), error.position(text))
    }

    #[test]
    fn errors_name_the_token_and_its_position() {
        for (text, message, at) in [
            ("(1", "Unexpected end of expression: '1'", 2),
            ("1 1", "Unexpected symbol: '1'", 3),
            ("a[1", "Unexpected symbol: 'EOF'", 4),
            ("a.'b c'", "Unexpected symbol: 'b c'", 3),
            ("'a'[0]", "Unexpected symbol: '['", 4),
            ("1 ==", "Unexpected end of expression: '=='", 3),
            ("a[*.b]", "Unexpected symbol: '.'", 4),
        ] {
            assert_eq!(failure(text), (message.to_owned(), at), "{text}");
        }
    }

    #[test]
    fn depth_is_limited_and_long_chains_are_not_deep() {
        let nested = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
        assert!(parse(&nested(MAX_DEPTH - 1), None).is_ok());
        assert!(
            failure(&nested(MAX_DEPTH))
                .0
                .starts_with("Exceeded max expression depth 50")
        );
        assert!(parse(&format!("1{}", "==1".repeat(6000)), None).is_ok());
        assert!(parse(&format!("1{}", "||1".repeat(6000)), None).is_ok());
        assert!(parse(&format!("{}1", "!".repeat(20_000)), None).is_err());
    }
}
