//! The compiler.

pub mod expression;
