//! What is wrong with a workflow, by rules over any workflow: one rule a file. Rules do not know each other.

mod always;
mod artifact_clash;
mod branch_from_ref;
mod cache_key;
mod clock_routing;
mod cluster_in_another_job;
mod comment_from_fork;
mod continue_on_error;
mod dangerous_trigger;
mod doubled_escape;
mod expression_in_script;
mod fork_secrets;
mod hidden_upload;
mod invalid;
mod matrix_at_run_time;
mod matrix_outputs;
mod moving_runner;
mod multiline_output;
mod no_concurrency;
mod no_fail;
mod no_gate;
mod no_permissions;
mod no_timeout;
mod optional_choice;
mod placeholder_url;
mod retention;
mod retired_action;
mod root_home;
mod stale_exit_code;
mod tool_before_setup;
mod unawaited;
mod undefined_env;
mod unnamed_download;
mod unpinned_action;
mod unreachable_step;
mod unread_output;
mod unset_output;
mod upload_only_when_green;

use super::facts::Facts;
use super::report::Defect;
use crate::yaml::At;

/// A rule over workflows.
pub struct Rule {
    /// Its id, in kebab-case.
    pub id: &'static str,
    /// What pipewright does instead, so that the defect cannot be.
    pub instead: &'static str,
    check: fn(&Facts<'_>, &mut Found<'_>),
}

/// Every rule, by id.
pub const RULES: [&Rule; 38] = [
    &always::RULE,
    &artifact_clash::RULE,
    &branch_from_ref::RULE,
    &cache_key::RULE,
    &clock_routing::RULE,
    &cluster_in_another_job::RULE,
    &comment_from_fork::RULE,
    &continue_on_error::RULE,
    &dangerous_trigger::RULE,
    &doubled_escape::RULE,
    &expression_in_script::RULE,
    &fork_secrets::RULE,
    &hidden_upload::RULE,
    &invalid::RULE,
    &matrix_at_run_time::RULE,
    &matrix_outputs::RULE,
    &moving_runner::RULE,
    &multiline_output::RULE,
    &no_concurrency::RULE,
    &no_fail::RULE,
    &no_gate::RULE,
    &no_permissions::RULE,
    &no_timeout::RULE,
    &optional_choice::RULE,
    &placeholder_url::RULE,
    &retention::RULE,
    &retired_action::RULE,
    &root_home::RULE,
    &stale_exit_code::RULE,
    &tool_before_setup::RULE,
    &unawaited::RULE,
    &undefined_env::RULE,
    &unnamed_download::RULE,
    &unpinned_action::RULE,
    &unreachable_step::RULE,
    &unread_output::RULE,
    &unset_output::RULE,
    &upload_only_when_green::RULE,
];

/// Most findings of one rule: a report is read by people.
const MOST: usize = 50;

/// What a rule finds.
struct Found<'r> {
    rule: &'r Rule,
    defects: Vec<Defect>,
}

impl Found<'_> {
    fn at(&mut self, at: At, message: impl Into<String>) {
        let message = message.into();
        let known = |defect: &Defect| defect.at == at && defect.message == message;
        if self.defects.len() < MOST && !self.defects.iter().any(known) {
            self.defects.push(Defect {
                rule: self.rule.id,
                at,
                message,
                instead: self.rule.instead,
            });
        }
    }

    /// Each line of a step's shell script for which something holds.
    fn in_shell(&mut self, facts: &Facts<'_>, is_wrong: impl Fn(&str) -> bool, message: &str) {
        for (_, step) in facts.steps() {
            let script = step.run.as_deref().unwrap_or_default();
            for line in script.lines().filter(|line| is_wrong(line)) {
                self.at(facts.locate(step.script(), line), message);
            }
        }
    }

    /// Each line of a script for `actions/github-script` for which something holds.
    fn in_javascript(&mut self, facts: &Facts<'_>, is_wrong: impl Fn(&str) -> bool, message: &str) {
        for (_, step) in facts.steps() {
            let is_script = step.action().as_deref() == Some("actions/github-script");
            let Some(script) = step.with("script").filter(|_| is_script) else {
                continue;
            };
            let text = script.text().unwrap_or_default();
            for line in text.lines().filter(|line| is_wrong(line)) {
                self.at(facts.locate(script, line), message);
            }
        }
    }
}

/// Everything that the rules find.
pub(super) fn find(facts: &Facts<'_>) -> Vec<Defect> {
    let each = RULES.iter().map(|rule| {
        let mut found = Found {
            rule,
            defects: Vec::new(),
        };
        (rule.check)(facts, &mut found);
        found.defects
    });
    each.flatten().collect()
}
