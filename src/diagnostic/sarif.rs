//! For code scanning: SARIF 2.1.0 (OASIS standard, 2020-03-27).

use serde_json::{Value, json};

use super::{Diagnostic, Located};

pub(super) fn render(located: &[(Located, &Diagnostic)]) -> String {
    let mut rules: Vec<&str> = located.iter().map(|(_, diagnostic)| diagnostic.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let rules: Vec<Value> = rules.iter().map(|rule| json!({ "id": rule })).collect();
    let results: Vec<Value> = located
        .iter()
        .map(|(place, diagnostic)| result(place, diagnostic))
        .collect();
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "pipewright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document}\n")
}

fn result(place: &Located, diagnostic: &Diagnostic) -> Value {
    let mut text = diagnostic.message.clone();
    for line in std::iter::once(&diagnostic.label)
        .chain(&diagnostic.help)
        .filter(|line| !line.is_empty())
    {
        text.push_str(&format!("\n{line}"));
    }
    json!({
        "ruleId": diagnostic.rule,
        "level": diagnostic.severity.name(),
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": place.file },
                "region": {
                    "startLine": place.start.0.max(1),
                    "startColumn": place.start.1.max(1),
                    "endLine": place.end.0.max(1),
                    "endColumn": place.end.1.max(1),
                },
            },
        }],
    })
}
