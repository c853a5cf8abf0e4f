//! The command that runs a cell here. It is put together from the cell's name: a summary's own word could be any command.

use std::fmt::Write;

use crate::aggregate::{CellSummary, Summary};

/// Most commands.
const MOST: usize = 5;

pub(super) fn text(summary: &Summary) -> String {
    let bad = summary.cells.iter().filter(|cell| cell.verdict != "passed");
    let commands: Vec<String> = bad.filter_map(command).take(MOST).collect();
    if commands.is_empty() {
        return String::new();
    }
    let mut text = "### Reproduce\n\n```sh\n".to_owned();
    for command in commands {
        let _ = writeln!(text, "{command}");
    }
    text.push_str("```\n");
    text
}

fn command(cell: &CellSummary) -> Option<String> {
    let (version, scenario) = (cell.version.as_deref()?, cell.scenario.as_deref()?);
    let is_plain = [version, scenario].into_iter().all(is_word);
    is_plain
        .then(|| format!("pipewright-runtime execute --version {version} --scenario {scenario} --output out"))
}

/// Whether a text is one word of a shell that is no option.
fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=100).contains(&text.len()) && !text.starts_with('-') && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_word;

    #[test]
    fn only_names_are_words() {
        assert!(["3.5.7", "core-e2e"].into_iter().all(is_word));
        assert!(
            !["", "-x", "a b", "a;b", "$(a)", "a\nb", "é"]
                .into_iter()
                .any(is_word)
        );
    }
}
