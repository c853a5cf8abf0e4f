use jiff::civil::Date;

use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::matrix;
use crate::path;
use crate::pipeline::glob_matches;

pub(super) const RULE: Rule = Rule {
    id: "quarantine",
    summary: "A quarantine entry with an impossible date, or that covers nothing.",
    why: "An entry ends on a date, so that nothing stays hidden for ever. One that covers no test of any cell is out of date \
          and only confuses. Whether an entry has expired is decided when tests run, since the compiler knows no clock.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    let pipeline = input.pipeline;
    for (index, entry) in pipeline.quarantine.iter().enumerate() {
        let path = path!["quarantine", index];
        if entry.expires.parse::<Date>().is_err() {
            let message = format!("`{}` is no date", entry.expires);
            found.push(
                Diagnostic::error(RULE.id, path.join("expires").value(), message).help("write YYYY-MM-DD"),
            );
        }
        let test = entry.test.split('/').next().unwrap_or_default();
        let one = |patterns: &[String], name: &str| {
            patterns.is_empty() || patterns.iter().any(|p| glob_matches(p, name))
        };
        let covers = matrix::cells(pipeline).into_iter().any(|cell| {
            let tests = &pipeline.scenarios[cell.scenario].tests;
            one(&entry.scenarios, cell.scenario)
                && one(&entry.versions, cell.version)
                && tests.iter().any(|name| name == test)
        });
        let has_cases = pipeline.tests.get(test).is_none_or(|test| !test.junit.is_empty());
        if entry.test.contains('/') && !has_cases {
            let message = format!("the test `{test}` has no cases: it has no `junit`");
            found.push(
                Diagnostic::error(RULE.id, path.join("test").value(), message).help(format!(
                    "write `{test}` alone, or give the test `junit = [\"*.xml\"]`"
                )),
            );
        }
        if pipeline.tests.contains_key(test) && !covers {
            let message = format!("no cell that this entry covers has the test `{test}`");
            found.push(
                Diagnostic::error(RULE.id, path.join("test").value(), message)
                    .help("mend the entry or remove it"),
            );
        }
    }
}
