//! `test-history.db`: the history as an SQLite database to look into. It is made from the segments, and never the truth:
//! whoever deletes it loses nothing.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use pipewright_model::policy::Policy;
use rusqlite::{Connection, ErrorCode, params_from_iter};
use sha2::{Digest, Sha256};

use super::book::{Book, TestKey};
use super::export::unhealthy;
use super::field::Field;
use super::record::Record;
use super::settle::is_better;
use super::table::{self, Table};
use super::{History, folder, read};
use crate::analyze::FlakyTest;

/// The name of the database, in the folder of the history.
const NAME: &str = "test-history.db";
/// The version of its tables.
const VERSION: i64 = 2;
/// How long another one that writes to it is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// It is made anew in no time, so it is not sent to the branch of the history.
const IGNORED: &str = "/test-history.db*\n";

/// What the database holds now.
#[derive(Debug)]
pub(crate) struct Indexed {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// How many runs are in it.
    pub(crate) runs: usize,
    /// What could not be read.
    pub(crate) problems: Vec<String>,
}

/// Brings the database of a folder up to date, if it has one.
pub(crate) fn refresh(root: &Path) -> Result<()> {
    if root.join(NAME).exists() {
        index(root)?;
    }
    Ok(())
}

/// Makes the database of a folder, or brings it up to date. One that is damaged or older is made anew.
pub(crate) fn index(root: &Path) -> Result<Indexed> {
    let path = root.join(NAME);
    let told = || {
        format!(
            "cannot bring {} up to date; the history itself is whole. Try `pipewright-runtime history index` again, or \
             delete the file",
            path.display()
        )
    };
    match update(root, &path) {
        Err(error) if is_useless(&error) => {
            std::fs::remove_file(&path).with_context(told)?;
            update(root, &path).with_context(told)
        }
        outcome => outcome.with_context(told),
    }
}

/// Whether it is no database, or not one of this version.
fn is_useless(error: &anyhow::Error) -> bool {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let wrapped = wrapped.and_then(|error| error.downcast_ref());
    let own = error.downcast_ref().or(wrapped);
    let code = own.and_then(rusqlite::Error::sqlite_error_code);
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)) || error.is::<OtherVersion>()
}

/// Its tables are not those of this version.
#[derive(Debug)]
struct OtherVersion;

impl std::fmt::Display for OtherVersion {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("it has the tables of another version")
    }
}

impl std::error::Error for OtherVersion {}

fn update(root: &Path, path: &Path) -> Result<Indexed> {
    let connection = begin(root, path)?;
    // Only now, so that whoever comes last has seen everything.
    let mut history = read(root);
    let problems = std::mem::take(&mut history.problems);
    let runs = history.runs.len();
    fill(&connection, &history.book, history.runs.iter())?;
    flaky(&connection, &unhealthy(&mut history, &Policy::default()))?;
    connection.execute_batch("COMMIT")?;
    Ok(Indexed {
        path: path.to_owned(),
        runs,
        problems,
    })
}

/// The database, in a transaction that is the only one that writes.
fn begin(root: &Path, path: &Path) -> Result<Connection> {
    ignore(root)?;
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    // It can be made anew, so nobody waits for the disk.
    connection.pragma_update(None, "synchronous", "off")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    tables(&connection)?;
    Ok(connection)
}

/// A database that is being brought up to date with a run that was added to a history.
#[derive(Debug)]
pub(crate) struct Update {
    root: PathBuf,
    /// None: all that is in the folder has to be looked at.
    begun: Option<Connection>,
}

