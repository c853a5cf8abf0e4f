//! The results of all cells -> one truth, held against the plan.

mod add;
mod alerts;
mod base;
mod cell;
mod covered;
mod ctrf;
mod fewer;
mod gather;
mod identity;
mod junit;
mod ledger;
mod memory;
mod output;
mod page;
mod remember;
mod since;
mod slow;
mod summary;
mod tally;
mod test;
mod truth;
mod verdict;
mod walk;

use std::path::PathBuf;

use anyhow::{Context, Result};
use pipewright_model::exit::Runtime;
use pipewright_model::plan::Plan;

use identity::Identity;
pub(crate) use ledger::Item;
use memory::Memory;
pub(crate) use page::{Line, Page};
pub(crate) use summary::{Base, CellSummary, Change, Summary, TestSummary};
use truth::Truth;

use crate::analyze::Trends;
use crate::history;

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Request {
    /// The folder with one folder for each artifact.
    pub(crate) input: PathBuf,
    /// Where the results go.
    pub(crate) output: PathBuf,
    /// The plan.
    pub(crate) expect: Option<PathBuf>,
    /// The folder of the history.
    pub(crate) history: Option<PathBuf>,
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
    /// The branch whose runs this one is compared with. None: its own.
    pub(crate) base: Option<String>,
    /// GitHub's id and attempt of the run, for results that do not say it themselves.
    pub(crate) run: Option<(String, u32)>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Aggregated {
    /// What it all comes to.
    pub(crate) exit: Runtime,
    /// What was written to `summary.json`.
    pub(crate) summary: Summary,
    /// What could not be read of the history, or added to it. It changes no verdict.
    pub(crate) history_problems: Vec<String>,
}

/// Brings the results together, writes them, and says what they come to. What `publish` makes from the page comes before
/// `summary.json`.
pub(crate) fn aggregate(request: &Request, publish: impl FnOnce(&Page) -> Result<()>) -> Result<Aggregated> {
    let plan = request.expect.as_deref().map(read_plan).transpose()?;
    let mut history = request.history.as_deref().map(history::read).unwrap_or_default();
    let book = std::mem::take(&mut history.book);
    let mut truth = gather::gather(&request.input, plan.as_ref(), book)?;
    truth.is_local = request.origin.trigger.as_deref() == Some("local");
    let memory = Memory::new(history, &mut truth, request);
    let (base, fewer) = memory.compare(&mut truth, plan.as_ref(), &request.origin);
    let mut ledger = ledger::hold(&truth, plan.as_ref());
    let is_clean = ledger.is_clean() && truth.is_whole();
    let policy = plan.map(|plan| plan.policy).unwrap_or_default();
    let verdict = verdict::of(&truth, &ledger, &fewer, policy.fail_on);
    let exit = verdict.exit;
    ledger.fewer = fewer.items;
    let mut summary = summary::of(
        &truth,
        ledger,
        verdict,
        &request.origin,
        memory.identity(),
        policy,
    );
    summary.base = base;
    std::fs::create_dir_all(&request.output)
        .with_context(|| format!("cannot make the folder {}", request.output.display()))?;
    let trends = memory.conclude(&mut truth, &summary, is_clean, request)?;
    summary.slow_tests = slow::of(&truth, &trends, summary.base.is_some());
    write(request, &truth, &summary, &trends)?;
    let history_problems = trends.problems.clone();
    let trends = request.history.is_some().then_some(trends);
    let page = Page::of(&truth, summary, trends);
    publish(&page)?;
    // The last, so that whoever sees it sees all of them.
    output::json(&request.output.join("summary.json"), &page.summary)?;
    Ok(Aggregated {
        exit,
        summary: page.summary,
        history_problems,
    })
}

/// Writes what others read. Each file takes a core for itself.
fn write(request: &Request, truth: &Truth, summary: &Summary, trends: &Trends) -> Result<()> {
    let to = |name: &str| request.output.join(name);
    std::thread::scope(|scope| {
        let junit = request
            .is_junit_wanted
            .then(|| scope.spawn(|| output::write(&to("junit.xml"), |into| junit::write(truth, into))));
        if request.is_ctrf_wanted {
            output::write(&to("ctrf.json"), |into| ctrf::write(truth, summary, into))?;
        }
        output::json(&to("trends.json"), trends)?;
        junit.map_or(Ok(()), |junit| junit.join().expect("it does not panic"))
    })
}

fn read_plan(path: &std::path::Path) -> Result<Plan> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is no plan", path.display()))
}
