//! What may be used at one place of a workflow.

use super::function::{Arity, Function};
use super::names::Names;
use super::shape::Shape;

/// The contexts, with what is known of their members, and the functions beyond those that are everywhere.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    contexts: Vec<(Box<str>, Shape)>,
    functions: Vec<(Function, Arity)>,
}

impl Scope {
    /// Contexts of these names, of whose members nothing is known.
    #[must_use]
    pub fn new(contexts: &[&str]) -> Self {
        let contexts = contexts
            .iter()
            .map(|&name| (Box::from(name), Shape::Any))
            .collect();
        Self {
            contexts,
            functions: Vec::new(),
        }
    }

    /// The same with `function`, which takes its usual arguments.
    #[must_use]
    pub fn with_function(self, function: Function) -> Self {
        self.with_arity(function, function.arity())
    }

    /// The same with `function`, which takes that many arguments here.
    #[must_use]
    pub fn with_arity(mut self, function: Function, arity: Arity) -> Self {
        self.functions.push((function, arity));
        self
    }

    /// The same, with members of the context `name` known; nothing changes if there is no such context.
    #[must_use]
    pub fn with_shape(mut self, name: &str, shape: Shape) -> Self {
        if let Some(context) = self
            .contexts
            .iter_mut()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            context.1 = shape;
        }
        self
    }

    /// The shape of the context `name`, if there is one.
    #[must_use]
    pub fn shape(&self, name: &str) -> Option<&Shape> {
        self.contexts
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, shape)| shape)
    }

    /// The names of the contexts.
    pub fn contexts(&self) -> impl Iterator<Item = &str> {
        self.contexts.iter().map(|(name, _)| &**name)
    }

    /// The functions that can be called.
    pub fn functions(&self) -> impl Iterator<Item = Function> {
        let everywhere = Function::ALL
            .into_iter()
            .filter(|function| function.is_everywhere());
        everywhere.chain(self.functions.iter().map(|(function, _)| *function))
    }
}

impl Names for Scope {
    fn has_context(&self, name: &str) -> bool {
        self.shape(name).is_some()
    }

    fn arity(&self, function: Function) -> Option<Arity> {
        if function.is_everywhere() {
            return Some(function.arity());
        }
        self.functions
            .iter()
            .find(|(known, _)| *known == function)
            .map(|(_, arity)| *arity)
    }
}