impl Update {
    /// Adds the run to the database of the folder: to a new one if there was no run before, and to none if there is none.
    /// Nothing is read again that is known, unless somebody else has added something in the meantime.
    pub(crate) fn begin(
        root: &Path,
        book: &Book,
        history: &History,
        this: &Record,
        own: &Path,
    ) -> Option<Self> {
        let path = root.join(NAME);
        if !history.runs.is_empty() && !path.exists() {
            return None;
        }
        let begin = || -> Result<Connection> {
            let connection = begin(root, &path)?;
            let mut known: BTreeSet<&Path> = history.segments.iter().map(PathBuf::as_path).collect();
            known.insert(own);
            let here = folder::list(root, &mut Vec::new());
            if !known.iter().eq(here.iter()) {
                return Err(OtherVersion.into());
            }
            // The history has one telling of a run; which one, `settle` says.
            let known = history.runs.iter().find(|run| run.id == this.id);
            let stands = known
                .filter(|known| !is_better(this, known, book))
                .unwrap_or(this);
            let others = history.runs.iter().filter(|run| run.id != this.id);
            fill(&connection, book, others.chain([stands]))?;
            Ok(connection)
        };
        Some(Self {
            root: root.to_owned(),
            begun: begin().ok(),
        })
    }

    /// Ends it, with the tests that are not healthy.
    pub(crate) fn finish(self, unhealthy: &[FlakyTest]) -> Result<()> {
        let end = |connection: Connection| -> Result<()> {
            flaky(&connection, unhealthy)?;
            Ok(connection.execute_batch("COMMIT")?)
        };
        match self.begun.map(end) {
            Some(Ok(())) => Ok(()),
            // What is wrong with it, this finds out, and mends.
            None | Some(Err(_)) => index(&self.root).map(|_| ()),
        }
    }
}

fn ignore(root: &Path) -> Result<()> {
    let path = root.join(".gitignore");
    if path.exists() {
        return Ok(());
    }
    crate::results::atomically(&path, IGNORED.as_bytes())
}

fn tables(connection: &Connection) -> Result<()> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        VERSION => Ok(()),
        0 => {
            connection.execute_batch(include_str!("schema.sql"))?;
            Ok(connection.pragma_update(None, "user_version", VERSION)?)
        }
        _ => Err(OtherVersion.into()),
    }
}

/// Removes runs that are gone, and adds those that are new or differ.
fn fill<'a>(connection: &Connection, book: &Book, runs: impl Iterator<Item = &'a Record>) -> Result<()> {
    let mut known: HashMap<String, i64> = HashMap::new();
    let mut select = connection.prepare("SELECT run_id, checksum FROM test_runs")?;
    for pair in select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (id, checksum) = pair?;
        known.insert(id, checksum);
    }
    let new: Vec<(&Record, i64)> = runs
        .map(|run| (run, checksum(run)))
        .filter(|(run, checksum)| known.remove(&run.id) != Some(*checksum))
        .collect();
    let mut delete = connection.prepare("DELETE FROM test_runs WHERE run_id = ?")?;
    for id in known.keys().chain(new.iter().map(|(run, _)| &run.id)) {
        delete.execute([id])?;
    }
    let rows: usize = new.iter().map(|(run, _)| run.results.len()).sum();
    let present: i64 =
        connection.query_row("SELECT coalesce(max(result_id), 0) FROM results", [], |row| {
            row.get(0)
        })?;
    // Where much is new: to sort when all is there is quicker than to insert here and there.
    if i64::try_from(rows).unwrap_or(i64::MAX).saturating_mul(8) > present {
        connection.execute_batch("DROP INDEX IF EXISTS results_run; DROP INDEX IF EXISTS results_test")?;
    }
    let mut insert = Insert::new(connection, book)?;
    for (run, checksum) in new {
        insert.run(run, checksum)?;
    }
    Ok(connection.execute_batch(
        "CREATE INDEX IF NOT EXISTS results_run ON results (run);
         CREATE INDEX IF NOT EXISTS results_test ON results (test);",
    )?)
}

/// The statements that add a run.
struct Insert<'a> {
    connection: &'a Connection,
    book: &'a Book,
    /// Numbers of tests in the database, by their numbers in the book; 0 for those that may not be there.
    tests: Vec<i64>,
    run: rusqlite::Statement<'a>,
    test: rusqlite::Statement<'a>,
    result: rusqlite::Statement<'a>,
    metric: rusqlite::Statement<'a>,
    seal: rusqlite::Statement<'a>,
}

