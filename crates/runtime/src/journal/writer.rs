use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use anyhow::Context;

use super::{Record, line};

/// The journal of a run, while it is written. It also keeps what it was given, for the files at the end.
#[derive(Debug)]
pub(crate) struct Journal {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    /// Bytes up to the end of the last whole line.
    length: u64,
    /// A file that takes up room until the disk is full.
    reserve: Option<PathBuf>,
    records: Vec<Record>,
    fault: Option<String>,
}

/// Room that is kept for the journal and the results of a run that fills the disk.
const RESERVE: usize = 2 << 20;

impl Journal {
    /// Opens a new journal, or one that is continued after so many bytes.
    pub(crate) fn open(path: &Path, length: u64, records: Vec<Record>) -> anyhow::Result<Self> {
        let open = || -> std::io::Result<File> {
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            file.set_len(length)?;
            Ok(file)
        };
        let file = open().with_context(|| format!("cannot open {}", path.display()))?;
        let reserve = reserve(&path.with_file_name(".reserve"));
        Ok(Self {
            inner: Mutex::new(Inner {
                file,
                length,
                reserve,
                records,
                fault: None,
            }),
        })
    }

    /// Writes a record. If the disk is full, the reserve makes room.
    pub(crate) fn write(&self, record: Record) {
        let mut inner = self.lock();
        if let Err(error) = inner.append(&record) {
            inner.release();
            if let Err(again) = inner.append(&record) {
                inner
                    .fault
                    .get_or_insert_with(|| format!("cannot write the journal: {error}; {again}"));
            }
        }
        // Starts matter only to a reader of the file, and there is one for every attempt.
        if !matches!(record, Record::Started(_)) {
            inner.records.push(record);
        }
    }

    /// Everything that was written, but what only a reader of the file needs.
    pub(crate) fn records(&self) -> Vec<Record> {
        self.lock().records.clone()
    }

    /// Why the journal is not complete, if it is not.
    pub(crate) fn fault(&self) -> Option<String> {
        self.lock().fault.clone()
    }

    /// Gives the reserve back to the disk.
    pub(crate) fn release(&self) {
        self.lock().release();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no panic while it is held")
    }
}

impl Inner {
    fn append(&mut self, record: &Record) -> std::io::Result<()> {
        let line = line::encode(record)?;
        let written = self.file.write_all(&line);
        match written {
            Ok(()) => self.length += line.len() as u64,
            // A torn line in the middle would be read as damage.
            Err(_) => self.file.set_len(self.length)?,
        }
        written
    }

    fn release(&mut self) {
        if let Some(path) = self.reserve.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn reserve(path: &Path) -> Option<PathBuf> {
    let mut file = File::create(path).ok()?;
    let written = file.write_all(&vec![0; RESERVE]);
    written.is_ok().then(|| path.to_owned())
}
