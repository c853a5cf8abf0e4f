//! The compiler: text -> Pipeline -> Plan -> Workflow -> YAML -> disk.

pub mod decode;
pub mod diagnostic;
pub mod pipeline;
