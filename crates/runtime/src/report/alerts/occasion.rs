use pipewright_model::policy::AlertOn;

use crate::aggregate::Summary;
use crate::analyze::{Alert, Trends};
use crate::report::markdown::{Mood, one_line};

/// Whether there is something to tell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// These, the worst first.
    Tell(Vec<Alert>),
    /// Nothing, for this reason.
    Quiet(String),
}

impl Occasion {
    /// What the policy of a run makes of what the run has to tell.
    pub(crate) fn of(summary: &Summary, trends: &Trends) -> Self {
        let policy = &summary.policy.alerts;
        if !policy.slack && policy.email.is_none() {
            return Self::Quiet("[alerts] of pipeline.toml has neither `slack` nor `email`".to_owned());
        }
        let event = summary.trigger.as_deref().unwrap_or_default();
        if !policy.events.iter().any(|known| known == event) {
            return Self::Quiet(format!(
                "runs of the event `{}` do not alert; `events` of [alerts] has {}",
                one_line(event, 40),
                policy.events.join(", ")
            ));
        }
        let mut wanted = happened(summary, trends);
        wanted.retain(|alert| policy.on.contains(&alert.on));
        if wanted.is_empty() {
            return Self::Quiet("nothing happened that `on` of [alerts] names".to_owned());
        }
        match wanted.iter().find_map(|alert| alert.told.as_ref()) {
            // One message tells all of it, so that what is new never hides what goes on.
            Some(told) if wanted.iter().all(|alert| alert.told.is_some()) => Self::Quiet(format!(
                "run {} told the same at {}, less than {} s before this run: `cool_down` of [alerts]",
                one_line(&told.run_id, 40),
                one_line(&told.started, 40),
                policy.cool_down
            )),
            _ => Self::Tell(wanted),
        }
    }
}

/// What the trends say. A failure that they do not know is one all the same, and nothing else of theirs can undo it.
fn happened(summary: &Summary, trends: &Trends) -> Vec<Alert> {
    let is_passed = Mood::of(summary) == Mood::Passed;
    let mut alerts = trends.alerts.clone();
    alerts.retain(|alert| match alert.on {
        AlertOn::Failure => !is_passed,
        AlertOn::Recovery => is_passed,
        AlertOn::Regression => true,
    });
    if !is_passed && !alerts.iter().any(|alert| alert.on == AlertOn::Failure) {
        let failure = Alert {
            on: AlertOn::Failure,
            of: Vec::new(),
            told: None,
        };
        alerts.insert(0, failure);
    }
    alerts
}
