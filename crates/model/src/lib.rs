//! What the compiler and the runtime of pipewright must agree on.
//!
//! The compiler writes these names into workflows and these shapes into plans; the runtime reads them there. Nothing
//! here does any work: no I/O, no clock, no policy.

pub mod artifact;
pub mod exit;
pub mod plan;
pub mod policy;
pub mod variable;
