//! The site that GitHub Pages shows: the report and badge of every run that is kept, by branch, with an index.
//!
//! A deployment replaces the whole site, so the site is made anew each time: from this run, and from the aggregates of
//! earlier runs as far as they still exist.
//!
//! | path | |
//! |---|---|
//! | `index.html` | all branches and their runs |
//! | `badge.svg`, `badge.json` | of the last run of the branch that this run is of |
//! | `branches/BRANCH/` | `badge.svg`, `badge.json` and `report.html` of the branch's last run |
//! | `runs/RUN/` | `report.html` and `badge.svg` of a run |

mod index;
mod run;
mod shelf;
mod slug;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::results::atomically;
use run::Run;
use shelf::Shelf;

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Request {
    /// The folder that `aggregate` wrote.
    pub(crate) input: PathBuf,
    /// A folder with such a folder for each earlier run, if there are any.
    pub(crate) history: Option<PathBuf>,
    /// Where the site goes. It must not hold anything yet.
    pub(crate) output: PathBuf,
}

/// Makes the site. Returns what is wrong with earlier runs, which keeps no site from being made.
pub(crate) fn site(request: &Request) -> Result<Vec<String>> {
    let now = Run::read(&request.input)?;
    let (earlier, problems) = match &request.history {
        Some(folder) => earlier(folder)?,
        None => (Vec::new(), Vec::new()),
    };
    let shelf = Shelf::of(now, earlier);
    make_empty(&request.output)?;
    // A slow run may publish after a newer one: the badge is still that of the newer one.
    shelf.branches()[0].runs[0].badge.write(&request.output)?;
    for branch in shelf.branches() {
        let folder = request.output.join("branches").join(&branch.slug);
        publish(&branch.runs[0], &folder)?;
    }
    for run in shelf.branches().iter().flat_map(|branch| &branch.runs) {
        publish(run, &request.output.join("runs").join(&run.slug))?;
    }
    let page = index::render(&shelf);
    atomically(&request.output.join("index.html"), page.as_bytes())?;
    Ok(problems)
}

/// Runs in the folders of a folder. A folder that cannot be read is a problem, and not the end.
fn earlier(folder: &Path) -> Result<(Vec<Run>, Vec<String>)> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let (mut runs, mut problems) = (Vec::new(), Vec::new());
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?;
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            problems.push(format!("{} is no folder of a run", entry.path().display()));
            continue;
        }
        match Run::read(&entry.path()) {
            Ok(run) => runs.push(run),
            Err(error) => problems.push(format!("{error:#}")),
        }
    }
    problems.sort();
    Ok((runs, problems))
}

/// What is left of an earlier site must not be published with this one.
fn make_empty(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut entries = folder
        .read_dir()
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    ensure!(
        entries.next().is_none(),
        "{} is not empty: name a folder that is not there yet",
        folder.display()
    );
    Ok(())
}

fn publish(run: &Run, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    if let Some(report) = &run.report {
        let bytes = std::fs::read(report).with_context(|| format!("cannot read {}", report.display()))?;
        atomically(&folder.join("report.html"), &bytes)?;
    }
    run.badge.write(folder)
}

#[cfg(test)]
mod tests;
