use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;
use crate::pipeline::{BUILT_IN_CAPABILITIES, Pipeline};

pub(super) const RULE: Rule = Rule {
    id: "capability-cycle",
    summary: "Capabilities that need each other, or that take a built-in name.",
    why: "A capability is provided after those it needs, so none may need itself, not even through others.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for name in input.pipeline.capabilities.keys() {
        if BUILT_IN_CAPABILITIES.contains(&name.as_str()) {
            let message = format!("`{name}` is a built-in capability");
            found.push(
                Diagnostic::error(RULE.id, path!["capabilities", name].key(), message).help(format!(
                    "choose another name; built in are {}",
                    BUILT_IN_CAPABILITIES.join(", ")
                )),
            );
        }
        if let Some(cycle) = cycle(input.pipeline, name) {
            let message = format!("`{name}` needs itself: {}", cycle.join(" needs "));
            found.push(
                Diagnostic::error(RULE.id, path!["capabilities", name, "needs"].value(), message)
                    .help("remove one of these needs"),
            );
        }
    }
}

/// The way from a capability back to itself, reported at the first of its members only.
fn cycle<'p>(pipeline: &'p Pipeline, start: &'p str) -> Option<Vec<&'p str>> {
    let mut seen = vec![start];
    let mut open = vec![vec![start]];
    while let Some(way) = open.pop() {
        let last = way.last().copied().unwrap_or(start);
        for need in pipeline
            .capabilities
            .get(last)
            .map(|capability| &capability.needs)
            .into_iter()
            .flatten()
        {
            let mut further = way.clone();
            further.push(need);
            if need == start {
                let first = pipeline
                    .capabilities
                    .keys()
                    .find(|name| way.contains(&name.as_str()));
                return (first.map(String::as_str) == Some(start)).then_some(further);
            }
            if !seen.contains(&need.as_str()) {
                seen.push(need);
                open.push(further);
            }
        }
    }
    None
}
