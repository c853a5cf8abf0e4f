//! Text of a server, for people.

/// Characters of a text that are shown.
const LENGTH: usize = 300;

/// One line that moves no cursor and is no command to GitHub's runner.
pub(super) fn shown(text: &str) -> String {
    let visible = |c: char| match c {
        _ if c.is_control() => ' ',
        // What turns the direction of a text could make a line say something else.
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    };
    let line: String = text.chars().take(LENGTH).map(visible).collect();
    line.replace("##[", "# #[").trim().to_owned()
}

/// How often something was tried, where that is worth a word.
pub(crate) fn tries(count: u32) -> String {
    if count > 1 {
        format!(" (tried {count} times)")
    } else {
        String::new()
    }
}
