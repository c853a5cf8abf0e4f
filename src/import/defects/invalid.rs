//! What GitHub would refuse the workflow for.

use super::{Found, Rule};
use crate::expression::{Place, Scope, check as check_expression, check_template};
use crate::import::facts::Facts;
use crate::yaml::Node;

pub(super) const RULE: Rule = Rule {
    id: "invalid",
    instead: "a workflow is only written when two readers and the simulation have read it",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for fault in facts.document.as_ref().err().into_iter().flatten() {
        found.at(
            fault.at.unwrap_or_default(),
            format!("GitHub refuses the workflow: {}", fault.message),
        );
    }
    for (at, why) in &facts.faults {
        found.at(*at, why.clone());
    }
    let scope = |place: Place| place.scope();
    let (job_scope, step, step_if) = (scope(Place::Job), scope(Place::Step), scope(Place::StepIf));
    let (strategy, outputs, env) = (
        scope(Place::Strategy),
        scope(Place::JobOutputs),
        scope(Place::JobEnv),
    );
    for job in &facts.jobs {
        for entry in job.node.entries() {
            let scope = match entry.key.as_str() {
                "strategy" => &strategy,
                "outputs" => &outputs,
                "env" => &env,
                "name" | "runs-on" | "timeout-minutes" | "environment" | "with" | "continue-on-error" => {
                    &job_scope
                }
                _ => continue,
            };
            templates(&entry.value, scope, found);
        }
        for entry in job.steps.iter().flat_map(|step| step.node.entries()) {
            match entry.key.as_str() {
                "if" => condition(&entry.value, &step_if, found),
                _ => templates(&entry.value, &step, found),
            }
        }
    }
}

/// An `if`, with or without `${{ }}`.
fn condition(node: &Node, scope: &Scope, found: &mut Found<'_>) {
    let text = node.scalar().unwrap_or_default();
    let problems = if text.contains("${{") {
        check_template(&text, scope)
    } else {
        check_expression(&text, scope)
    };
    let blank = text.trim().is_empty();
    problems
        .into_iter()
        .filter(|_| !blank)
        .for_each(|problem| found.at(node.at, problem.message));
}

fn templates(node: &Node, scope: &Scope, found: &mut Found<'_>) {
    if let Some(text) = node.text().filter(|text| text.contains("${{")) {
        check_template(text, scope)
            .into_iter()
            .for_each(|problem| found.at(node.at, problem.message));
    }
    node.items().iter().for_each(|item| templates(item, scope, found));
    node.entries()
        .iter()
        .for_each(|entry| templates(&entry.value, scope, found));
}
