use std::collections::HashMap;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::lower::RESERVED_JOBS;
use crate::path;
use crate::plan::{MATRIX_LIMIT, Profile, Trigger, plan};

pub(super) const RULE: Rule = Rule {
    id: "job-name",
    summary: "A name that cannot be the id of a job, or that another job has.",
    why: "Each schedule becomes a job with its name, and each suite a job `dispatch-NAME`. A job id begins with a letter \
          or `_`, and holds letters, digits, `_` and `-`. A profile with more cells than one matrix may have becomes \
          several jobs, `NAME-1`, `NAME-2` and so on.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let plan = plan(input.pipeline);
    let mut known: HashMap<String, &Profile> = HashMap::new();
    for profile in &plan.profiles {
        let place = place(profile);
        if !is_job_id(&profile.name) {
            let message = format!("`{}` cannot be the id of a job", profile.name);
            let help =
                "a job id begins with a letter or `_`, and holds at most 90 letters, digits, `_` and `-`";
            found.push(Diagnostic::error(RULE.id, place.clone(), message).help(help));
        }
        for id in ids(profile) {
            let folded = id.to_lowercase();
            if RESERVED_JOBS.contains(&folded.as_str()) {
                let message = format!("the job id `{id}` is taken by a generated job");
                let help = format!("taken: {}", RESERVED_JOBS.join(", "));
                found.push(Diagnostic::error(RULE.id, place.clone(), message).help(help));
            } else if let Some(other) = known.get(&folded) {
                let message = format!("the job id `{id}` is taken by [{}]", other.table);
                found.push(
                    Diagnostic::error(RULE.id, place.clone(), message)
                        .help("rename the schedule or the suite"),
                );
            } else {
                known.insert(folded, profile);
            }
        }
    }
}

fn place(profile: &Profile) -> crate::diagnostic::Place {
    match &profile.trigger {
        Trigger::Schedule { .. } => path!["triggers", "schedule", &profile.name].key(),
        Trigger::Dispatch { suite } => path!["suites", suite].key(),
        other => path!["triggers", other.event()].key(),
    }
}

fn ids(profile: &Profile) -> Vec<String> {
    let parts = profile.cells.len().div_ceil(MATRIX_LIMIT);
    if parts <= 1 {
        return vec![profile.name.clone()];
    }
    (1..=parts)
        .map(|part| format!("{}-{part}", profile.name))
        .collect()
}

fn is_job_id(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins
        && name.len() <= 90
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
