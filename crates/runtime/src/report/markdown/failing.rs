//! The tests that fail: the new ones first, and the last to be left out.

use super::inert::{block, code};
use super::number::{grouped, many};
use crate::aggregate::{Change, Summary, TestSummary};

/// Characters of a name.
pub(super) const NAME: usize = 200;
/// Characters of a message.
const MESSAGE: usize = 300;
/// Lines and characters of an output.
const OUTPUT: (usize, usize) = (20, 1_500);
/// Most outputs that are shown, however long the report may be.
const OUTPUTS: usize = 20;
/// What a time begins with: `2026-11-28`.
const DAY: usize = 10;

/// What is said of each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Detail {
    /// How many of them come with their output.
    pub(super) outputs: usize,
    /// Whether they come with their message.
    pub(super) has_messages: bool,
}

impl Detail {
    pub(super) const ALL: Self = Self {
        outputs: OUTPUTS,
        has_messages: true,
    };
}

/// A failing test in pieces.
#[derive(Debug)]
struct Entry {
    name: String,
    message: String,
    output: String,
}

/// The tests that fail.
#[derive(Debug)]
pub(super) struct Failing {
    entries: Vec<Entry>,
    /// How many there are, those that the summary does not list included.
    count: usize,
}

impl Failing {
    pub(super) fn of(summary: &Summary) -> Self {
        Self {
            entries: summary.failing().into_iter().map(Entry::of).collect::<Vec<_>>(),
            count: summary.failing_count(),
        }
        .checked()
    }

    /// A summary that lists more than it counts is believed where it is worse.
    fn checked(mut self) -> Self {
        self.count = self.count.max(self.entries.len());
        self
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn has_outputs(&self) -> bool {
        self.entries.iter().any(|entry| !entry.output.is_empty())
    }

    /// The section, with at most so many names.
    pub(super) fn text(&self, detail: Detail, names: usize) -> String {
        if self.count == 0 {
            return String::new();
        }
        let mut text = format!("### Failed ({})\n\n", grouped(self.count));
        let mut outputs = 0;
        for entry in self.entries.iter().take(names) {
            text.push_str(&entry.name);
            if detail.has_messages {
                text.push_str(&entry.message);
            }
            text.push('\n');
            if !entry.output.is_empty() && outputs < detail.outputs {
                outputs += 1;
                text.push_str(&entry.output);
            }
        }
        let more = self.count - self.entries.len().min(names);
        if more > 0 {
            text.push_str(&format!("- and {}\n", many(more, "other", "others")));
        }
        text
    }
}

impl Entry {
    fn of(test: &TestSummary) -> Self {
        let change = match test.change {
            Some(Change::NewFailure) => "**new** ",
            _ => "",
        };
        let output = test
            .excerpt
            .as_deref()
            .filter(|excerpt| !excerpt.trim().is_empty());
        Self {
            name: format!(
                "- {change}{} in {}{}",
                code(&test.name, NAME),
                code(&test.cell, NAME),
                remark(test)
            ),
            message: if test.error.is_empty() {
                String::new()
            } else {
                format!(": {}", code(&test.error, MESSAGE))
            },
            output: output.map(folded).unwrap_or_default(),
        }
    }
}

fn remark(test: &TestSummary) -> String {
    let mut remarks = Vec::new();
    if test.change == Some(Change::StillFailing) {
        let since = test.failing_since.as_ref();
        let day = since.and_then(|since| since.started.get(..DAY));
        let since = day.map_or_else(String::new, |day| format!(" since {}", code(day, DAY)));
        remarks.push(format!("fails on the base too{since}"));
    }
    if test.retry_count > 0 {
        remarks.push(many(test.retry_count, "retry", "retries"));
    }
    if remarks.is_empty() {
        String::new()
    } else {
        format!(" ({})", remarks.join(", "))
    }
}

fn folded(excerpt: &str) -> String {
    let (lines, most) = OUTPUT;
    format!(
        "\n  <details><summary>Output</summary>\n\n{}\n  </details>\n\n",
        block(excerpt, lines, most, "  ")
    )
}
