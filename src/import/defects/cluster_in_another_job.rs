//! A cluster ends with the job that started it.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "cluster-in-another-job",
    instead: "a job whose tests need a cluster starts one for itself",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    const STARTS: [&str; 4] = [
        "kind create cluster",
        "minikube start",
        "k3d cluster create",
        "k3s server",
    ];
    let starts = |script: &str| STARTS.iter().find(|start| script.contains(**start)).copied();
    for (job, step) in facts.steps() {
        let Some(start) = step.run.as_deref().and_then(starts) else {
            continue;
        };
        let needed = facts
            .jobs
            .iter()
            .find(|other| other.needs.iter().any(|id| id.eq_ignore_ascii_case(&job.id)));
        if let Some(other) = needed {
            let message = format!(
                "the cluster ends with job `{}`: job `{}` runs on a machine of its own",
                job.id, other.id
            );
            found.at(facts.locate(step.script(), start), message);
        }
    }
}
