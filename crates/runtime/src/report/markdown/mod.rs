//! A summary as Markdown of GitHub's dialect, within a limit. No text of a test is more than text in it.

mod failing;
mod inert;
mod ladder;
mod lists;
mod matrix;
mod number;
mod reproduce;
#[cfg(test)]
pub(super) mod tests;
mod trends;
mod verdict;

pub(super) use inert::one_line;
pub(crate) use ladder::Limit;
pub(super) use verdict::{Mood, counts};

use super::Scene;
use crate::aggregate::Summary;
use crate::analyze::Trends;
use failing::Failing;
use ladder::{Draft, Part, Section};

/// The text of a report: `opening` as it is, then what there is to say, the most important first.
pub(crate) fn document(
    opening: &str,
    summary: &Summary,
    trends: &Trends,
    scene: &Scene,
    limit: Limit,
) -> String {
    let draft = Draft {
        opening: format!("{opening}{}", verdict::text(summary, scene)),
        failing: Failing::of(summary),
        parts: vec![
            Part::new(Section::Reasons, lists::reasons(summary)),
            Part::new(Section::Missing, lists::missing(summary)),
            Part::new(Section::Flaky, lists::flaky(summary)),
            Part::new(Section::Slow, lists::slow(summary)),
            Part::new(Section::Matrix, matrix::text(summary)),
            Part::new(Section::Reproduce, reproduce::text(summary)),
            Part::new(Section::Trends, trends::text(summary, trends)),
            Part::new(Section::Fixed, lists::fixed(summary)),
            Part::new(Section::Quarantined, lists::quarantined(summary)),
            Part::new(Section::Skipped, lists::skipped(summary)),
        ],
        closing: scene.links(),
    };
    draft.within(limit)
}

/// A report where there are no results to read.
pub(crate) fn without_results(opening: &str, why: &str, scene: &Scene) -> String {
    format!(
        "{opening}## ⚠️ There are no results\n\n{}: {}\n\n{}\n",
        scene.run_name(),
        inert::code(why, 300),
        scene.links()
    )
}
