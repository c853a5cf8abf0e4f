//! Regressions that an earlier run has told.

use std::collections::BTreeSet;

use pipewright_model::policy::{AlertOn, Policy};

use super::evidence::{Evidence, Run, Tests};
use super::trends::{Alert, Regression, Told, Trends};
use super::{cool_down, coverage, durations, metrics, regressions};
use crate::clock;

/// Most earlier runs that are looked at: each is analysed as it was when it was the last.
const MOST: usize = 6;

/// The alert about the regressions of the last run, if there are any.
pub(super) fn of(
    evidence: &Evidence<impl Tests>,
    policy: &Policy,
    shown: &[&Run],
    regressions: &[Regression],
) -> Option<Alert> {
    let this = shown.last().filter(|_| !regressions.is_empty())?;
    let wanted = names(regressions);
    let may_alert = |run: &Run| run.branch == this.branch && policy.alerts.events.contains(&run.trigger);
    let mut had: Vec<&Run> = if this.trigger.starts_with("pull_request") {
        Vec::new()
    } else {
        let earlier = (0..shown.len() - 1).rev().filter(|at| may_alert(shown[*at]));
        let same = earlier
            .take(MOST)
            .filter(|at| names(&at_the_time(evidence, policy, &shown[..=*at])) == wanted);
        same.map(|at| shown[at]).collect()
    };
    had.reverse();
    had.push(this);
    let times: Vec<i64> = had.iter().map(|run| clock::milliseconds(&run.started)).collect();
    let told = cool_down::told(&times, policy.alerts.milliseconds());
    Some(Alert {
        on: AlertOn::Regression,
        of: wanted.into_iter().collect(),
        told: told.map(|at| Told {
            run_id: had[at].id.clone(),
            started: had[at].started.clone(),
        }),
    })
}

fn names(regressions: &[Regression]) -> BTreeSet<String> {
    regressions
        .iter()
        .map(|regression| regression.metric.clone())
        .collect()
}

/// What had got worse when the last of these runs was the last there was.
fn at_the_time(evidence: &Evidence<impl Tests>, policy: &Policy, shown: &[&Run]) -> Vec<Regression> {
    let (series, _) = metrics::of_runs(shown);
    regressions::of(&Trends {
        metrics: metrics::of(&series, policy, shown),
        durations: durations::of(evidence, policy, shown).0,
        coverage: coverage::of(policy, shown),
        ..Trends::default()
    })
}
