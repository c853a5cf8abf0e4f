//! How long tests took before, so that the longest start first.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// Seconds by test, from an earlier `result.json` or from a table `{"test": seconds}`.
pub(super) fn read(path: Option<&Path>) -> Result<HashMap<String, f64>> {
    let Some(path) = path else {
        return Ok(HashMap::new());
    };
    let shown = path.display();
    let text = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
    let value: Value = serde_json::from_slice(&text).with_context(|| format!("{shown} is not JSON"))?;
    match value.get("commands").and_then(Value::as_array) {
        Some(commands) => Ok(of_result(commands)),
        None => serde_json::from_value(value)
            .with_context(|| format!("{shown} is neither a result nor a table of seconds")),
    }
}

/// The last attempt of each test is the one that says most.
fn of_result(commands: &[Value]) -> HashMap<String, f64> {
    let entry = |command: &Value| {
        Some((
            command.get("test")?.as_str()?.to_owned(),
            command.get("duration")?.as_f64()?,
        ))
    };
    commands.iter().filter_map(entry).collect()
}
