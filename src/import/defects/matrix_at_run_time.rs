//! A matrix that a script computes: what it does not name does not run, and nobody misses it.

use super::{Found, Rule};
use crate::import::facts::Facts;

pub(super) const RULE: Rule = Rule {
    id: "matrix-at-run-time",
    instead: "every row of a matrix is literal, and the ledger of expected cells makes a missing one red",
    check,
};

fn check(facts: &Facts<'_>, found: &mut Found<'_>) {
    for job in &facts.jobs {
        let Some(matrix) = job.matrix() else { continue };
        let text = matrix.to_json().to_string();
        if text.contains("needs.") && text.to_lowercase().contains("fromjson") {
            let message = format!(
                "the rows of job `{}` are computed while the workflow runs: where nothing is written, fromJSON('') fails, and a row left out is not missed",
                job.id
            );
            found.at(matrix.at, message);
        }
    }
}
