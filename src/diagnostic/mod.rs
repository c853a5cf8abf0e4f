//! What is wrong, where, what is allowed, and what to do next.
//!
//! A diagnostic says where by meaning ("the value of `triggers.push.branches`"); `render` looks the characters up
//! when it prints. So a rule never counts bytes, and the same diagnostic can be shown to people and to machines.

mod excerpt;
mod github;
mod human;
mod json;
mod path;
mod sarif;
mod source;

use std::ops::Range;

pub use github::property as escape_property;
pub use path::{Path, Place, Segment};
pub use source::{Located, Source, Spans};

/// How bad it is. Only an error keeps `gen` from writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Shown, and the work goes on.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that says so, in kebab-case; each has a section in `docs/rules.md`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: a fragment in lower case, without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What stands there, said under the caret.
    pub label: String,
    /// What is allowed, or what to do next; each a line of its own.
    pub help: Vec<String>,
    /// Other places that belong to it, with what they are.
    pub related: Vec<(Place, String)>,
    /// Places whose text is not repeated: logs are public.
    pub concealed: Vec<Place>,
    /// What people see of a place in another file: the piece of the line, and the bytes of it that are marked.
    pub shown: Option<(String, Range<usize>)>,
}

impl Diagnostic {
    /// An error of a rule at a place.
    #[must_use]
    pub fn error(rule: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            message: message.into(),
            place,
            label: String::new(),
            help: Vec::new(),
            related: Vec::new(),
            concealed: Vec::new(),
            shown: None,
        }
    }

    /// A warning of a rule at a place.
    #[must_use]
    pub fn warning(rule: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, place, message)
        }
    }

    /// With words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With a line of advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// With "did you mean" for a misspelt name and the list of those that are known.
    #[must_use]
    pub fn known<'a>(mut self, kind: &str, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(best) = closest(wrong, known.iter().copied()) {
            self.label = format!("did you mean `{best}`?");
        }
        self.help.push(match known.len() {
            0 => format!("there are no {kind}"),
            _ => format!("known {kind}: {}", listed(&known)),
        });
        self
    }

    /// With another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }
}

impl Diagnostic {
    /// With a piece of the line of another file, from its beginning: `length` characters from a column on are marked, and
    /// nothing behind them is shown, since it may be a secret.
    #[must_use]
    pub fn shown(mut self, line: &str, column: usize, length: usize) -> Self {
        let line = line.trim_start_matches('\u{feff}');
        let at = |count: usize| line.char_indices().nth(count).map_or(line.len(), |(at, _)| at);
        let (start, end) = (
            at(column.saturating_sub(1)),
            at(column.saturating_sub(1) + length),
        );
        self.shown = Some((line[..end].to_owned(), start..end));
        self
    }

    /// With a place whose text is shown to nobody.
    #[must_use]
    pub fn conceal(mut self, place: Place) -> Self {
        self.concealed.push(place);
        self
    }
}

/// A list for people: the first 20, and how many more there are.
fn listed(names: &[&str]) -> String {
    let mut text = names.iter().take(20).copied().collect::<Vec<_>>().join(", ");
    if names.len() > 20 {
        text.push_str(&format!(", and {} more", names.len() - 20));
    }
    text
}

/// Names that a misspelt one is compared with: thousands of mistakes in thousands of names must not take minutes.
const COMPARED: usize = 500;

/// The known name that a misspelt one most likely stands for, if one is near enough.
pub fn closest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = |text: &str| text.to_lowercase().replace('-', "_");
    let wrong = folded(wrong);
    let limit = |name: &str| (name.len() / 3).max(1);
    known
        .into_iter()
        .take(COMPARED)
        .filter(|name| wrong.len().abs_diff(name.len()) <= limit(name))
        .map(|name| (strsim::damerau_levenshtein(&wrong, &folded(name)), name))
        .filter(|(distance, name)| *distance <= limit(name))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, with the lines in question.
    Human {
        /// Whether the terminal shows colours.
        colour: bool,
    },
    /// One JSON document.
    Json,
    /// GitHub workflow commands, which become annotations.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// Prints all diagnostics, sorted by place, errors and warnings together.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], source: &Source, format: Format) -> String {
    let lines = source::Lines::of(source.text);
    let mut located: Vec<(Located, &Diagnostic)> = diagnostics
        .iter()
        .map(|diagnostic| (source.locate_in(&lines, &diagnostic.place), diagnostic))
        .collect();
    located.sort_by(|(a, x), (b, y)| {
        (&a.file, a.start, x.rule, &x.message).cmp(&(&b.file, b.start, y.rule, &y.message))
    });
    match format {
        Format::Human { colour } => human::render(&located, source, &lines, colour),
        Format::Json => json::render(&located),
        Format::Github => github::render(&located),
        Format::Sarif => sarif::render(&located),
    }
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn a_typo_finds_its_name_and_a_stranger_finds_none() {
        let known = ["baseline", "connect", "max_parallel", "gpu"];
        assert_eq!(closest("baselin", known), Some("baseline"));
        assert_eq!(closest("max-paralel", known), Some("max_parallel"));
        assert_eq!(closest("GPU", known), Some("gpu"));
        assert_eq!(closest("iceberg", known), None);
    }
}
