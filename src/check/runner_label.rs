use super::{Input, Rule};
use crate::diagnostic::Diagnostic;
use crate::path;

pub(super) const RULE: Rule = Rule {
    id: "runner-label",
    summary: "A runner label that moves, or that is no label.",
    why: "`ubuntu-latest` and its like change their meaning without a commit. An explicit label such as `ubuntu-24.04` keeps \
          a run repeatable.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, runner) in &input.pipeline.runners {
        for (index, label) in runner.labels.iter().enumerate() {
            let place = path!["runners", name, "labels", index].value();
            if label.ends_with("-latest") {
                let help = "name the image, such as ubuntu-24.04, windows-2025 or macos-15";
                found.push(
                    Diagnostic::error(
                        RULE.id,
                        place,
                        format!("`{label}` moves to a new image now and then"),
                    )
                    .help(help),
                );
            } else if label.is_empty() || label.contains(|c: char| c.is_control() || "{}[]'\"".contains(c)) {
                found.push(
                    Diagnostic::error(RULE.id, place, format!("`{label}` cannot be a label"))
                        .help("labels are plain words; give several as several strings"),
                );
            }
        }
    }
}
