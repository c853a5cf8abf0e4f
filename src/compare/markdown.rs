//! Names and filters come from the pipeline of a pull request, so each is a code span in which nothing is markup.

use super::{Change, Comparison, Kind};

/// Changes of one kind that are listed; GitHub cuts a comment at 65,536 characters.
const LISTED: usize = 60;

pub(super) fn render(comparison: &Comparison, reference: &str) -> String {
    let mut text = format!("### Pipeline against {}\n", code(reference));
    if comparison.changes.iter().any(Change::is_widened) {
        text.push_str("\n> [!WARNING]\n> This change lets a job do more than before.\n");
    }
    if comparison.changes.is_empty() {
        text.push_str("\nNothing that runs is another.\n");
    } else {
        text.push_str("\n| | what | before | after |\n|---|---|---|---|\n");
    }
    for kind in Kind::ALL {
        let changes: Vec<&Change> = comparison
            .changes
            .iter()
            .filter(|change| change.kind == kind)
            .collect();
        changes
            .iter()
            .take(LISTED)
            .for_each(|change| text.push_str(&row(change)));
        if changes.len() > LISTED {
            let left = changes.len() - LISTED;
            text.push_str(&format!("| {} | and {left} more | | |\n", kind.name()));
        }
    }
    let (before, after) = comparison.minutes_per_month();
    text.push_str(&format!(
        "\nSchedules take at most {after:.0} runner minutes a month, {:+.0}: if every cell took all its time.\n",
        after - before
    ));
    text
}

fn row(change: &Change) -> String {
    let flag = if change.is_widened() { " :warning:" } else { "" };
    let cell = |value: &Option<String>| value.as_deref().map(code).unwrap_or_default();
    format!(
        "| {} {}{flag} | {} | {} | {} |\n",
        change.kind.name(),
        change.verb(),
        code(&change.subject),
        cell(&change.before),
        cell(&change.after)
    )
}

/// A text as a code span in a cell of a table.
fn code(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '`' => '\'',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    if plain.trim().is_empty() {
        String::new()
    } else {
        format!("`{}`", plain.replace('|', "\\|"))
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn nothing_in_a_span_is_markup() {
        assert_eq!(code("a`b | @all\n<img>"), "`a'b \\| @all <img>`");
        assert_eq!(code("\n"), "");
    }
}