impl<'a> Insert<'a> {
    fn new(connection: &'a Connection, book: &'a Book) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            book,
            tests: vec![0; book.keys().len()],
            run: connection.prepare(&insertion("test_runs", Table::Runs))?,
            test: connection.prepare("INSERT OR IGNORE INTO tests VALUES (?, ?, ?, ?, ?)")?,
            result: connection.prepare(
                "INSERT INTO results (run, test, status, flaky, counts, duration, error_message, retry_count)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?,
            metric: connection.prepare(&insertion("metrics", Table::Metrics))?,
            seal: connection.prepare("UPDATE test_runs SET checksum = ? WHERE number = ?")?,
        })
    }

    fn run(&mut self, run: &Record, checksum: i64) -> Result<()> {
        table::run(run, &mut |row| execute(&mut self.run, row))?;
        let number = self.connection.last_insert_rowid();
        self.tests(run)?;
        self.results(run, number)?;
        table::metrics(self.book, run, &mut |row| execute(&mut self.metric, row))?;
        self.seal.execute((checksum, number))?;
        Ok(())
    }

    /// Adds tests that may be new, in the order of their numbers, which is that of the table.
    fn tests(&mut self, run: &Record) -> Result<()> {
        let mut new: Vec<u32> = Vec::new();
        for kept in &run.results {
            if let Some(place @ 0) = self.tests.get_mut(kept.test as usize)
                && let Some(key) = self.book.key(kept.test)
            {
                *place = number(self.book, key);
                new.push(kept.test);
            }
        }
        new.sort_unstable_by_key(|test| self.tests[*test as usize]);
        for (test, key) in new.iter().filter_map(|test| Some((test, self.book.key(*test)?))) {
            let some = |text| Some(self.book.read(text)).filter(|text| !text.is_empty());
            let (cell, suite, file) = (self.book.read(key.cell), some(key.suite), some(key.file));
            let name = self.book.shown(key.name);
            self.test
                .execute((self.tests[*test as usize], cell, suite, &*name, file))?;
        }
        Ok(())
    }

    fn results(&mut self, run: &Record, number: i64) -> Result<()> {
        for (kept, note) in run.noted() {
            let Some(test) = self.tests.get(kept.test as usize).filter(|test| **test != 0) else {
                continue;
            };
            let message = note.map(|note| self.book.read(note.message));
            self.result.execute((
                number,
                test,
                kept.mark.status() as u8,
                kept.mark.is_flaky(),
                kept.mark.counts_against(),
                kept.duration(),
                message.filter(|text| !text.is_empty()),
                note.map_or(0, |note| note.retries),
            ))?;
        }
        Ok(())
    }
}

/// The number of a test in the database.
fn number(book: &Book, key: TestKey) -> i64 {
    let mut digest = Sha256::new();
    for text in [
        book.read(key.cell),
        book.read(key.suite),
        &book.shown(key.name),
        book.read(key.file),
    ] {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    let digest = digest.finalize();
    let number = digest
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | i64::from(*byte));
    if number == 0 { 1 } else { number }
}

fn insertion(name: &str, table: Table) -> String {
    let columns: Vec<String> = table.columns().iter().map(|name| format!("\"{name}\"")).collect();
    let places = vec!["?"; columns.len()].join(", ");
    format!("INSERT INTO {name} ({}) VALUES ({places})", columns.join(", "))
}

fn execute(statement: &mut rusqlite::Statement<'_>, row: &[Field<'_>]) -> io::Result<()> {
    statement
        .execute(params_from_iter(row))
        .map(|_| ())
        .map_err(io::Error::other)
}

fn flaky(connection: &Connection, unhealthy: &[FlakyTest]) -> Result<()> {
    connection.execute("DELETE FROM flaky_tests", [])?;
    let mut insert = connection.prepare(&insertion("flaky_tests", Table::Flaky))?;
    for test in unhealthy {
        table::flaky(test, &mut |row| execute(&mut insert, row))?;
    }
    Ok(())
}

/// What tells one telling of a run from another.
fn checksum(run: &Record) -> i64 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&run.attempt.to_le_bytes());
    hasher.update(&run.started.to_le_bytes());
    hasher.update(run.verdict.as_bytes());
    for kept in &run.results {
        hasher.update(&[kept.mark.byte()]);
        hasher.update(&kept.seconds.to_le_bytes());
    }
    i64::from(hasher.finalize())
}
