//! What a given event selects.

use std::fmt;

use indexmap::{IndexMap, IndexSet};
use pipewright_model::plan as document;

use super::{ALL, ByHand, Choice, Plan, Profile, Trigger};

/// What somebody asks of a plan.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// GitHub's name of the event.
    pub event: String,
    /// The cron expression of a schedule.
    pub cron: Option<String>,
    /// Inputs of a run started by hand; those left out have their default.
    pub inputs: IndexMap<String, String>,
}

/// Why a plan has no answer. In a generated workflow each of these turns the run red.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteError {
    /// No trigger of this event is declared; those that are.
    UnknownEvent(String, Vec<String>),
    /// A schedule needs its cron expression; those that are declared.
    MissingCron(Vec<String>),
    /// No schedule has this cron expression; those that have one.
    UnownedCron(String, Vec<String>),
    /// Only a schedule has a cron expression, and only a run by hand has inputs.
    Misplaced(&'static str, String),
    /// There is no such input; those that there are.
    UnknownInput(String, Vec<String>),
    /// The input has no such choice; those that it has.
    UnknownChoice(String, String, Vec<String>),
    /// The choice is possible, but there is no such cell.
    Empty(String),
}

impl fmt::Display for RouteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one_of = |names: &[String]| {
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            }
        };
        match self {
            Self::UnknownEvent(event, known) => {
                write!(
                    out,
                    "no trigger for the event `{event}`; declared: {}",
                    one_of(known)
                )
            }
            Self::MissingCron(known) => write!(out, "a schedule needs --cron; declared: {}", quoted(known)),
            Self::UnownedCron(cron, known) => {
                write!(
                    out,
                    "no schedule owns the cron expression `{cron}`; declared: {}",
                    quoted(known)
                )
            }
            Self::Misplaced(option, event) => write!(out, "{option} makes no sense for the event `{event}`"),
            Self::UnknownInput(name, known) => write!(out, "no input `{name}`; declared: {}", one_of(known)),
            Self::UnknownChoice(name, value, known) => {
                write!(
                    out,
                    "the input `{name}` has no choice `{value}`; choices: {}",
                    one_of(known)
                )
            }
            Self::Empty(choice) => write!(
                out,
                "{choice} selects no cell: no scenario of the suite exists for the version"
            ),
        }
    }
}

impl std::error::Error for RouteError {}

