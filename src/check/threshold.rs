use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "threshold",
    summary: "Thresholds that exclude each other.",
    why: "A lower threshold that is above its upper one can never be met.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let badge = &input.pipeline.report.badge;
    if badge.partial > badge.passing {
        let message = format!(
            "`partial` ({}) is above `passing` ({})",
            badge.partial, badge.passing
        );
        found.push(
            Diagnostic::error(RULE.id, path!["report", "badge", "partial"].value(), message)
                .help("`partial` is the lower of the two"),
        );
    }
    let flaky = &input.pipeline.flaky;
    if flaky.min_rate > flaky.max_rate {
        let message = format!(
            "`min_rate` ({}) is above `max_rate` ({})",
            flaky.min_rate, flaky.max_rate
        );
        found.push(
            Diagnostic::error(RULE.id, path!["flaky", "min_rate"].value(), message)
                .help("a test is flaky from `min_rate` to `max_rate`, and broken above"),
        );
    }
}
