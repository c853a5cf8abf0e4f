//! The processes of this machine, as `/proc` shows them.

use std::collections::HashMap;
use std::fs;

/// What is known of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its parent.
    pub(super) parent: i32,
    /// Its process group.
    pub(super) group: i32,
    /// Its session.
    pub(super) session: i32,
    /// Whether it has ended and waits to be collected.
    pub(super) ended: bool,
}

/// All processes, by id.
#[derive(Debug, Default)]
pub(super) struct Table {
    entries: HashMap<i32, Entry>,
    children: HashMap<i32, Vec<i32>>,
}

impl Table {
    /// Takes stock. Processes that come or go meanwhile may or may not be in it.
    pub(super) fn read() -> Self {
        let Ok(folder) = fs::read_dir("/proc") else {
            return Self::default();
        };
        let ids = folder.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let mut table = Self::default();
        for (id, entry) in ids.filter_map(|id: i32| Some((id, entry(id)?))) {
            table.entries.insert(id, entry);
            table.children.entry(entry.parent).or_default().push(id);
        }
        table
    }

    /// All ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = i32> {
        self.entries.keys().copied()
    }

    /// The processes whose parent is this one.
    pub(super) fn children(&self, parent: i32) -> impl Iterator<Item = (i32, Entry)> {
        let ids = self.children.get(&parent).into_iter().flatten();
        ids.filter_map(|id| Some((*id, *self.entries.get(id)?)))
    }

    /// A process and everything below it.
    pub(super) fn tree(&self, root: i32) -> Vec<i32> {
        let mut found = vec![root];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            found.extend(self.children(parent).map(|(id, _)| id).filter(|id| *id != root));
            next += 1;
        }
        found
    }

    /// Whether a process is there and has not ended.
    pub(super) fn is_alive(&self, id: i32) -> bool {
        self.entries.get(&id).is_some_and(|entry| !entry.ended)
    }
}

fn entry(id: i32) -> Option<Entry> {
    parse(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// `PID (COMMAND) STATE PPID PGRP SESSION …`; the command may hold blanks and brackets.
fn parse(stat: &str) -> Option<Entry> {
    let mut fields = stat[stat.rfind(')')? + 1..].split_ascii_whitespace();
    let ended = matches!(fields.next()?, "Z" | "X");
    let mut number = || fields.next()?.parse().ok();
    Some(Entry {
        parent: number()?,
        group: number()?,
        session: number()?,
        ended,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_name_cannot_confuse_the_reader() {
        let entry = parse("77 (a) S 1 2 3) Z 4 5 6 0").unwrap();
        assert_eq!(
            entry,
            Entry {
                parent: 4,
                group: 5,
                session: 6,
                ended: true
            }
        );
    }

    #[test]
    fn this_process_is_in_the_table() {
        let table = Table::read();
        assert!(table.is_alive(i32::try_from(std::process::id()).unwrap()));
    }
}
