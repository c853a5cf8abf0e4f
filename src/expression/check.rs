//! What is wrong with an expression at its place, all of it, before anything runs.

use super::error::{Error, ErrorKind};
use super::expr::Expression;
use super::function::{Arity, Function};
use super::names::Names;
use super::problem::{Problem, ProblemKind};
use super::scope::Scope;
use super::shape::Shape;
use super::span::Span;
use super::suggest::nearest;
use super::syntax::{Node, NodeKind, Selector};
use super::value::Value;

/// The contexts that GitHub has anywhere.
const CONTEXTS: [&str; 13] = [
    "github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs",
    "inputs", "on",
];

/// Everything that is wrong with `text` where only what `scope` holds may be used. A text that is no
/// expression has one problem, the first.
#[must_use]
pub fn check(text: &str, scope: &Scope) -> Vec<Problem> {
    match Expression::parse_any(text) {
        Ok(expression) => check_parsed(&expression, scope),
        Err(error) => vec![syntax_problem(error)],
    }
}

/// The same for an expression that is parsed already.
#[must_use]
pub fn check_parsed<'s>(expression: &'s Expression, scope: &'s Scope) -> Vec<Problem> {
    let mut checker = Checker {
        text: &expression.text,
        scope,
        problems: Vec::new(),
    };
    if let Some(root) = &expression.root {
        checker.shape(root);
    }
    checker.problems
}

fn syntax_problem(error: Error) -> Problem {
    let kind = match error.kind {
        ErrorKind::Lexing => "not a word of the expression language",
        ErrorKind::Parsing | ErrorKind::Evaluation => "not an expression",
    };
    Problem {
        kind: ProblemKind::Syntax,
        message: error.message,
        span: error.span,
        help: Some(kind.to_owned()),
    }
}

struct Checker<'s> {
    text: &'s str,
    scope: &'s Scope,
    problems: Vec<Problem>,
}

impl<'s> Checker<'s> {
    /// Checks `node`, and tells what is known of its value.
    fn shape(&mut self, node: &Node) -> &'s Shape {
        match &node.kind {
            NodeKind::Context(name) => self.context(*name),
            NodeKind::Access { target, selector } => self.access(target, selector),
            NodeKind::Call {
                name,
                function,
                arguments,
            } => {
                self.call(*name, *function, arguments.len());
                self.parts(node)
            }
            NodeKind::Literal(_) => &Shape::Scalar,
            NodeKind::Not(_) | NodeKind::Logical { .. } | NodeKind::Comparison { .. } => self.parts(node),
        }
    }

    fn parts(&mut self, node: &Node) -> &'s Shape {
        for part in node.children() {
            self.shape(part);
        }
        &Shape::Any
    }

    fn context(&mut self, span: Span) -> &'s Shape {
        let name = span.of(self.text);
        if let Some(shape) = self.scope.shape(name) {
            return shape;
        }
        let known = CONTEXTS.iter().any(|known| known.eq_ignore_ascii_case(name));
        let (kind, message) = if known {
            (
                ProblemKind::ContextNotAvailable,
                format!("context `{name}` is not available here"),
            )
        } else {
            (ProblemKind::UnknownContext, format!("`{name}` is no context"))
        };
        let meant = if known {
            None
        } else {
            nearest(name, self.scope.contexts())
        };
        self.report(
            kind,
            message,
            span,
            help(meant, "available contexts", self.scope.contexts()),
        );
        &Shape::Any
    }

    fn access(&mut self, target: &Node, selector: &Selector) -> &'s Shape {
        let shape = self.shape(target);
        let (name, span) = match selector {
            Selector::All => return shape.each(),
            Selector::Name(span) => (span.of(self.text), *span),
            Selector::One(index) => match &index.kind {
                NodeKind::Literal(Value::String(name)) => (&**name, index.span),
                _ => {
                    self.shape(index);
                    return shape.each();
                }
            },
        };
        if let Some(member) = shape.member(name) {
            return member;
        }
        // After a `*`, a missing member is not null but left out, which may be meant.
        if !after_star(target) {
            let names = shape.names();
            let meant = nearest(name, names.iter().copied());
            let message = format!("there is no `{name}` here, so this is always null");
            self.report(
                ProblemKind::UnknownMember,
                message,
                span,
                help(meant, "known", names),
            );
        }
        &Shape::Any
    }

    fn call(&mut self, span: Span, function: Option<Function>, count: usize) {
        let name = span.of(self.text);
        let Some(function) = function else {
            let names: Vec<&str> = self.scope.functions().map(Function::name).collect();
            let meant = nearest(name, names.iter().copied());
            let message = format!("there is no function `{name}`");
            self.report(
                ProblemKind::UnknownFunction,
                message,
                span,
                help(meant, "available functions", names),
            );
            return;
        };
        let Some(arity) = self.scope.arity(function) else {
            let message = format!("function `{}` is not available here", function.name());
            let names: Vec<&str> = self.scope.functions().map(Function::name).collect();
            let help = help(None, "available functions", names);
            self.report(ProblemKind::FunctionNotAvailable, message, span, help);
            return;
        };
        if count < arity.least || count > arity.most {
            let message = format!("`{}` takes {}, not {count}", function.name(), wanted(arity));
            self.report(ProblemKind::WrongArity, message, span, None);
        } else if function == Function::Case && count.is_multiple_of(2) {
            let message = format!("`case` takes an odd number of arguments, not {count}");
            let help = "predicates and values in pairs, then the default";
            self.report(ProblemKind::WrongArity, message, span, Some(help.to_owned()));
        }
    }

    fn report(&mut self, kind: ProblemKind, message: String, span: Span, help: Option<String>) {
        self.problems.push(Problem {
            kind,
            message,
            span,
            help,
        });
    }
}

/// Is there a `*` in what `node` takes apart?
fn after_star(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Access {
            selector: Selector::All,
            ..
        } => true,
        NodeKind::Access { target, .. } => after_star(target),
        _ => false,
    }
}

fn wanted(arity: Arity) -> String {
    match (arity.least, arity.most) {
        (least, most) if least == most => format!("{least} argument{}", if least == 1 { "" } else { "s" }),
        (least, usize::MAX) => format!("{least} or more arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

fn help<'n>(meant: Option<&str>, what: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    if let Some(meant) = meant {
        return Some(format!("did you mean `{meant}`?"));
    }
    let names: Vec<&str> = names.into_iter().collect();
    if names.is_empty() {
        None
    } else {
        Some(format!("{what}: {}", names.join(", ")))
    }
}
