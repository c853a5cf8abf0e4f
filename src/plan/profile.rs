use std::collections::HashSet;

use crate::matrix::CellName;
use crate::pipeline::{Dispatch, DispatchInput, Pipeline, Select};

/// What one trigger runs. A run started by hand has one profile a suite, since it may choose one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name, which is also the id of its job.
    pub name: String,
    /// The table of `pipeline.toml` that it comes from.
    pub table: String,
    /// What it is for, for people.
    pub description: Option<String>,
    /// What starts it.
    pub trigger: Trigger,
    /// The cells, as indices into those of the plan.
    pub cells: Vec<usize>,
}

/// What starts a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// A push.
    Push,
    /// A pull request.
    PullRequest,
    /// The merge queue.
    MergeGroup,
    /// A fixed time.
    Schedule {
        /// The cron expression, as written: `github.event.schedule` repeats it to the letter.
        cron: String,
        /// IANA name of its time zone; UTC where there is none.
        timezone: Option<String>,
    },
    /// Somebody, by hand, choosing this suite or all.
    Dispatch {
        /// The suite.
        suite: String,
    },
}

/// What somebody who starts a run by hand may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// Which suite, or all.
    pub suite: Choice,
    /// Which version, or all.
    pub version: Choice,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Name of the input.
    pub input: String,
    /// For people.
    pub description: String,
    /// What may be chosen; the last is `all`.
    pub options: Vec<String>,
    /// What is chosen when nothing is.
    pub default: String,
}

impl Trigger {
    /// GitHub's name of the event.
    #[must_use]
    pub const fn event(&self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::PullRequest => "pull_request",
            Self::MergeGroup => "merge_group",
            Self::Schedule { .. } => "schedule",
            Self::Dispatch { .. } => "workflow_dispatch",
        }
    }
}

/// The choice that stands for every suite or version.
pub const ALL: &str = "all";

pub(super) fn profiles(pipeline: &Pipeline, cells: &[CellName<'_>]) -> Vec<Profile> {
    let triggers = &pipeline.triggers;
    let simple = [
        (
            "pull-request",
            "triggers.pull_request",
            Trigger::PullRequest,
            triggers.pull_request.as_ref().map(|t| &t.select),
        ),
        (
            "push",
            "triggers.push",
            Trigger::Push,
            triggers.push.as_ref().map(|t| &t.select),
        ),
        (
            "merge-group",
            "triggers.merge_group",
            Trigger::MergeGroup,
            triggers.merge_group.as_ref().map(|t| &t.select),
        ),
    ];
    let simple = simple.into_iter().filter_map(|(name, table, trigger, select)| {
        Some(Profile {
            name: name.to_owned(),
            table: table.to_owned(),
            description: None,
            trigger,
            cells: picked(select?, cells),
        })
    });
    let scheduled = triggers.schedule.iter().map(|(name, schedule)| Profile {
        name: name.clone(),
        table: format!("triggers.schedule.{name}"),
        description: schedule.description.clone(),
        trigger: Trigger::Schedule {
            cron: schedule.cron.clone(),
            timezone: schedule.timezone.clone(),
        },
        cells: picked(&schedule.select, cells),
    });
    let by_hand = triggers
        .workflow_dispatch
        .iter()
        .flat_map(|dispatch| by_hand(pipeline, dispatch, cells));
    simple.chain(scheduled).chain(by_hand).collect()
}

fn picked(select: &Select, cells: &[CellName<'_>]) -> Vec<usize> {
    (0..cells.len())
        .filter(|index| select.picks(cells[*index]))
        .collect()
}

fn by_hand(pipeline: &Pipeline, dispatch: &Dispatch, cells: &[CellName<'_>]) -> Vec<Profile> {
    let picked = picked(&dispatch.select, cells);
    let profiles = pipeline.suites.iter().map(|(suite, about)| Profile {
        name: format!("dispatch-{suite}"),
        table: "triggers.workflow_dispatch".to_owned(),
        description: about.description.clone(),
        trigger: Trigger::Dispatch { suite: suite.clone() },
        cells: picked
            .iter()
            .copied()
            .filter(|index| cells[*index].suite == suite)
            .collect(),
    });
    profiles.filter(|profile| !profile.cells.is_empty()).collect()
}

/// The choices of a run by hand: only what has cells.
pub(super) fn choices(pipeline: &Pipeline, cells: &[CellName<'_>]) -> Option<ByHand> {
    let dispatch = pipeline.triggers.workflow_dispatch.as_ref()?;
    let picked: Vec<CellName<'_>> = cells
        .iter()
        .copied()
        .filter(|cell| dispatch.select.picks(*cell))
        .collect();
    let suites = picked.iter().map(|cell| cell.suite).collect::<HashSet<_>>();
    let versions = picked.iter().map(|cell| cell.version).collect::<HashSet<_>>();
    let suites = pipeline
        .suites
        .keys()
        .filter(|name| suites.contains(name.as_str()));
    let versions = pipeline
        .versions
        .keys()
        .filter(|name| versions.contains(name.as_str()));
    let (suite, version) = (&dispatch.suite_input, &dispatch.version_input);
    Some(ByHand {
        suite: choice(suite, "Which suite to run", suites.cloned().collect()),
        version: choice(version, "Which version to test", versions.cloned().collect()),
    })
}

fn choice(input: &DispatchInput, description: &str, mut options: Vec<String>) -> Choice {
    options.push(ALL.to_owned());
    Choice {
        input: input.name.clone(),
        description: input
            .description
            .clone()
            .unwrap_or_else(|| description.to_owned()),
        options,
        default: input.default.clone(),
    }
}
