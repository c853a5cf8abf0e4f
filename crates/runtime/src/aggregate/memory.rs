//! This run beside those before it.

use anyhow::{Context, Result};
use pipewright_model::plan::Plan;

use super::base::{BaseRun, Sought};
use super::fewer::{self, Fewer};
use super::summary::{Base, Summary};
use super::truth::Truth;
use super::{Identity, Origin, Request, alerts, remember};
use crate::analyze::{Trends, trends};
use crate::history::{Draft, History, Record, Update, evidence};

/// This run beside those before it.
#[derive(Debug)]
pub(super) struct Memory {
    /// The runs before it. Their texts are in the book of the truth.
    history: History,
    /// This run, as far as it is known before its verdict.
    this: Record,
    identity: Identity,
}

impl Memory {
    /// This run, beside a history without its book. What could not be read of it is told in `trends.json` and fails nothing.
    pub(super) fn new(history: History, truth: &mut Truth, request: &Request) -> Self {
        let mut identity = Identity::of(truth, &request.origin);
        let mut this = remember::run(truth, &identity, &request.origin);
        // Without a history there is nothing to hold the tests against, and nobody to remember them.
        if request.history.is_some() {
            remember::results(truth, &mut this);
        }
        if identity.id.is_none() && request.history.is_some() {
            // The same results, told again, are the same run, and so they began when they did.
            if let Some(known) = history.runs.iter().find(|run| run.id == this.id) {
                this.started = known.started;
            }
            identity.id = Some(this.id.clone());
        }
        Self {
            history,
            this,
            identity,
        }
    }

    pub(super) const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Holds this run against the base, if there is one.
    pub(super) fn compare(
        &self,
        truth: &mut Truth,
        plan: Option<&Plan>,
        origin: &Origin,
    ) -> (Option<Base>, Fewer) {
        let sought = Sought {
            branch: base_branch(origin),
            this: &self.this,
        };
        let Some(base) = BaseRun::choose(&self.history.runs, truth, &sought) else {
            return (None, Fewer::default());
        };
        base.compare(truth);
        let fewer = fewer::hold(truth, &base, plan, origin.trigger.as_deref());
        (Some(base.told()), fewer)
    }

    /// Remembers this run with its verdict, and says what all of them come to. A pull request remembers nothing.
    pub(super) fn conclude(
        mut self,
        truth: &mut Truth,
        summary: &Summary,
        is_clean: bool,
        request: &Request,
    ) -> Result<Trends> {
        let book = &mut truth.names.book;
        remember::verdict(&mut self.this, summary, is_clean, book);
        let book = &*book;
        let mut problems = std::mem::take(&mut self.history.problems);
        let folder = request.history.as_deref();
        let folder = folder.filter(|_| !is_only_reading(&request.origin));
        let mut update = None;
        if let Some(folder) = folder {
            let draft = Draft::of_run(book, &self.this);
            draft.write(&request.output.join("history"))?;
            match draft.write(folder).context("the run is not in the history") {
                Ok(_) => update = Update::begin(folder, book, &self.history, &self.this, &draft.path),
                Err(error) => problems.push(format!("{error:#}")),
            }
        }
        let mut told = alerts::of(book, &self.history.runs, &self.this, &summary.policy.alerts);
        let mut runs = self.history.runs;
        runs.push(self.this);
        let evidence = evidence(book, runs);
        let mut trends = trends(&evidence, base_branch(&request.origin), &summary.policy);
        drop(evidence);
        if let Some(update) = update
            && let Err(error) = update.finish(&trends.flaky)
        {
            problems.push(format!("{error:#}"));
        }
        told.append(&mut trends.alerts);
        trends.alerts = told;
        problems.append(&mut trends.problems);
        trends.problems = problems;
        Ok(trends)
    }
}

/// The branch whose runs this one is compared with.
fn base_branch(origin: &Origin) -> &str {
    let branch = origin.base.as_deref().or(origin.branch.as_deref());
    branch.unwrap_or_default()
}

/// Whether what is tested is not part of the repository yet.
fn is_only_reading(origin: &Origin) -> bool {
    origin
        .trigger
        .as_deref()
        .is_some_and(|trigger| trigger.starts_with("pull_request"))
}
