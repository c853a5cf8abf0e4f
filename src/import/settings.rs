//! Numbers of jobs -> `[execution]`, `[retention]` and timeouts.

use super::facts::{Facts, Job};
use super::report::Import;
use crate::yaml::{At, Data, Node};

/// The longest that a cell may take, in minutes: six hours less what surrounds its tests.
const LONGEST: u32 = 350;

/// How long a cell runs at most where the workflow does not say.
const USUAL: u32 = 30;

/// The settings of a workflow.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) max_parallel: Option<u32>,
    pub(super) fail_fast: Option<bool>,
    pub(super) results: Option<u32>,
    pub(super) aggregates: Option<u32>,
}

/// The settings; `tests` are the jobs that became scenarios.
pub(super) fn settings(facts: &Facts<'_>, tests: &[&Job], import: &mut Import) -> Settings {
    let mut settings = Settings::default();
    for job in tests {
        let Some(strategy) = job.node.get("strategy") else {
            continue;
        };
        if strategy.get("matrix").is_some() {
            usual(job, strategy, import);
        }
        if let Some((at, most)) = strategy.get("max-parallel").and_then(number) {
            let most = most.clamp(1, 256);
            settings.max_parallel = Some(settings.max_parallel.map_or(most, |known| known.min(most)));
            import.carry(
                at,
                format!("max-parallel {most}"),
                "execution.max_parallel, for all jobs together",
            );
        }
        if let Some(Node {
            at,
            data: Data::Bool(flag),
        }) = strategy.get("fail-fast")
        {
            settings.fail_fast = Some(settings.fail_fast.unwrap_or(true) && *flag);
            import.carry(*at, format!("fail-fast {flag}"), "execution.fail_fast");
        }
    }
    for (job, step) in facts.steps() {
        let Some((at, days)) = step.with("retention-days").and_then(number) else {
            continue;
        };
        let days = days.clamp(1, 90);
        let is_test = tests.iter().any(|test| test.id == job.id);
        let (key, kept) = if is_test {
            ("results", &mut settings.results)
        } else {
            ("aggregates", &mut settings.aggregates)
        };
        *kept = Some(kept.map_or(days, |known| known.max(days)));
        import.carry(
            at,
            format!("retention of {days} days"),
            format!("retention.{key}, the longest of all"),
        );
    }
    settings
}

/// What GitHub does where nothing is said, and a pipeline does not.
fn usual(job: &Job, strategy: &Node, import: &mut Import) {
    if strategy.get("max-parallel").is_none() {
        let what = format!("job `{}` has no limit of rows at once", job.id);
        import.leave(
            strategy.at,
            what,
            "execution.max_parallel is 4 where it is not set",
        );
    }
    if strategy.get("fail-fast").is_none() {
        let what = format!("the first failing row of job `{}` ends the others", job.id);
        import.leave(
            strategy.at,
            what,
            "all cells run to their end where execution.fail_fast is not set",
        );
    }
}

/// How long the cells of a job may run, in minutes.
pub(super) fn timeout(job: &Job, import: &mut Import) -> u32 {
    match job.node.get("timeout-minutes").and_then(number) {
        Some((at, minutes)) => {
            let minutes = minutes.clamp(1, LONGEST);
            import.carry(
                at,
                format!("timeout of {minutes} minutes"),
                "the timeout of its scenarios",
            );
            minutes
        }
        None => USUAL,
    }
}

fn number(node: &Node) -> Option<(At, u32)> {
    let text = node.scalar()?;
    let number: f64 = text.trim().parse().ok()?;
    // Out of range is clamped, and a part of one is rounded up.
    number
        .is_finite()
        .then(|| (node.at, number.ceil().clamp(0.0, 1_000_000.0) as u32))
}
