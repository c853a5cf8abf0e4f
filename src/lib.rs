//! The compiler: text -> Pipeline -> Plan -> Workflow -> YAML -> proof -> disk.

pub mod check;
pub mod cli;
pub mod compare;
pub mod cron;
pub mod decode;
pub mod diagnostic;
pub mod draft;
pub mod emit;
pub mod expression;
pub mod import;
pub mod init;
pub mod lower;
pub mod matrix;
pub mod migrate;
pub mod pins;
pub mod pipeline;
pub mod plan;
pub mod prove;
pub mod read;
pub mod reference;
pub mod run;
pub mod simulate;
pub mod sync;
pub mod workflow;
pub mod yaml;
