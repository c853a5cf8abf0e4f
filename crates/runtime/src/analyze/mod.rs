//! What the history says about this run: flakiness, durations, trends. No I/O: values in, values out.

mod trends;

pub(crate) use trends::{RunPoint, Trends};
