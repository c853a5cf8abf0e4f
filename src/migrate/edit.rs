use std::ops::Range;

/// Bytes, and what is put in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the old text; none to insert.
    pub at: Range<usize>,
    /// What stands there then.
    pub new: String,
}

/// The text with all edits, of which no two touch the same bytes.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.at.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(&text[done..edit.at.start]);
        out.push_str(&edit.new);
        done = edit.at.end;
    }
    out + &text[done..]
}
