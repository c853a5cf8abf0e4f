//! What the compiler and the runtime must agree on.
