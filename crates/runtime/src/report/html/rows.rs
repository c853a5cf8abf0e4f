//! All tests for the script of the page, as JSON that takes little room and cannot end the element it is in.

use std::fmt::Write;

use indexmap::IndexSet;
use serde_json::json;

use super::anchor;
use super::card::Anchors;
use crate::aggregate::{Line, Page};
use crate::report::text;
use crate::results::Status;

/// Bytes of it. The tests that did not simply pass come first, so that those that are left out are of least interest.
const ROOM: usize = 1_000_000;
/// Most characters of a name.
const NAME: usize = 300;

/// The data of the script: `cells` and `groups` are names, `rows` are `[cell, group, name, status, milliseconds]` and
/// the anchor of what is in the page in full; `left_out` says how many tests have no row.
pub(super) fn json(page: &Page, shown: &Anchors) -> String {
    let mut groups: IndexSet<String> = IndexSet::new();
    let mut rows = String::from("[");
    let mut room = ROOM;
    let mut count = 0;
    for line in &page.lines {
        let group = text::clip(&text::tame(&line.group), NAME).into_owned();
        let size = if groups.contains(&group) {
            0
        } else {
            2 * group.len() + 8
        };
        let number = groups.insert_full(group).0;
        let row = escape(&row(page, line, number, shown));
        if row.len() + size > room {
            break;
        }
        room -= row.len() + size + 1;
        let _ = write!(rows, "{}{row}", if count == 0 { "" } else { "," });
        count += 1;
    }
    rows.push(']');
    let names = |names: Vec<&str>| escape(&json!(names).to_string());
    // As the links to them have it: tamed and clipped.
    let cells: Vec<String> = page
        .summary
        .cells
        .iter()
        .map(|cell| text::tame(&text::clip(&cell.name, NAME)).into_owned())
        .collect();
    format!(
        "{{\"cells\":{},\"groups\":{},\"left_out\":{},\"rows\":{rows}}}",
        names(cells.iter().map(String::as_str).collect()),
        names(groups.iter().map(String::as_str).collect()),
        page.summary.counts.total.saturating_sub(count)
    )
}

fn row(page: &Page, line: &Line, group: usize, shown: &Anchors) -> String {
    let name = text::tame(&line.name);
    let name = text::clip(&name, NAME);
    let milliseconds = (line.duration * 1_000.0).round().max(0.0) as u64;
    let status = status(line);
    let anchor = page
        .summary
        .cells
        .get(line.cell)
        .filter(|_| line.status.is_bad() || line.flaky)
        .map(|cell| anchor::test(&cell.name, &format!("{}{}", line.group, line.name)))
        .filter(|anchor| shown.contains(anchor));
    match anchor {
        Some(anchor) => json!([line.cell, group, name, status, milliseconds, anchor]).to_string(),
        None => json!([line.cell, group, name, status, milliseconds]).to_string(),
    }
}

/// The status as a number, the worst first, as the script knows it.
const fn status(line: &Line) -> u8 {
    match line.status {
        Status::Failed if line.counts_against => 0,
        Status::Errored if line.counts_against => 1,
        Status::Failed | Status::Errored => 2,
        Status::Passed if line.flaky => 3,
        Status::Skipped => 4,
        Status::Passed => 5,
    }
}

/// JSON as it may stand inside of an element: nothing in it opens or closes one, and no old reader of scripts sees
/// the end of a line.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_element_can_be_closed_from_within_and_the_value_stays() {
        let hostile = "</script><!--<script>&amp;\u{2028}\"\\";
        let escaped = escape(&json!(hostile).to_string());
        assert!(!escaped.contains(['<', '>', '&', '\u{2028}']), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), hostile);
    }
}
