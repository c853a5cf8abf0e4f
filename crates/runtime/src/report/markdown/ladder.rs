//! What goes first when there is too much: the tests that fail go last, and what went is said.

use super::failing::{Detail, Failing};

/// How long a text may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// In units of `measure`.
    pub(crate) most: usize,
    /// Characters or bytes, whichever GitHub counts there.
    pub(crate) measure: fn(&str) -> usize,
}

impl Limit {
    /// Whether a text is short enough.
    fn allows(self, text: &str) -> bool {
        (self.measure)(text) <= self.most
    }
}

/// A section of a report that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Reasons,
    Missing,
    Flaky,
    Slow,
    Trends,
    Fixed,
    Quarantined,
    Skipped,
    Matrix,
    Reproduce,
}

impl Section {
    const fn name(self) -> &'static str {
        match self {
            Self::Reasons => "reasons",
            Self::Missing => "missing cells and tests",
            Self::Flaky => "flaky tests",
            Self::Slow => "slow tests",
            Self::Trends => "trends",
            Self::Fixed => "fixed tests",
            Self::Quarantined => "quarantined tests",
            Self::Skipped => "skipped tests",
            Self::Matrix => "the matrix",
            Self::Reproduce => "how to reproduce",
        }
    }
}

/// A section and its text; an empty one is not shown.
#[derive(Debug, Clone)]
pub(super) struct Part {
    section: Section,
    text: String,
}

impl Part {
    pub(super) const fn new(section: Section, text: String) -> Self {
        Self { section, text }
    }
}

/// A step of the ladder.
#[derive(Debug, Clone, Copy)]
enum Cut {
    /// Outputs of failing tests, but for so many.
    Outputs(usize),
    /// A section.
    Drop(Section),
    /// What failing tests said.
    Messages,
}

/// What goes, in this order, until the rest is short enough. After it, failing tests are counted instead of named.
const LADDER: [Cut; 14] = [
    Cut::Outputs(8),
    Cut::Drop(Section::Skipped),
    Cut::Drop(Section::Quarantined),
    Cut::Outputs(3),
    Cut::Drop(Section::Trends),
    Cut::Drop(Section::Slow),
    Cut::Drop(Section::Fixed),
    Cut::Outputs(0),
    Cut::Drop(Section::Flaky),
    Cut::Drop(Section::Matrix),
    Cut::Drop(Section::Reproduce),
    Cut::Drop(Section::Reasons),
    Cut::Messages,
    Cut::Drop(Section::Missing),
];

/// A report before it is known how long it may be.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) opening: String,
    pub(super) failing: Failing,
    pub(super) parts: Vec<Part>,
    pub(super) closing: String,
}

impl Draft {
    /// As much of it as the limit allows.
    pub(super) fn within(mut self, limit: Limit) -> String {
        let mut detail = Detail::ALL;
        let mut gone: Vec<&'static str> = Vec::new();
        let mut text = self.text(detail, usize::MAX, &gone);
        for cut in LADDER {
            if limit.allows(&text) {
                return text;
            }
            match cut {
                Cut::Outputs(count) => {
                    detail.outputs = count;
                    note(&mut gone, self.failing.has_outputs(), "output of failing tests");
                }
                Cut::Messages => {
                    detail.has_messages = false;
                    note(&mut gone, !self.failing.is_empty(), "messages of failing tests");
                }
                Cut::Drop(section) => {
                    let part = self.parts.iter_mut().find(|part| part.section == section);
                    let dropped = part
                        .map(|part| std::mem::take(&mut part.text))
                        .unwrap_or_default();
                    note(&mut gone, !dropped.is_empty(), section.name());
                }
            }
            text = self.text(detail, usize::MAX, &gone);
        }
        self.shortened(detail, limit, &mut gone)
    }

    /// With as many failing tests as the limit allows: found by halving.
    fn shortened(&self, detail: Detail, limit: Limit, gone: &mut Vec<&'static str>) -> String {
        let whole = self.text(detail, usize::MAX, gone);
        if limit.allows(&whole) {
            return whole;
        }
        note(gone, true, "names of failing tests");
        let (mut fits, mut fails) = (0, self.failing.len());
        while fits + 1 < fails {
            let middle = fits.midpoint(fails);
            if limit.allows(&self.text(detail, middle, gone)) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        self.text(detail, fits, gone)
    }

    fn text(&self, detail: Detail, names: usize, gone: &[&str]) -> String {
        let mut text = self.opening.clone();
        let failing = self.failing.text(detail, names);
        let sections = std::iter::once(&failing).chain(self.parts.iter().map(|part| &part.text));
        for section in sections.filter(|section| !section.is_empty()) {
            text.push('\n');
            text.push_str(section);
        }
        if !gone.is_empty() {
            text.push_str(&format!(
                "\n_Left out, or shortened, for length: {}. All of it is in the report._\n",
                gone.join(", ")
            ));
        }
        text.push('\n');
        text.push_str(&self.closing);
        text
    }
}

fn note(gone: &mut Vec<&'static str>, is_gone: bool, what: &'static str) {
    if is_gone && !gone.contains(&what) {
        gone.push(what);
    }
}
