use std::collections::HashSet;

use super::file::{missing, outside};
use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Place};
use crate::matrix;
use crate::path;
use crate::read::Kind;

pub(super) const RULE: Rule = Rule {
    id: "values-file",
    summary: "A values file that is not there, or that is no YAML.",
    why: "A scenario's values file is looked for in the chart of every version that the scenario exists for.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, scenario) in &input.pipeline.scenarios {
        let Some(values) = &scenario.values else { continue };
        let place = path!["scenarios", name, "values"].value();
        if let Some(diagnostic) = outside(RULE.id, place.clone(), values) {
            found.push(diagnostic);
            continue;
        }
        let mut seen = HashSet::new();
        for version in matrix::versions(input.pipeline, scenario) {
            let Some(chart) = &input.pipeline.versions[version].chart else {
                let message = format!("the version `{version}` has no chart that `{values}` could be in");
                let help = format!(
                    "give [versions.\"{version}\"] a chart, or leave the version out of the scenario"
                );
                found.push(Diagnostic::error(RULE.id, place.clone(), message).help(help));
                continue;
            };
            if seen.insert(chart) && input.root.kind(chart) == Kind::Folder {
                file(input, &place, chart, values, found);
            }
        }
    }
}

fn file(input: Input<'_>, place: &Place, chart: &str, values: &str, found: &mut Vec<Diagnostic>) {
    let file = &format!("{chart}/{values}");
    if input.root.kind(file) != Kind::File {
        found.push(missing(RULE.id, place.clone(), input.root, chart, values));
    } else if let Err(fault) = input.root.yaml(file).as_ref() {
        let other = Place::Other {
            file: file.to_owned(),
            line: fault.line,
            column: fault.column,
        };
        let faulty = Diagnostic::error(RULE.id, other, format!("not YAML: {}", fault.message))
            .related(place.clone(), "the values of this scenario")
            .help("mend the YAML: a tab, a colon or a bracket is most often the cause");
        found.push(match input.root.line(file, fault.line) {
            Some(line) => faulty.shown(&line, fault.column, 1),
            None => faulty,
        });
    }
}
