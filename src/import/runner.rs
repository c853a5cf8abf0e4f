use super::facts::{Job, is_dynamic, texts};
use super::matrix::Row;
use crate::yaml::{Data, Node};

/// The machine of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Runner {
    /// The one that cells run on by default, and why.
    Default(Option<String>),
    /// One with these labels.
    Labels(Vec<String>),
    /// None that cells can run on, and why.
    Foreign(String),
}

/// The machine that a row of a job runs on.
pub(super) fn runner(job: &Job, row: &Row) -> Runner {
    let Some(node) = job.node.get("runs-on") else {
        return Runner::Default(None);
    };
    let node = match &node.data {
        Data::Map(_) => node.get("labels").unwrap_or(node),
        _ => node,
    };
    let labels: Option<Vec<String>> = labels(node)
        .into_iter()
        .map(|label| resolved(&label, row))
        .collect();
    let Some(labels) = labels else {
        return Runner::Default(Some("its labels are computed while the workflow runs".to_owned()));
    };
    let foreign = |label: &String| {
        ["windows", "macos"]
            .iter()
            .any(|system| label.to_lowercase().starts_with(system))
    };
    if let Some(label) = labels.iter().find(|label| foreign(label)) {
        return Runner::Foreign(format!("cells run on Linux, and not on `{label}`"));
    }
    match labels.as_slice() {
        [] => Runner::Default(None),
        [label] if label.ends_with("-latest") => Runner::Default(Some(format!(
            "`{label}` moves to a new image now and then; the default runner has a fixed one"
        ))),
        labels if labels.iter().all(|label| is_label(label)) => Runner::Labels(labels.to_vec()),
        _ => Runner::Default(Some("its labels hold characters that labels cannot".to_owned())),
    }
}

fn labels(node: &Node) -> Vec<String> {
    texts(node)
}

/// A label, with `${{ matrix.x }}` read from the row.
fn resolved(label: &str, row: &Row) -> Option<String> {
    if !is_dynamic(label) {
        return Some(label.to_owned());
    }
    let key = super::literal::sole(label)?;
    let key = key.strip_prefix("matrix.")?;
    row.iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value.clone())
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.chars().any(|c| c.is_control() || "{}[]'\"$".contains(c))
        && !label.ends_with("-latest")
}
