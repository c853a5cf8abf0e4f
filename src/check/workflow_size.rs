use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::lower::{self, lower};
use crate::path;
use crate::plan::plan;
use crate::yaml::MAX_BYTES;

pub(super) const RULE: Rule = Rule {
    id: "workflow-size",
    summary: "So many cells and triggers that GitHub would not read the workflow.",
    why: "GitHub reads no workflow of more than 1 MiB. Each cell of each trigger is a row of it: fewer versions, scenarios or \
          triggers make it smaller, and so do a `select` and shorter names.",
    check,
};

/// With fewer rows, no workflow is too large: a row has some hundred bytes at most.
const ROWS: usize = 1_500;

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let plan = plan(input.pipeline);
    let rows: usize = plan
        .profiles
        .iter()
        .map(|profile| plan.cells_of(profile).count())
        .sum();
    if rows < ROWS {
        return;
    }
    let files = lower(lower::Input {
        pipeline: input.pipeline,
        plan: &plan,
        source: input.source,
    });
    let Some(suite) = files.first() else { return };
    let bytes = emit::text(suite, input.source).len();
    if bytes > MAX_BYTES {
        let message = format!(
            "the workflow would have {bytes} bytes in {rows} rows, and GitHub reads at most {MAX_BYTES}"
        );
        found.push(Diagnostic::error(RULE.id, path!["triggers"].key(), message).help(
            "run fewer cells: choose with `select` what each trigger runs, or take versions, scenarios or triggers away",
        ));
    }
}
