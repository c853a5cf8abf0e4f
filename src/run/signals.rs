//! Signals: they reach every runtime once, and what they run ends in good order.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals as Incoming;

/// The children that are running, and the signal that came, if one did.
#[derive(Debug, Clone, Default)]
pub struct Signals {
    children: Arc<Mutex<Vec<u32>>>,
    came: Arc<AtomicI32>,
}

impl Signals {
    /// Catches SIGINT and SIGTERM from now on, and hands them to the children.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn watch() -> Result<Self, String> {
        let signals = Self::default();
        let mut incoming =
            Incoming::new([SIGINT, SIGTERM]).map_err(|error| format!("cannot catch signals: {error}"))?;
        let watched = signals.clone();
        std::thread::spawn(move || {
            for signal in incoming.forever() {
                watched.hand_on(signal);
            }
        });
        Ok(signals)
    }

    /// The signal that came, if one did.
    #[must_use]
    pub fn came(&self) -> Option<i32> {
        Some(self.came.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
    }

    /// Starts a child, unless it is too late for that.
    pub(super) fn spawn(&self, command: &mut Command) -> io::Result<Child> {
        // Under the lock: a signal that comes meanwhile finds the child in the list.
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        if self.came().is_some() {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
        let child = command.spawn()?;
        children.push(child.id());
        Ok(child)
    }

    /// Waits for a child that has closed its output. It is no longer in the list when its number becomes free.
    pub(super) fn wait(&self, child: &mut Child) -> io::Result<ExitStatus> {
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        children.retain(|id| *id != child.id());
        drop(children);
        child.wait()
    }

    fn hand_on(&self, signal: i32) {
        let children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        self.came.store(signal, Ordering::SeqCst);
        for id in children.iter() {
            let id = i32::try_from(*id).ok().and_then(Pid::from_raw);
            let signal = if signal == SIGINT {
                Signal::INT
            } else {
                Signal::TERM
            };
            if let Some(id) = id {
                let _gone = kill_process(id, signal);
            }
        }
    }
}
