//! The JSON Schema of `pipeline.toml`.

use serde_json::Value;

use super::Pipeline;

impl Pipeline {
    /// The JSON Schema of `pipeline.toml`, draft 2020-12, as schemars derives it from the types of this module.
    ///
    /// TOML has no null and no widths of numbers, so the schema has none either.
    #[must_use]
    pub fn schema() -> Value {
        let mut schema = schemars::schema_for!(Pipeline).to_value();
        for_toml(&mut schema);
        schema
    }
}

fn for_toml(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(for_toml),
        Value::Object(table) => {
            if table.get("default").is_some_and(Value::is_null) {
                table.shift_remove("default");
            }
            if table
                .get("format")
                .and_then(Value::as_str)
                .is_some_and(|format| format.starts_with("uint") || format == "double")
            {
                table.shift_remove("format");
            }
            if let Some(Value::Array(types)) = table.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    table["type"] = only.clone();
                }
            }
            if let Some(Value::Array(choices)) = table.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    table.shift_remove("anyOf");
                    table.extend(only);
                }
            }
            table.values_mut().for_each(for_toml);
        }
        _ => {}
    }
}