fn quoted(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

impl Plan {
    /// The whole plan as it travels. A run by hand has one profile a combination of suite and version that has cells.
    #[must_use]
    pub fn document(&self) -> document::Plan {
        let fixed = self
            .profiles
            .iter()
            .filter(|profile| !matches!(profile.trigger, Trigger::Dispatch { .. }));
        let mut profiles: Vec<document::Profile> = fixed.map(|profile| self.fixed(profile)).collect();
        if let Some(by_hand) = &self.by_hand {
            for suite in &by_hand.suite.options {
                for version in &by_hand.version.options {
                    profiles.extend(self.chosen(by_hand, suite, version));
                }
            }
        }
        document::Plan {
            name: self.name.clone(),
            profiles,
            policy: self.policy.clone(),
        }
    }

    /// The profile that an event runs.
    ///
    /// # Errors
    /// When the event selects nothing, and why.
    pub fn route(&self, question: &Question) -> Result<document::Plan, RouteError> {
        let event = question.event.as_str();
        if !self
            .profiles
            .iter()
            .any(|profile| profile.trigger.event() == event)
        {
            let events: IndexSet<&str> = self
                .profiles
                .iter()
                .map(|profile| profile.trigger.event())
                .collect();
            return Err(RouteError::UnknownEvent(event.to_owned(), owned(events)));
        }
        if event != "schedule" && question.cron.is_some() {
            return Err(RouteError::Misplaced("--cron", event.to_owned()));
        }
        if event != "workflow_dispatch" && !question.inputs.is_empty() {
            return Err(RouteError::Misplaced("--input", event.to_owned()));
        }
        let profile = match event {
            "schedule" => self.fixed(self.scheduled(question.cron.as_deref())?),
            "workflow_dispatch" => self.chosen_by(&question.inputs)?,
            _ => self
                .profiles
                .iter()
                .find(|profile| profile.trigger.event() == event)
                .map(|profile| self.fixed(profile))
                .ok_or_else(|| RouteError::UnknownEvent(event.to_owned(), Vec::new()))?,
        };
        if profile.cells.is_empty() {
            return Err(RouteError::Empty(format!("`{}`", profile.name)));
        }
        Ok(document::Plan {
            name: self.name.clone(),
            profiles: vec![profile],
            policy: self.policy.clone(),
        })
    }

    fn scheduled(&self, cron: Option<&str>) -> Result<&Profile, RouteError> {
        let known = || {
            let crons = self.profiles.iter().filter_map(|profile| match &profile.trigger {
                Trigger::Schedule { cron, .. } => Some(cron.clone()),
                _ => None,
            });
            crons.collect::<Vec<_>>()
        };
        let cron = cron.ok_or_else(|| RouteError::MissingCron(known()))?;
        let owner = self.profiles.iter().find(
            |profile| matches!(&profile.trigger, Trigger::Schedule { cron: declared, .. } if declared == cron),
        );
        owner.ok_or_else(|| RouteError::UnownedCron(cron.to_owned(), known()))
    }

    fn chosen_by(&self, inputs: &IndexMap<String, String>) -> Result<document::Profile, RouteError> {
        let by_hand = self.by_hand.as_ref();
        let by_hand =
            by_hand.ok_or_else(|| RouteError::UnknownEvent("workflow_dispatch".to_owned(), Vec::new()))?;
        let names = [by_hand.suite.input.as_str(), by_hand.version.input.as_str()];
        if let Some(name) = inputs.keys().find(|name| !names.contains(&name.as_str())) {
            return Err(RouteError::UnknownInput(name.clone(), owned(names)));
        }
        let suite = by_hand.suite.choose(inputs)?;
        let version = by_hand.version.choose(inputs)?;
        let asked = || {
            format!(
                "`{}={suite}` with `{}={version}`",
                by_hand.suite.input, by_hand.version.input
            )
        };
        self.chosen(by_hand, suite, version)
            .ok_or_else(|| RouteError::Empty(asked()))
    }

    fn chosen(&self, by_hand: &ByHand, suite: &str, version: &str) -> Option<document::Profile> {
        let profiles = self.profiles.iter().filter(
            |profile| matches!(&profile.trigger, Trigger::Dispatch { suite: own } if suite == ALL || suite == own),
        );
        let cells = profiles.flat_map(|profile| self.cells_of(profile));
        let cells = cells
            .filter(|cell| version == ALL || version == cell.version)
            .cloned();
        let cells: Vec<document::Cell> = cells.collect();
        let inputs = [(&by_hand.suite.input, suite), (&by_hand.version.input, version)];
        let trigger = document::Trigger {
            event: "workflow_dispatch".to_owned(),
            cron: None,
            timezone: None,
            inputs: inputs
                .map(|(name, value)| (name.clone(), value.to_owned()))
                .into(),
        };
        let name = format!("dispatch {suite} {version}");
        (!cells.is_empty()).then_some(document::Profile { name, trigger, cells })
    }

    fn fixed(&self, profile: &Profile) -> document::Profile {
        let (cron, timezone) = match &profile.trigger {
            Trigger::Schedule { cron, timezone } => (Some(cron.clone()), timezone.clone()),
            _ => (None, None),
        };
        let trigger = document::Trigger {
            event: profile.trigger.event().to_owned(),
            cron,
            timezone,
            inputs: IndexMap::new(),
        };
        let cells = self.cells_of(profile).cloned().collect();
        document::Profile {
            name: profile.name.clone(),
            trigger,
            cells,
        }
    }
}

impl Choice {
    /// What some inputs choose.
    fn choose<'a>(&'a self, inputs: &'a IndexMap<String, String>) -> Result<&'a str, RouteError> {
        let value = inputs.get(&self.input).unwrap_or(&self.default);
        if self.options.contains(value) {
            return Ok(value);
        }
        Err(RouteError::UnknownChoice(
            self.input.clone(),
            value.clone(),
            self.options.clone(),
        ))
    }
}

fn owned<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
