//! `badge.svg`, and `badge.json` for shields.io: what the last run came to, in two words.

mod picture;
mod verdict;
mod width;
mod widths;

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::aggregate::Summary;
use crate::report::text;
use crate::results::atomically;

/// Most characters of either text.
const MOST: usize = 60;

/// What a badge says. Serialized it is what the endpoint badge of shields.io reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Badge {
    /// Version of the shape of shields.io: 1.
    schema_version: u8,
    /// The text on the left.
    label: String,
    /// The text on the right.
    message: String,
    /// The colour behind the message, `#rrggbb`. White on it can be read: the contrast is at least 4.5.
    color: &'static str,
}

impl Badge {
    /// What there is to say about a run. Never better than what is known: what is not complete is not green.
    pub(crate) fn of(summary: &Summary) -> Self {
        let (message, color) = verdict::of(summary);
        let label = text::tame(&summary.policy.badge.label).replace(['\n', '\t'], " ");
        let label = if label.trim().is_empty() {
            "tests"
        } else {
            label.trim()
        };
        Self {
            schema_version: 1,
            label: text::clip(label, MOST).into_owned(),
            message,
            color,
        }
    }

    /// Writes `badge.svg` and `badge.json` into a folder.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let json = serde_json::to_string(self)? + "\n";
        atomically(&folder.join("badge.svg"), picture::draw(self).as_bytes())?;
        atomically(&folder.join("badge.json"), json.as_bytes())
    }
}

#[cfg(test)]
mod tests;
