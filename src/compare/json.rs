use serde_json::{Value, json};

use super::{Change, Comparison, Cost};

pub(super) fn render(comparison: &Comparison, reference: &str) -> Value {
    let (before, after) = comparison.minutes_per_month();
    let changes: Vec<Value> = comparison.changes.iter().map(change).collect();
    let profiles: Vec<Value> = comparison
        .costs
        .iter()
        .map(|of| json!({ "profile": of.profile, "before": cost(of.before), "after": cost(of.after) }))
        .collect();
    json!({
        "against": reference,
        "changes": changes,
        "widened": comparison.changes.iter().any(Change::is_widened),
        "runner_minutes_per_month": { "before": before, "after": after },
        "profiles": profiles,
    })
}

fn change(change: &Change) -> Value {
    json!({
        "kind": change.kind.name(),
        "change": change.verb(),
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
        "widened": change.is_widened(),
    })
}

fn cost(cost: Option<Cost>) -> Value {
    cost.map_or(
        Value::Null,
        |cost| json!({ "runner_minutes_per_run": cost.per_run, "runs_per_year": cost.runs_per_year }),
    )
}
