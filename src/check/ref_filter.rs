use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path};
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "ref-filter",
    summary: "A branch or path pattern that can match nothing.",
    why: "A branch name holds no space, `~`, `^`, `:` or `\\\\`, and does not begin with `refs/heads/` in a filter. A list of \
          patterns that all begin with `!` matches nothing at all.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let triggers = &input.pipeline.triggers;
    let push = triggers.push.as_ref().map(|trigger| &trigger.branches);
    let pull_request = triggers.pull_request.as_ref().map(|trigger| &trigger.branches);
    let merge_group = triggers
        .merge_group
        .as_ref()
        .and_then(|trigger| trigger.branches.as_ref());
    for (name, patterns) in [
        ("push", push),
        ("pull_request", pull_request),
        ("merge_group", merge_group),
    ] {
        if let Some(patterns) = patterns {
            branches(&path!["triggers", name, "branches"], patterns, found);
        }
    }
    let push = triggers.push.as_ref().and_then(|trigger| trigger.paths.as_ref());
    let pull_request = triggers
        .pull_request
        .as_ref()
        .and_then(|trigger| trigger.paths.as_ref());
    for (name, patterns) in [("push", push), ("pull_request", pull_request)] {
        if let Some(patterns) = patterns {
            only_negative(&path!["triggers", name, "paths"], patterns, found);
        }
    }
}

fn branches(path: &Path, patterns: &[String], found: &mut Vec<Diagnostic>) {
    for (index, pattern) in patterns.iter().enumerate() {
        let place = || path.join(index).value();
        let bare = pattern.strip_prefix('!').unwrap_or(pattern);
        if bare.is_empty() {
            found.push(
                Diagnostic::error(RULE.id, place(), "an empty pattern matches no branch")
                    .help("name a branch"),
            );
        } else if let Some(branch) = bare.strip_prefix("refs/heads/") {
            found.push(
                Diagnostic::error(
                    RULE.id,
                    place(),
                    format!("`{pattern}` matches no branch: GitHub compares names"),
                )
                .help(format!("write `{branch}`")),
            );
        } else if bare.contains(|c: char| " ~^:\\".contains(c) || c.is_control()) {
            found.push(
                Diagnostic::error(
                    RULE.id,
                    place(),
                    format!("`{pattern}` can be the name of no branch"),
                )
                .help("branch names hold no space, `~`, `^`, `:`, `\\` or control characters"),
            );
        }
    }
    only_negative(path, patterns, found);
}

fn only_negative(path: &Path, patterns: &[String], found: &mut Vec<Diagnostic>) {
    if !patterns.is_empty() && patterns.iter().all(|pattern| pattern.starts_with('!')) {
        found.push(
            Diagnostic::error(
                RULE.id,
                path.clone().value(),
                "only exclusions: this matches nothing",
            )
            .help("add a pattern without `!` before them, such as \"**\""),
        );
    }
}
