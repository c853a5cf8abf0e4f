//! The results of all cells -> one truth, held against the plan.

mod add;
mod cell;
mod ctrf;
mod gather;
mod junit;
mod ledger;
mod output;
mod page;
mod summary;
mod test;
mod truth;
mod verdict;
mod walk;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pipewright_model::exit::Runtime;
use pipewright_model::plan::Plan;

pub(crate) use ledger::Item;
pub(crate) use page::{Line, Page};
pub(crate) use summary::{CellSummary, Change, Summary, TestSummary};

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Request {
    /// The folder with one folder for each artifact.
    pub(crate) input: PathBuf,
    /// Where the results go.
    pub(crate) output: PathBuf,
    /// The plan.
    pub(crate) expect: Option<PathBuf>,
    /// What was tested, and why.
    pub(crate) origin: Origin,
    /// Whether `junit.xml` is wanted.
    pub(crate) is_junit_wanted: bool,
    /// Whether `ctrf.json` is wanted.
    pub(crate) is_ctrf_wanted: bool,
}

/// What was tested, and why.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    /// The branch.
    pub(crate) branch: Option<String>,
    /// The commit.
    pub(crate) commit: Option<String>,
    /// The event.
    pub(crate) trigger: Option<String>,
}

/// Brings the results together, writes them, and says what they come to. What is made from the page comes before
/// `summary.json`.
pub(crate) fn aggregate(
    request: &Request,
    publish: impl FnOnce(&Page) -> Result<()>,
) -> Result<(Runtime, Summary)> {
    let plan = request.expect.as_deref().map(read_plan).transpose()?;
    let truth = gather::gather(&request.input, plan.as_ref())?;
    let ledger = ledger::hold(&truth, plan.as_ref());
    let verdict = verdict::of(&truth, &ledger);
    let exit = verdict.exit;
    let policy = plan.map(|plan| plan.policy).unwrap_or_default();
    let summary = summary::of(&truth, ledger, verdict, &request.origin, policy);
    std::fs::create_dir_all(&request.output)
        .with_context(|| format!("cannot make the folder {}", request.output.display()))?;
    if request.is_junit_wanted {
        output::write(&request.output.join("junit.xml"), |into| {
            junit::write(&truth, into)
        })?;
    }
    if request.is_ctrf_wanted {
        output::write(&request.output.join("ctrf.json"), |into| {
            ctrf::write(&truth, &summary, into)
        })?;
    }
    let page = Page::of(&truth, summary, None);
    publish(&page)?;
    let summary = page.summary;
    // The last, so that whoever sees it sees all of them.
    output::write(&request.output.join("summary.json"), |into| {
        serde_json::to_writer_pretty(&mut *into, &summary)?;
        into.write_all(b"\n")
    })?;
    Ok((exit, summary))
}

fn read_plan(path: &std::path::Path) -> Result<Plan> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no plan", path.display()))
}
