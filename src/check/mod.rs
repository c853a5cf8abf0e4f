//! One rule = one file, one id, one section of `docs/rules.md`, one pair of tests.
//!
//! A rule looks at a whole pipeline and says what is wrong with it. Rules do not know each other, and none stops
//! another: all that is wrong is reported in one run.

mod artifact_clash;
mod capability_cycle;
mod chart;
mod command;
mod commands;
mod cron;
mod cron_duplicate;
mod dataset;
mod dispatch;
mod email;
mod empty_selection;
mod extra_step;
mod file;
mod hashed_files;
mod job_name;
mod name;
mod no_tests;
mod no_trigger;
mod output_pattern;
mod path_filter;
mod quarantine;
mod ref_filter;
mod runner_label;
mod runtime_source;
mod secret;
mod shell_word;
mod text;
mod threshold;
mod timeout;
mod timezone;
mod tool_version;
mod unknown_name;
mod unused;
mod values_file;
mod values_key;
mod variable;
mod workflow_size;

use crate::diagnostic::Diagnostic;
use crate::pipeline::Pipeline;
use crate::read::Root;

/// What rules look at.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What the user wrote.
    pub pipeline: &'a Pipeline,
    /// The repository it belongs to.
    pub root: &'a Root,
    /// Path of the pipeline file from the root.
    pub source: &'a str,
}

/// A rule.
pub struct Rule {
    /// Its id, in kebab-case.
    pub id: &'static str,
    /// What it refuses, in a line.
    pub summary: &'static str,
    /// Why, and what to do instead.
    pub why: &'static str,
    check: fn(Input<'_>, &mut Vec<Diagnostic>),
}

/// Every rule, by id.
pub const RULES: [&Rule; 35] = [
    &artifact_clash::RULE,
    &capability_cycle::RULE,
    &chart::RULE,
    &command::RULE,
    &cron::RULE,
    &cron_duplicate::RULE,
    &dataset::RULE,
    &dispatch::RULE,
    &email::RULE,
    &empty_selection::RULE,
    &extra_step::RULE,
    &hashed_files::RULE,
    &job_name::RULE,
    &name::RULE,
    &no_tests::RULE,
    &no_trigger::RULE,
    &output_pattern::RULE,
    &path_filter::RULE,
    &quarantine::RULE,
    &ref_filter::RULE,
    &runner_label::RULE,
    &runtime_source::RULE,
    &secret::RULE,
    &shell_word::RULE,
    &text::RULE,
    &threshold::RULE,
    &timeout::RULE,
    &timezone::RULE,
    &tool_version::RULE,
    &unknown_name::RULE,
    &unused::RULE,
    &values_file::RULE,
    &values_key::RULE,
    &variable::RULE,
    &workflow_size::RULE,
];

/// Everything that is wrong with a pipeline.
#[must_use]
pub fn check(input: Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in RULES {
        (rule.check)(input, &mut found);
    }
    found
}
