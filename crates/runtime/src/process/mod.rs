//! One command, run to its end: in its own process group, with a time limit, its output kept within bounds, and
//! nothing of it left behind.

mod capture;
mod family;
mod follow;
mod limits;
mod mask;
mod spawn;
mod stop;
mod table;

pub(crate) use capture::{Capture, Output};
pub(crate) use family::{Family, end_marked};
pub(crate) use follow::{End, Ended, run};
pub(crate) use limits::Limits;
pub(crate) use mask::{Mask, Masked};
pub(crate) use spawn::{Command, Unstarted};
pub(crate) use stop::{Cause, Stop};
