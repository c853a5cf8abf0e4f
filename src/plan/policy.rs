use pipewright_model::policy::{Alerts, Email, Policy, RetentionDays};

use crate::pipeline::Pipeline;

/// What the pipeline asks of jobs that have no checkout.
pub(super) fn policy(pipeline: &Pipeline) -> Policy {
    let alerts = &pipeline.alerts;
    let email = alerts.email.as_ref().map(|email| Email {
        port: email.port,
        to: email.to.clone(),
        from: email.from.clone(),
    });
    Policy {
        fail_on: pipeline.report.fail_on,
        trends: pipeline.trends.clone(),
        flaky: pipeline.flaky.clone(),
        history_runs: pipeline.retention.history,
        history_branch: pipeline.history.enabled.then(|| pipeline.history.branch.clone()),
        status_context: pipeline.report.status.context.clone(),
        check_name: pipeline.report.check.name.clone(),
        badge: pipeline.report.badge.clone(),
        alerts: Alerts {
            on: alerts.on.clone(),
            events: alerts
                .events
                .iter()
                .map(|event| event.name().to_owned())
                .collect(),
            cool_down: alerts.cool_down.seconds(),
            slack: alerts.slack.is_some(),
            email,
        },
        retention_days: RetentionDays {
            results: pipeline.retention.results,
            aggregates: pipeline.retention.aggregates,
            comments: pipeline.retention.comments,
        },
    }
}
