//! Differences, for people.

use similar::{ChangeTag, TextDiff};

/// A unified diff, with three lines of context.
pub(super) fn unified(path: &str, found: &str, desired: &str) -> String {
    let diff = TextDiff::from_lines(found, desired);
    diff.unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// The first line of the found text that differs, from 1.
pub(super) fn first_line(found: &str, desired: &str) -> usize {
    let diff = TextDiff::from_lines(found, desired);
    let equal = diff
        .iter_all_changes()
        .take_while(|change| change.tag() == ChangeTag::Equal)
        .count();
    equal + 1
}
