//! This run beside those before it.

use std::path::Path;

use anyhow::{Context, Result};
use pipewright_model::plan::Plan;

use super::base::{BaseRun, Sought};
use super::fewer::{self, Fewer};
use super::summary::{Base, Summary};
use super::truth::Truth;
use super::{Identity, Origin, Request, alerts, remember};
use crate::analyze::{Trends, trends};
use crate::history::{self, History, Record};

/// This run beside those before it.
#[derive(Debug)]
pub(super) struct Memory {
    history: History,
    /// This run, as far as it is known before its verdict.
    this: Record,
    identity: Identity,
}

impl Memory {
    /// Reads what there is. What cannot be read is told in `trends.json` and fails nothing.
    pub(super) fn open(request: &Request, truth: &Truth) -> Self {
        let mut history = request.history.as_deref().map(history::read).unwrap_or_default();
        let mut identity = Identity::of(truth, &request.origin);
        let mut this = remember::run(truth, &identity, &request.origin, &mut history.book);
        // Without a history there is nothing to hold the tests against, and nobody to remember them.
        if request.history.is_some() {
            remember::results(truth, &mut this, &mut history.book);
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
            id: &self.this.id,
            started: self.this.started,
        };
        let Some(base) = BaseRun::choose(&self.history, truth, &sought) else {
            return (None, Fewer::default());
        };
        base.compare(truth);
        let fewer = fewer::hold(truth, &base, plan, origin.trigger.as_deref());
        (Some(base.told()), fewer)
    }

    /// Remembers this run with its verdict, and says what all of them come to. A pull request remembers nothing.
    pub(super) fn conclude(
        mut self,
        summary: &mut Summary,
        is_clean: bool,
        request: &Request,
    ) -> Result<Trends> {
        remember::verdict(&mut self.this, summary, is_clean, &mut self.history.book);
        let mut problems = std::mem::take(&mut self.history.problems);
        if let Some(folder) = request
            .history
            .as_deref()
            .filter(|_| !is_only_reading(&request.origin))
        {
            history::add(&request.output.join("history"), &self.history.book, &self.this)?;
            if let Err(error) = self.add(folder) {
                problems.push(format!("{error:#}"));
            }
        }
        let mut told = alerts::of(&self.history, &self.this, &summary.policy.alerts);
        let evidence = self.history.evidence(Some(self.this));
        let mut trends = trends(&evidence, base_branch(&request.origin), &summary.policy);
        told.append(&mut trends.alerts);
        trends.alerts = told;
        problems.append(&mut trends.problems);
        trends.problems = problems;
        Ok(trends)
    }
}

impl Memory {
    /// Adds this run to the history that was read, and keeps its database current. A new history gets one.
    fn add(&self, folder: &Path) -> Result<()> {
        history::add(folder, &self.history.book, &self.this).context("the run is not in the history")?;
        if self.history.runs.is_empty() {
            history::index(folder)?;
        } else {
            history::refresh(folder)?;
        }
        Ok(())
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
