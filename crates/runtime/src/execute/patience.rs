//! Work that goes on for a little while after the run was stopped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::process::{Cause, Stop};

/// How long: GitHub kills a cancelled step 10 s after SIGINT, and its reports have to be closed by then.
const LEFT: Duration = Duration::from_millis(1_500);
/// How often it is looked whether the time is over.
const TICK: Duration = Duration::from_millis(20);

/// Does some work under a switch of its own, which is thrown only a while after that of the run.
pub(super) fn patiently<T>(stop: &Stop, work: impl FnOnce(&Stop) -> T) -> T {
    // Without a second switch, the work has to do with the first.
    let Ok(own) = Stop::new() else { return work(stop) };
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| watch(stop, &own, &is_done));
        let result = work(&own);
        is_done.store(true, Ordering::Release);
        result
    })
}

fn watch(stop: &Stop, own: &Stop, is_done: &AtomicBool) {
    let mut since = None;
    while !is_done.load(Ordering::Acquire) {
        if stop.cause().is_some() {
            let since = *since.get_or_insert_with(Instant::now);
            if since.elapsed() >= LEFT {
                own.throw(stop.cause().unwrap_or(Cause::Terminate));
                own.throw(Cause::Terminate);
                return;
            }
        }
        std::thread::sleep(TICK);
    }
}
