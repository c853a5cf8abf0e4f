//! Which names an expression may use.

use super::function::{Arity, Function};
use super::object::Object;

/// What the parser asks about names.
pub trait Names {
    /// Is there a context of this name?
    fn has_context(&self, name: &str) -> bool;

    /// How many arguments `function` takes here; `None` if it is not available.
    fn arity(&self, function: Function) -> Option<Arity>;
}

/// The contexts of an object, and every function: what `pipewright eval` offers.
impl Names for Object {
    fn has_context(&self, name: &str) -> bool {
        self.has(name)
    }

    fn arity(&self, function: Function) -> Option<Arity> {
        Some(function.arity())
    }
}
