//! For GitHub: workflow commands, which become annotations.
//!
//! Escaping as GitHub's toolkit does it: `%`, CR and LF everywhere, `:` and `,` in properties too.

use super::{Diagnostic, Located};

pub(super) fn render(located: &[(Located, &Diagnostic)]) -> String {
    located
        .iter()
        .map(|(place, diagnostic)| command(place, diagnostic))
        .collect()
}

fn command(place: &Located, diagnostic: &Diagnostic) -> String {
    let mut message = diagnostic.message.clone();
    if !diagnostic.label.is_empty() {
        message.push_str(&format!("\n{}", diagnostic.label));
    }
    for help in &diagnostic.help {
        message.push_str(&format!("\n{help}"));
    }
    format!(
        "::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
        diagnostic.severity.name(),
        property(&place.file),
        place.start.0.max(1),
        place.end.0.max(1),
        place.start.1.max(1),
        place.end.1.max(1),
        property(diagnostic.rule),
        data(&message),
    )
}

/// The part of a workflow command behind `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
#[must_use]
pub fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
