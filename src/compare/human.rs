use super::{Change, Comparison, Cost, Kind};

pub(super) fn render(comparison: &Comparison, reference: &str) -> String {
    let mut text = format!("against {reference}:\n");
    for kind in Kind::ALL {
        let changes = comparison.changes.iter().filter(|change| change.kind == kind);
        let lines: Vec<String> = changes.map(line).collect();
        if !lines.is_empty() {
            text.push_str(&format!(
                "\n{}s: {}\n{}",
                kind.name(),
                lines.len(),
                lines.concat()
            ));
        }
    }
    if comparison.changes.is_empty() {
        text.push_str("\nnothing that runs is another\n");
    }
    text.push_str(&minutes(comparison));
    text
}

fn line(change: &Change) -> String {
    let flag = if change.is_widened() { "  WIDENED" } else { "" };
    let subject = &change.subject;
    match (&change.before, &change.after) {
        (None, Some(after)) => format!("  + {subject}  {after}{flag}\n"),
        (Some(before), None) => format!("  - {subject}  {before}\n"),
        (before, after) => {
            let (before, after) = (
                before.as_deref().unwrap_or_default(),
                after.as_deref().unwrap_or_default(),
            );
            format!("  ~ {subject}  {before} -> {after}{flag}\n")
        }
    }
}

fn minutes(comparison: &Comparison) -> String {
    let (before, after) = comparison.minutes_per_month();
    let mut text = format!(
        "\nrunner minutes at most, if every cell took all its time\n  schedules in a month: {before:.0} -> {after:.0} ({:+.0})\n",
        after - before
    );
    let per_run = |cost: &Option<Cost>| cost.map_or(0, |cost| cost.per_run);
    for cost in comparison.costs.iter().filter(|cost| cost.before != cost.after) {
        let (name, before, after) = (&cost.profile, per_run(&cost.before), per_run(&cost.after));
        text.push_str(&format!("  a run of {name}: {before} -> {after}\n"));
    }
    text
}
