//! Something wrong with an expression at its place.

use super::span::Span;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// It is no expression.
    Syntax,
    /// No context has this name, anywhere.
    UnknownContext,
    /// The context exists, but not at this key of the workflow.
    ContextNotAvailable,
    /// No function has this name.
    UnknownFunction,
    /// The function exists, but not at this key of the workflow.
    FunctionNotAvailable,
    /// Too few or too many arguments.
    WrongArity,
    /// The object is known, and has no such member.
    UnknownMember,
}

/// Something wrong with an expression at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The same in words.
    pub message: String,
    /// The piece of the expression it is about.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
}
