//! The runtime.

fn main() {}
