//! For scripts: `{"diagnostics":[{"rule","severity","message","file","line","column","end_line","end_column","label","help"}]}`.

use serde_json::{Value, json};

use super::{Diagnostic, Located};

pub(super) fn render(located: &[(Located, &Diagnostic)]) -> String {
    let diagnostics: Vec<Value> = located
        .iter()
        .map(|(place, diagnostic)| entry(place, diagnostic))
        .collect();
    format!("{}\n", json!({ "diagnostics": diagnostics }))
}

fn entry(place: &Located, diagnostic: &Diagnostic) -> Value {
    json!({
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "file": place.file,
        "line": place.start.0.max(1),
        "column": place.start.1.max(1),
        "end_line": place.end.0.max(1),
        "end_column": place.end.1.max(1),
        "label": diagnostic.label,
        "help": diagnostic.help,
    })
}
