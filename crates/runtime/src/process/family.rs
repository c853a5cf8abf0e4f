//! Who belongs to which command, also after running away.
//!
//! This process is the subreaper of everything it starts: whoever loses its parent becomes a child of ours, even
//! after a double fork and in a session of its own. Whose it was tells the process group, or the mark that every
//! command gets in its environment.

use std::collections::HashSet;
use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions};

use super::table::Table;

/// How often it is looked, at most, for what short commands left behind.
const INTERVAL: Duration = Duration::from_millis(50);

/// The processes that this one is responsible for.
#[derive(Debug)]
pub(crate) struct Family {
    own: i32,
    /// Children from before this program was loaded: a script may have started some and then `exec`ed us.
    foreign: HashSet<i32>,
    /// Commands that run now; somebody waits for each.
    direct: Mutex<HashSet<i32>>,
    /// Marks of commands that have ended and were not looked after yet.
    unseen: Mutex<Unseen>,
}

impl Family {
    /// Takes responsibility for orphans from now on.
    pub(crate) fn adopt() -> Self {
        let own = rustix::process::getpid();
        // Without it, runaways are found only by their group; that is no reason not to run.
        let _ = rustix::process::set_child_subreaper(Some(own));
        let own = own.as_raw_nonzero().get();
        let foreign = Table::read().children(own).map(|(id, _)| id).collect();
        Self {
            own,
            foreign,
            direct: Mutex::default(),
            unseen: Mutex::default(),
        }
    }

    pub(super) fn enter(&self, id: i32) {
        self.direct.lock().expect("no panic while it is held").insert(id);
    }

    pub(super) fn leave(&self, id: i32) {
        self.direct.lock().expect("no panic while it is held").remove(&id);
    }

    /// Asks every process of a command to end.
    pub(super) fn ask(&self, root: Pid, mark: &str) {
        let _ = rustix::process::kill_process_group(root, Signal::TERM);
        let table = Table::read();
        for id in self.members(&table, root.as_raw_nonzero().get(), mark) {
            signal(id, Signal::TERM);
        }
    }

    /// Kills every process of a command, the first one included unless it has ended.
    pub(super) fn kill(&self, root: Pid, mark: &str) {
        let _ = rustix::process::kill_process_group(root, Signal::KILL);
        let root = root.as_raw_nonzero().get();
        self.exhaust(|table| self.members(table, root, mark));
    }

    /// Whether what ended commands left behind should be looked for now. The look costs as much as a short command, so
    /// short commands share one.
    pub(super) fn is_due(&self, mark: &str, duration: Duration) -> bool {
        let mut unseen = self.unseen.lock().expect("no panic while it is held");
        unseen.marks.insert(mark.to_owned());
        duration >= INTERVAL || unseen.since.is_none_or(|since| since.elapsed() >= INTERVAL)
    }

    /// Kills what a command, and those that ended since the last look, left behind.
    pub(crate) fn clear(&self, root: i32, mark: &str) -> usize {
        let unseen = std::mem::replace(
            &mut *self.unseen.lock().expect("no panic while it is held"),
            Unseen::now(),
        );
        self.exhaust(|table| {
            let mut members = self.members(table, root, mark);
            let late = self
                .orphans(table)
                .filter(|(id, _)| marks(*id).any(|mark| unseen.marks.contains(&mark)));
            members.extend(late.flat_map(|(id, _)| table.tree(id)));
            members.retain(|id| *id != root);
            members
        })
    }

    /// Kills every orphan that is left. Only for when nothing runs.
    pub(crate) fn clear_all(&self) -> usize {
        self.exhaust(|table| self.orphans(table).flat_map(|(id, _)| table.tree(id)).collect())
    }

    /// Kills until nobody is found any more: a process may fork while it is looked for.
    fn exhaust(&self, find: impl Fn(&Table) -> Vec<i32>) -> usize {
        let mut killed = HashSet::new();
        let end = Instant::now() + Duration::from_secs(2);
        loop {
            let table = Table::read();
            let found = find(&table);
            let direct = self.direct.lock().expect("no panic while it is held").clone();
            for id in found
                .iter()
                .filter(|id| !direct.contains(*id) && !table.is_alive(**id))
            {
                collect(*id);
            }
            let alive: Vec<i32> = found.into_iter().filter(|id| table.is_alive(*id)).collect();
            if alive.is_empty() || Instant::now() > end {
                return killed.len();
            }
            for id in alive {
                signal(id, Signal::KILL);
                killed.insert(id);
            }
            std::thread::yield_now();
        }
    }

    fn members(&self, table: &Table, root: i32, mark: &str) -> Vec<i32> {
        let mut members = table.tree(root);
        for (id, entry) in self.orphans(table) {
            let is_ours = entry.group == root || entry.session == root || has_mark(id, mark);
            if is_ours && !members.contains(&id) {
                members.extend(table.tree(id));
            }
        }
        members
    }

    fn orphans(&self, table: &Table) -> impl Iterator<Item = (i32, super::table::Entry)> {
        let direct = self.direct.lock().expect("no panic while it is held").clone();
        table
            .children(self.own)
            .filter(move |(id, _)| !direct.contains(id) && !self.foreign.contains(id))
    }
}

/// Kills every process with a mark, whoever started it: those of a run that is gone.
pub(crate) fn end_marked(mark: &str) {
    let own = rustix::process::getpid().as_raw_nonzero().get();
    for id in Table::read().ids().filter(|id| *id != own && has_mark(*id, mark)) {
        signal(id, Signal::KILL);
    }
}

/// Commands that were not looked after yet.
#[derive(Debug, Default)]
struct Unseen {
    /// The last look.
    since: Option<Instant>,
    marks: HashSet<String>,
}

impl Unseen {
    fn now() -> Self {
        Self {
            since: Some(Instant::now()),
            marks: HashSet::new(),
        }
    }
}

/// The entries of a process's environment that may be marks.
fn marks(id: i32) -> impl Iterator<Item = String> {
    let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
    let entries: Vec<String> = environment
        .split(|byte| *byte == 0)
        .filter(|entry| entry.starts_with(b"PIPEWRIGHT_"))
        .map(|entry| String::from_utf8_lossy(entry).into_owned())
        .collect();
    entries.into_iter()
}

/// Whether a process got the mark of a command in its environment.
fn has_mark(id: i32, mark: &str) -> bool {
    let Ok(environment) = fs::read(format!("/proc/{id}/environ")) else {
        return false;
    };
    environment
        .split(|byte| *byte == 0)
        .any(|entry| entry == mark.as_bytes())
}

fn signal(id: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(id) {
        let _ = rustix::process::kill_process(pid, signal);
    }
}

/// Collects an orphan that has ended, so that it does not stay in the table.
fn collect(id: i32) {
    if let Some(pid) = Pid::from_raw(id) {
        let _ = rustix::process::waitpid(Some(pid), WaitOptions::NOHANG);
    }
}
