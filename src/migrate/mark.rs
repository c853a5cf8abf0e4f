//! 0 -> 1: the file says its format.

use super::edit::Edit;
use super::step::Step;

pub(super) const STEP: Step = Step {
    from: 0,
    about: "`format = 1` is written down, so that a later pipewright knows how to read the file",
    edits,
};

fn edits(text: &str) -> Vec<Edit> {
    let at = place(text);
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = &text[..at];
    let open = if before.is_empty() || before.ends_with('\n') || before == "\u{feff}" {
        ""
    } else {
        end
    };
    vec![Edit {
        at: at..at,
        new: format!("{open}format = 1{end}"),
    }]
}

/// Before the first key or header, and before the comment that stands right above it. The comments at the top of the
/// file, up to an empty line, belong to the file, and so does the line that names the schema.
fn place(text: &str) -> usize {
    let mut at = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut above = at;
    for line in text[at..].split_inclusive('\n') {
        let bare = line.trim();
        if !bare.is_empty() && !bare.starts_with('#') {
            return above;
        }
        at += line.len();
        if bare.is_empty() || bare.starts_with("#:schema") {
            above = at;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::migrate::migrate;

    #[test]
    fn the_key_comes_before_the_first_and_its_comment_stays_with_that() {
        for (old, new) in [
            ("", "format = 1\n"),
            ("name = 'x'\n", "format = 1\nname = 'x'\n"),
            (
                "#:schema ./x.json\n# about\nname = 1\n",
                "#:schema ./x.json\nformat = 1\n# about\nname = 1\n",
            ),
            ("# file\n\n# key\r\n[a]", "# file\n\nformat = 1\r\n# key\r\n[a]"),
            ("\u{feff}a = 1\n", "\u{feff}format = 1\na = 1\n"),
            ("# only", "# only\nformat = 1\n"),
            ("a = '''\nformat = 1'''\n", "format = 1\na = '''\nformat = 1'''\n"),
        ] {
            let migrated = migrate(old).unwrap();
            assert_eq!(migrated.text, new);
            assert_eq!(migrated.steps.len(), 1);
            let again = migrate(new).unwrap();
            assert_eq!((again.text.as_str(), again.steps.len()), (new, 0));
        }
    }
}
