//! The tree of an expression.

use std::cmp::Ordering;

use super::function::Function;
use super::span::Span;
use super::value::Value;

/// A part of an expression and where it stands, with the parentheses around it. Names are kept as the
/// places at which they stand.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) span: Span,
}

/// What a part of an expression is. Chains of one operator are flat, so that the tree is never deeper
/// than the limit of the language.
#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    Literal(Value),
    Context(Span),
    Not(Box<Node>),
    Logical {
        stops_at: bool,
        operands: Vec<Node>,
    },
    Comparison {
        first: Box<Node>,
        rest: Vec<(Operator, Node)>,
    },
    Access {
        target: Box<Node>,
        selector: Selector,
    },
    Call {
        name: Span,
        function: Option<Function>,
        arguments: Vec<Node>,
    },
}

/// What is taken out of a value.
#[derive(Clone, Debug)]
pub(super) enum Selector {
    /// `.*` or `[*]`: everything in it.
    All,
    /// `.name`
    Name(Span),
    /// `[index]`
    One(Box<Node>),
}

/// An operator that compares its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// Does the operator hold, given equality and order of its sides?
    pub(super) fn holds(self, equal: bool, order: Option<Ordering>) -> bool {
        match self {
            Self::Equal => equal,
            Self::NotEqual => !equal,
            Self::Less => order == Some(Ordering::Less),
            Self::LessOrEqual => equal || order == Some(Ordering::Less),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterOrEqual => equal || order == Some(Ordering::Greater),
        }
    }
}

impl Node {
    pub(super) fn new(kind: NodeKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// The parts of this part, in the order in which they stand.
    pub(super) fn children(&self) -> Vec<&Self> {
        match &self.kind {
            NodeKind::Literal(_) | NodeKind::Context(_) => Vec::new(),
            NodeKind::Not(inner) => vec![inner],
            NodeKind::Logical { operands, .. } => operands.iter().collect(),
            NodeKind::Comparison { first, rest } => {
                let mut parts: Vec<&Self> = vec![first];
                parts.extend(rest.iter().map(|(_, node)| node));
                parts
            }
            NodeKind::Access { target, selector } => match selector {
                Selector::All | Selector::Name(_) => vec![target],
                Selector::One(index) => vec![target, index],
            },
            NodeKind::Call { arguments, .. } => arguments.iter().collect(),
        }
    }
}
