//! `test-history.db`: the history as an SQLite database to look into. It is made from the segments, and never the truth:
//! whoever deletes it loses nothing.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use pipewright_model::policy::Policy;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params_from_iter};

use super::export::unhealthy;
use super::field::Field;
use super::record::Record;
use super::table::{self, Table};
use super::{History, read};

/// The name of the database, in the folder of the history.
const NAME: &str = "test-history.db";
/// The version of its tables.
const VERSION: i64 = 1;
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
    ignore(root)?;
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    // It can be made anew, so nobody waits for the disk.
    connection.pragma_update(None, "synchronous", "off")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tables(&transaction)?;
    // Only now, so that whoever comes last has seen everything.
    let mut history = read(root);
    let problems = std::mem::take(&mut history.problems);
    let runs = history.runs.len();
    fill(&transaction, &history)?;
    flaky(&transaction, history)?;
    transaction.commit()?;
    Ok(Indexed {
        path: path.to_owned(),
        runs,
        problems,
    })
}

fn ignore(root: &Path) -> Result<()> {
    let path = root.join(".gitignore");
    if path.exists() {
        return Ok(());
    }
    crate::results::atomically(&path, IGNORED.as_bytes())
}

fn tables(transaction: &Transaction<'_>) -> Result<()> {
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        VERSION => Ok(()),
        0 => {
            transaction.execute_batch(include_str!("schema.sql"))?;
            Ok(transaction.pragma_update(None, "user_version", VERSION)?)
        }
        _ => Err(OtherVersion.into()),
    }
}

/// Removes runs that are gone, and adds those that are new or differ.
fn fill(transaction: &Transaction<'_>, history: &History) -> Result<()> {
    let mut known: HashMap<String, i64> = HashMap::new();
    let mut select = transaction.prepare("SELECT run_id, checksum FROM test_runs")?;
    for pair in select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (id, checksum) = pair?;
        known.insert(id, checksum);
    }
    let new: Vec<(&Record, i64)> = history
        .runs
        .iter()
        .map(|run| (run, checksum(run)))
        .filter(|(run, checksum)| known.remove(&run.id) != Some(*checksum))
        .collect();
    let mut delete = transaction.prepare("DELETE FROM test_runs WHERE run_id = ?")?;
    for id in known.keys().chain(new.iter().map(|(run, _)| &run.id)) {
        delete.execute([id])?;
    }
    let mut insert = Insert::new(transaction)?;
    for (run, checksum) in new {
        insert.run(history, run, checksum)?;
    }
    Ok(())
}

/// The statements that add a run.
struct Insert<'a> {
    run: rusqlite::Statement<'a>,
    result: rusqlite::Statement<'a>,
    metric: rusqlite::Statement<'a>,
    seal: rusqlite::Statement<'a>,
}

impl<'a> Insert<'a> {
    fn new(transaction: &'a Transaction<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            run: transaction.prepare(&insertion("test_runs", Table::Runs))?,
            result: transaction.prepare(&insertion("test_results", Table::Results))?,
            metric: transaction.prepare(&insertion("metrics", Table::Metrics))?,
            seal: transaction.prepare("UPDATE test_runs SET checksum = ? WHERE run_id = ?")?,
        })
    }

    fn run(&mut self, history: &History, run: &Record, checksum: i64) -> Result<()> {
        table::run(run, &mut |row| execute(&mut self.run, row))?;
        table::results(&history.book, run, &mut |row| execute(&mut self.result, row))?;
        table::metrics(&history.book, run, &mut |row| execute(&mut self.metric, row))?;
        self.seal.execute((checksum, &run.id))?;
        Ok(())
    }
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

fn flaky(transaction: &Transaction<'_>, history: History) -> Result<()> {
    transaction.execute("DELETE FROM flaky_tests", [])?;
    let mut insert = transaction.prepare(&insertion("flaky_tests", Table::Flaky))?;
    for test in unhealthy(history, &Policy::default()) {
        table::flaky(&test, &mut |row| execute(&mut insert, row))?;
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
