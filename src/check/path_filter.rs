use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "path-filter",
    summary: "Both `paths` and `paths_ignore` for one event.",
    why: "GitHub refuses a workflow with both. A pattern in `paths` that begins with `!` takes paths out again.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let triggers = &input.pipeline.triggers;
    let push = triggers
        .push
        .as_ref()
        .map(|trigger| (&trigger.paths, &trigger.paths_ignore));
    let pull_request = triggers
        .pull_request
        .as_ref()
        .map(|trigger| (&trigger.paths, &trigger.paths_ignore));
    for (name, filters) in [("push", push), ("pull_request", pull_request)] {
        if let Some((Some(_), Some(_))) = filters {
            let message = format!("`triggers.{name}` has both `paths` and `paths_ignore`");
            found.push(
                Diagnostic::error(RULE.id, path!["triggers", name, "paths_ignore"].key(), message)
                    .related(path!["triggers", name, "paths"].key(), "the other one")
                    .help("keep one; in `paths`, a pattern that begins with `!` takes paths out again"),
            );
        }
    }
}
