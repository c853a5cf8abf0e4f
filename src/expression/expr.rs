//! A parsed expression.

use super::environment::Environment;
use super::error::Error;
use super::evaluate;
use super::names::Names;
use super::parser;
use super::syntax::{Node, NodeKind};
use super::value::Value;

/// A parsed expression, the text between `${{` and `}}`. A blank one is `null`.
#[derive(Clone, Debug)]
pub struct Expression {
    pub(super) text: Box<str>,
    pub(super) root: Option<Node>,
}

impl Expression {
    /// Parses `text`, in which only `names` may be used.
    ///
    /// # Errors
    /// The error that GitHub reports: the first one of the text.
    pub fn parse(text: &str, names: &dyn Names) -> Result<Self, Error> {
        Ok(Self {
            root: parser::parse(text, Some(names))?,
            text: text.into(),
        })
    }

    /// Parses `text` whatever names it uses; [`check`](super::check()) tells about them.
    ///
    /// # Errors
    /// The first error of the text.
    pub fn parse_any(text: &str) -> Result<Self, Error> {
        Ok(Self {
            root: parser::parse(text, None)?,
            text: text.into(),
        })
    }

    /// The value in `environment`; a context that is not there is `null`.
    ///
    /// # Errors
    /// What surely fails, whatever the unknown values are.
    pub fn evaluate(&self, environment: &Environment<'_>) -> Result<Value, Error> {
        self.root.as_ref().map_or(Ok(Value::Null), |root| {
            evaluate::evaluate(root, &self.text, environment)
        })
    }

    /// Does it call `success()`, `always()`, `cancelled()` or `failure()`? An `if` that does not is
    /// taken as `success() && (…)`.
    #[must_use]
    pub fn calls_status(&self) -> bool {
        self.root.as_ref().is_some_and(calls_status)
    }
}

fn calls_status(node: &Node) -> bool {
    let here = matches!(&node.kind, NodeKind::Call { function: Some(function), .. } if function.is_status());
    here || node.children().into_iter().any(calls_status)
}
