//! `--retry-only`: an earlier result, whose failures alone are run again.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::cell::Cell;
use super::folder::Folder;
use crate::results::{CellResult, Earlier, TestResult};

/// Reads an earlier result of the same cell.
pub(super) fn read(path: &Path, cell: &Cell) -> Result<Earlier> {
    let shown = path.display();
    let text = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let result: CellResult =
        serde_json::from_slice(&text).with_context(|| format!("{shown} is no result of a cell"))?;
    if result.cell != cell.name {
        let (theirs, ours) = (&result.cell, &cell.name);
        bail!(
            "{shown} is the result of {}/{}, not of {}/{}",
            theirs.version,
            theirs.scenario,
            ours.version,
            ours.scenario
        );
    }
    Ok(Earlier {
        tests: result.tests,
        commands: result.commands,
    })
}

impl Earlier {
    /// What was bad about a test. None when it was not there at all, so that it runs as if new.
    pub(super) fn bad(&self, test: &str) -> Option<Vec<TestResult>> {
        let results: Vec<&TestResult> = self.tests.iter().filter(|result| result.test == test).collect();
        if results.is_empty() {
            return None;
        }
        Some(
            results
                .into_iter()
                .filter(|result| result.status.is_bad())
                .cloned()
                .collect(),
        )
    }

    /// The last attempt at a test, 0 if there was none.
    pub(super) fn last(&self, test: &str) -> u32 {
        let commands = self.commands.iter().filter(|command| command.test == test);
        commands.map(|command| command.attempt).max().unwrap_or(0)
    }
}

/// Copies the logs of earlier attempts into the folder of this run, where they are not there already.
pub(super) fn bring_logs(path: &Path, earlier: &Earlier, folder: &Folder) {
    let from = path.parent().unwrap_or(Path::new("."));
    let logs = earlier
        .commands
        .iter()
        .filter_map(|command| command.log.as_deref());
    for log in logs.filter(|log| is_log(log)) {
        let to = folder.path().join(log);
        if !to.exists() {
            // A log that is gone takes nothing from the result.
            let _ = std::fs::copy(from.join(log), to);
        }
    }
}

/// A path as this program writes them: a result is a file that anyone can change.
fn is_log(path: &str) -> bool {
    path.strip_prefix("logs/")
        .is_some_and(|name| !name.contains('/') && name.ends_with(".log"))
}

#[cfg(test)]
mod tests {
    use super::is_log;

    #[test]
    fn only_logs_are_copied() {
        assert!(is_log("logs/chart.1.log"));
        for path in [
            "/etc/passwd",
            "logs/../x.log",
            "../logs/a.log",
            "logs/a/b.log",
            "logs/a",
        ] {
            assert!(!is_log(path), "{path}");
        }
    }
}
