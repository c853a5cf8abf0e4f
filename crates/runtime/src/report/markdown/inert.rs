//! Foreign text that stays text. It stands only in code spans and fenced blocks: GitHub finds no markup, mention,
//! issue, commit or link in either, and they are told apart from our words at a glance.

use std::fmt::Write;

/// Longest run of backticks that a span or block is fenced against; in longer ones, another character stands for each.
const TICKS: usize = 3;
/// Looks like a backtick, and means nothing.
const TICK: &str = "\u{2cb}";

/// A code span of at most so many characters of the text, on one line.
pub(super) fn code(text: &str, most: usize) -> String {
    let text = one_line(text, most);
    let fence = "`".repeat(longest_run(&text) + 1);
    // The spaces are not shown; without them a backtick at an end would join the fence.
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span for the cell of a table, in which no character ends the cell.
pub(super) fn cell(text: &str, most: usize) -> String {
    code(&text.replace('|', "\u{a6}"), most)
}

/// The last lines of a text as a fenced block, each line after `indent`.
pub(super) fn block(text: &str, lines: usize, most: usize, indent: &str) -> String {
    let all: Vec<&str> = text
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .collect();
    let last = &all[all.len().saturating_sub(lines)..];
    let mut kept: Vec<String> = Vec::new();
    let mut left = most;
    for line in last.iter().rev() {
        let line = no_command(&visible(line, left.min(400)));
        let length = line.chars().count() + 1;
        if length > left {
            break;
        }
        left -= length;
        kept.push(line);
    }
    let fence = "`".repeat(TICKS + 1);
    let mut block = format!("{indent}{fence}text\n");
    for line in kept.iter().rev() {
        let _ = writeln!(block, "{indent}{line}");
    }
    let _ = writeln!(block, "{indent}{fence}");
    block
}

/// A line that the runner does not take for a command, should it be printed.
fn no_command(line: &str) -> String {
    match line.trim_start().strip_prefix("::") {
        Some(rest) => format!(": :{rest}"),
        None => line.to_owned(),
    }
}

/// A text on one line, of at most so many characters, in which all that is there can be seen. It is no markup only to who
/// escapes it.
pub(in crate::report) fn one_line(text: &str, most: usize) -> String {
    // More than is ever shown need not be looked at: a name can be a megabyte long.
    let start: String = text.chars().take(most.saturating_mul(4)).collect();
    let words: Vec<&str> = start.split_whitespace().collect();
    let line = visible(&words.join(" "), most);
    let is_cut = line.ends_with('…') || start.len() == text.len();
    match (line.is_empty(), is_cut) {
        (true, _) => "(empty)".to_owned(),
        (_, true) => line,
        (_, false) => format!("{line}…"),
    }
}

/// At most so many characters, the last of them `…` where something is cut off. What cannot be seen, or turns the
/// direction of what can, is written as `\u{…}`; runs of backticks are short.
fn visible(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut length = 0;
    for c in text.chars() {
        let piece = if is_hidden(c) {
            c.escape_unicode().to_string()
        } else {
            c.to_string()
        };
        length += piece.chars().count();
        if length > most {
            shown.push('…');
            break;
        }
        shown.push_str(&piece);
    }
    // GitHub's runner obeys this anywhere in a line that a job prints.
    let shown = shown.replace("##[", "# #[");
    if longest_run(&shown) > TICKS {
        shown.replace('`', TICK)
    } else {
        shown
    }
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_fenced_against_what_is_in_it() {
        assert_eq!(code("a", 10), "`a`");
        assert_eq!(code("a`b", 10), "``a`b``");
        assert_eq!(code("`a", 10), "`` `a ``");
        assert_eq!(code("````", 10), "`ˋˋˋˋ`");
        assert_eq!(code(" \n\r ", 10), "`(empty)`");
        assert_eq!(cell("a|b\\|c", 10), "`a¦b\\¦c`");
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(code("a\u{202e}b\u{0}", 20), "`a\\u{202e}b\\u{0}`");
        assert_eq!(code("a\r\nb\tc", 20), "`a b c`");
    }

    #[test]
    fn a_cut_is_between_characters_and_seen() {
        assert_eq!(code("😀😀😀", 2), "`😀😀…`");
        let long = format!("{}x", " ".repeat(300_000));
        assert!(code(&long, 10).len() < 50);
    }

    #[test]
    fn a_block_is_the_end_of_a_text_and_no_command() {
        let text = "one\r\n::error::two\n```\n  ::warning::three\n";
        assert_eq!(
            block(text, 3, 100, "  "),
            "  ````text\n  : :error::two\n  ```\n  : :warning::three\n  ````\n"
        );
    }
}
