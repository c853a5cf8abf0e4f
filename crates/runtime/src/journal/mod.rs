//! What happened, in the order in which it did, one checksummed line each.
//!
//! A record is handed to the kernel in one `write` before anything else happens with what it says, so it survives
//! the death of this process at any moment. A last line that is cut off is dropped by its checksum.

mod line;
mod read;
mod record;
mod replay;
mod writer;

pub(crate) use read::read;
pub(crate) use record::{Closed, Problem, Record, Started, Stopped};
pub(crate) use replay::replay;
pub(crate) use writer::Journal;
