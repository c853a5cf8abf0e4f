use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "name",
    summary: "A name that cannot be part of a job id or of an artifact's name.",
    why: "Names of versions, suites, scenarios, tests and the like become parts of job ids, of artifact names and of \
          paths. Letters, digits, `.`, `_` and `-` are safe in all of them. GitHub compares strings without regard to \
          case, so two names may not differ by case alone.",
    check,
};

const LONGEST: usize = 60;

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    table("versions", pipeline.versions.keys(), found);
    table("suites", pipeline.suites.keys(), found);
    table("scenarios", pipeline.scenarios.keys(), found);
    table("tests", pipeline.tests.keys(), found);
    table("datasets", pipeline.datasets.keys(), found);
    table("capabilities", pipeline.capabilities.keys(), found);
    table("runners", pipeline.runners.keys(), found);
}

fn table<'p>(table: &str, names: impl Iterator<Item = &'p String>, found: &mut Vec<Diagnostic>) {
    let mut known: Vec<(String, &String)> = Vec::new();
    for name in names {
        let place = || path![table, name].key();
        if let Some(fault) = fault(name) {
            found.push(
                Diagnostic::error(RULE.id, place(), format!("the name `{name}` {fault}")).help(format!(
                    "allowed: letters, digits, `.`, `_` and `-`, first a letter or digit, at most {LONGEST}"
                )),
            );
        }
        known.push((name.to_lowercase(), name));
    }
    known.sort();
    for pair in known.windows(2) {
        if pair[0].0 == pair[1].0 {
            let message = format!(
                "the names `{}` and `{}` differ only in case",
                pair[0].1, pair[1].1
            );
            found.push(
                Diagnostic::error(RULE.id, path![table, pair[1].1].key(), message)
                    .related(path![table, pair[0].1].key(), "the other one")
                    .help("GitHub compares strings without regard to case: rename one of them"),
            );
        }
    }
}

fn fault(name: &str) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    match name.chars().next() {
        None => Some("is empty"),
        Some(first) if !first.is_ascii_alphanumeric() => Some("does not begin with a letter or digit"),
        Some(_) if !name.chars().all(allowed) => {
            Some("holds a character that job ids and artifact names cannot")
        }
        Some(_) if name.len() > LONGEST => Some("is too long"),
        Some(_) if name.ends_with('.') => Some("ends with a dot, which artifact names cannot"),
        Some(_) => None,
    }
}
