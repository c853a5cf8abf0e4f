//! SIGINT and SIGTERM throw the switch.

use std::sync::Arc;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::process::{Cause, Stop};

/// Watches for signals until this process ends.
pub(super) fn watch(stop: Arc<Stop>) -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM]).context("cannot watch for signals")?;
    let watch = move || {
        for signal in signals.forever() {
            stop.throw(if signal == SIGINT {
                Cause::Interrupt
            } else {
                Cause::Terminate
            });
        }
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(watch)
        .context("cannot watch for signals")?;
    Ok(())
}
