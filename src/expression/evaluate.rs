//! A tree to its value.

use super::access;
use super::budget::Budget;
use super::call;
use super::coerce;
use super::environment::Environment;
use super::error::Error;
use super::function::Function;
use super::span::Span;
use super::syntax::{Node, NodeKind, Operator, Selector};
use super::unknown::{self, Knowledge, Unknown};
use super::value::Value;

/// Computes the value of `node`, which was parsed from `text`.
///
/// # Errors
/// What surely fails, whatever the unknown values are.
pub(super) fn evaluate(node: &Node, text: &str, environment: &Environment<'_>) -> Result<Value, Error> {
    Evaluator {
        environment,
        text,
        budget: Budget::new(),
    }
    .node(node)
}

struct Evaluator<'e> {
    environment: &'e Environment<'e>,
    text: &'e str,
    budget: Budget,
}

impl Evaluator<'_> {
    fn node(&mut self, node: &Node) -> Result<Value, Error> {
        match &node.kind {
            NodeKind::Literal(value) => Ok(value.clone()),
            NodeKind::Context(name) => {
                let name = name.of(self.text);
                Ok(self.environment.contexts.get(name).unwrap_or(Value::Null))
            }
            NodeKind::Not(inner) => Ok(not(&self.node(inner)?)),
            NodeKind::Logical { stops_at, operands } => self.logical(*stops_at, operands),
            NodeKind::Comparison { first, rest } => self.comparison(first, rest),
            NodeKind::Access { target, selector } => self.access(target, selector),
            NodeKind::Call {
                name,
                function,
                arguments,
            } => self.call(*name, *function, arguments, node.span),
        }
    }

    /// `&&` stops at the first falsy operand, `||` at the first truthy one; the last one counts otherwise.
    /// An operand of unknown truth may stop it, so its value is kept beside what follows.
    fn logical(&mut self, stops_at: bool, operands: &[Node]) -> Result<Value, Error> {
        let mut pending: Option<(Value, Unknown)> = None;
        for (at, operand) in operands.iter().enumerate() {
            let value = match (self.node(operand), &pending) {
                (Ok(value), _) => value,
                (Err(error), None) => return Err(error),
                (Err(_), Some((_, cause))) => return Ok(Value::Unknown(cause.knowing(Knowledge::MayFail))),
            };
            let truth = coerce::truth(&value);
            if truth == Some(stops_at) || at + 1 == operands.len() {
                return Ok(merged(pending, value));
            }
            let Value::Unknown(unknown) = &value else { continue };
            if truth.is_none() {
                if unknown.may_fail() {
                    return Ok(value);
                }
                let cause = unknown.clone();
                pending = Some((merged(pending, unknown.stopped(stops_at)), cause));
            }
        }
        Ok(merged(pending, Value::Null))
    }

    fn comparison(&mut self, first: &Node, rest: &[(Operator, Node)]) -> Result<Value, Error> {
        let mut left = self.node(first)?;
        for (operator, right) in rest {
            left = compare(*operator, &left, &self.node(right)?);
        }
        Ok(left)
    }

    fn access(&mut self, target: &Node, selector: &Selector) -> Result<Value, Error> {
        match selector {
            Selector::All => Ok(access::all(&self.node(target)?)),
            Selector::Name(name) => Ok(access::named(&self.node(target)?, name.of(self.text))),
            Selector::One(index) => {
                let index = self.node(index).map_err(|error| Error {
                    message: format!("could not evaluate index for index access: {}", error.message),
                    ..error
                })?;
                Ok(access::one(&self.node(target)?, &index))
            }
        }
    }

    fn call(
        &mut self,
        name: Span,
        function: Option<Function>,
        nodes: &[Node],
        span: Span,
    ) -> Result<Value, Error> {
        let Some(function) = function else {
            return Err(Error::evaluation(
                format!("Unrecognized function: '{}'", name.of(self.text)),
                span,
            ));
        };
        if function == Function::Case {
            return self.case(nodes, span);
        }
        let arguments = nodes
            .iter()
            .map(|node| self.node(node))
            .collect::<Result<Vec<_>, _>>()?;
        let status = &self.environment.status;
        call::call(function, &arguments, status, &mut self.budget)
            .map_err(|message| Error::evaluation(message, span))
    }

    /// The value behind the first true predicate. As on GitHub's runners, the others are not computed.
    fn case(&mut self, nodes: &[Node], span: Span) -> Result<Value, Error> {
        let (pairs, default) = nodes.as_chunks::<2>();
        let mut pending: Option<(Value, Unknown)> = None;
        for [predicate, value] in pairs {
            let chosen = match self.node(predicate) {
                Ok(Value::Bool(false)) => continue,
                Ok(Value::Bool(true)) => self.node(value),
                Ok(Value::Unknown(unknown)) if unknown.knowledge == Knowledge::Boolean => {
                    let Ok(value) = self.node(value) else {
                        return Ok(Value::Unknown(unknown.knowing(Knowledge::MayFail)));
                    };
                    pending = Some((merged(pending, value), unknown));
                    continue;
                }
                Ok(Value::Unknown(unknown)) => Ok(Value::Unknown(unknown.knowing(Knowledge::MayFail))),
                Ok(_) => Err(Error::evaluation(
                    "case predicate must evaluate to a boolean value",
                    span,
                )),
                Err(error) => Err(error),
            };
            return settled(pending, chosen);
        }
        let Some(default) = default.first() else {
            return Err(Error::evaluation("case needs a default value", span));
        };
        settled(pending, self.node(default))
    }
}

/// `value`, or what is `pending`: whichever it turns out to be.
fn merged(pending: Option<(Value, Unknown)>, value: Value) -> Value {
    match pending {
        None => value,
        Some((other, cause)) => unknown::either(other, value, &cause),
    }
}

fn settled(pending: Option<(Value, Unknown)>, value: Result<Value, Error>) -> Result<Value, Error> {
    match (pending, value) {
        (Some((_, cause)), Err(_)) => Ok(Value::Unknown(cause.knowing(Knowledge::MayFail))),
        (pending, value) => Ok(merged(pending, value?)),
    }
}

fn not(value: &Value) -> Value {
    match (coerce::truth(value), value) {
        (Some(truth), _) => Value::Bool(!truth),
        (None, Value::Unknown(unknown)) if !unknown.may_fail() => unknown::boolean(None, unknown),
        (None, _) => value.clone(),
    }
}

fn compare(operator: Operator, left: &Value, right: &Value) -> Value {
    let cause = match (left, right) {
        (Value::Unknown(unknown), _) if unknown.may_fail() => return left.clone(),
        (_, Value::Unknown(unknown)) if unknown.may_fail() => return right.clone(),
        (Value::Unknown(unknown), _) | (_, Value::Unknown(unknown)) => Some(unknown),
        _ => None,
    };
    if let Some(unknown) = cause {
        return unknown::boolean(None, unknown);
    }
    let equal = match operator {
        Operator::Less | Operator::Greater => false,
        _ => coerce::equal(left, right).unwrap_or(false),
    };
    let order = match operator {
        Operator::Equal | Operator::NotEqual => None,
        _ => coerce::order(left, right).flatten(),
    };
    Value::Bool(operator.holds(equal, order))
}
