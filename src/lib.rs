//! The compiler: text -> Pipeline -> Plan -> Workflow -> YAML -> disk.

pub mod cron;
pub mod decode;
pub mod diagnostic;
pub mod matrix;
pub mod pipeline;
pub mod read;
