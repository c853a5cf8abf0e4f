//! `index.html` of the site.

use serde_json::{Value, json};

use super::shelf::{Branch, Shelf};
use crate::report::html::{STYLE, Templates, verdict_words};

/// The index. It has no script.
pub(super) fn render(shelf: &Shelf) -> String {
    let branches = shelf.branches().iter().map(branch).collect::<Vec<Value>>();
    let runs: usize = shelf.branches().iter().map(|branch| branch.runs.len()).sum();
    Templates::new().render(
        "site",
        &json!({
            "policy": crate::report::html::policy(STYLE, None),
            "style": STYLE,
            "branches": branches,
            "runs": runs,
            "generator": concat!("pipewright ", env!("CARGO_PKG_VERSION")),
        }),
    )
}

fn branch(branch: &Branch) -> Value {
    let rates = branch.runs.iter().rev().map(|run| run.pass_rate);
    let runs = branch.runs.iter().map(|run| {
        let (mark, words, class) = verdict_words(&run.verdict);
        json!({ "run": run, "mark": mark, "words": words, "class": class })
    });
    json!({
        "name": branch.name,
        "slug": branch.slug,
        "rates": rates.collect::<Vec<_>>(),
        "has_report": branch.runs[0].has_report,
        "runs": runs.collect::<Vec<Value>>(),
    })
}
