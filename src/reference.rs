//! Reference documentation, from the types and the rules themselves. A test keeps `docs/` equal to it.

use std::fmt::Write;

use serde_json::Value;

use crate::check;
use crate::decode;
use crate::pins;
use crate::pipeline::Pipeline;

/// Every table and key of `pipeline.toml`, as Markdown.
#[must_use]
pub fn pipeline() -> String {
    let schema = Pipeline::schema();
    let mut text = String::from(
        "# Reference of `pipeline.toml`\n\n\
         Generated from the types that the program itself reads with. A key that is not listed here is refused.\n",
    );
    Tables {
        schema: &schema,
        text: &mut text,
    }
    .table(&[], &schema);
    text
}

/// Every rule, as Markdown.
#[must_use]
pub fn rules() -> String {
    let mut text = String::from(
        "# What `pipewright check` refuses\n\n\
         Each diagnostic names its rule. All of them are reported in one run, each with file, line and column.\n\n\
         ## Form\n",
    );
    for (id, summary) in decode::RULES {
        line(&mut text, &format!("\n### {id}\n\n{summary}"));
    }
    line(&mut text, "\n## Pins");
    for (id, summary) in pins::RULES {
        line(&mut text, &format!("\n### {id}\n\n{summary}"));
    }
    line(&mut text, "\n## Meaning");
    for rule in check::RULES {
        line(
            &mut text,
            &format!("\n### {}\n\n{}\n\n{}", rule.id, rule.summary, rule.why),
        );
    }
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

struct Tables<'a> {
    schema: &'a Value,
    text: &'a mut String,
}

impl Tables<'_> {
    /// A table, its keys, then the tables within it.
    fn table(&mut self, path: &[String], schema: &Value) {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        self.heading(path, schema);
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut inner = Vec::new();
        for (key, property) in properties {
            let resolved = self.resolve(property).clone();
            let (within, table) = within(&resolved);
            let table = self.resolve(&table).clone();
            if table.get("properties").is_some() {
                let mut path = path.to_vec();
                path.push(format!("{key}{within}"));
                inner.push((path, table));
            }
            self.key(key, property, &resolved, required.contains(&key.as_str()));
        }
        for (path, schema) in inner {
            self.table(&path, &schema);
        }
    }

    fn heading(&mut self, path: &[String], schema: &Value) {
        let name = match path.last() {
            None => "At the top".to_owned(),
            Some(last) if last.ends_with("[]") => format!("`[[{}]]`", path.join(".").trim_end_matches("[]")),
            Some(_) => format!("`[{}]`", path.join(".")),
        };
        line(self.text, &format!("\n## {name}\n"));
        line(self.text, &paragraph(schema));
        self.text.push('\n');
    }

    fn key(&mut self, key: &str, property: &Value, resolved: &Value, required: bool) {
        let default = property
            .get("default")
            .or_else(|| resolved.get("default"))
            .filter(|value| !is_empty(value));
        let kind = self.kind(resolved);
        let mut about = format!("- `{key}` ({kind}");
        match default {
            _ if required => about.push_str(", required"),
            Some(value) if !value.is_object() => {
                let _infallible = write!(about, ", default `{value}`");
            }
            _ => {}
        }
        let description = match property.get("description") {
            Some(_) => paragraph(property),
            None => paragraph(resolved),
        };
        line(self.text, &format!("{about}): {description}"));
        let choices = resolved.get("oneOf").and_then(Value::as_array);
        for choice in choices.into_iter().flatten() {
            if let Some(name) = choice.get("const").and_then(Value::as_str) {
                line(self.text, &format!("  - `\"{name}\"`: {}", paragraph(choice)));
            }
        }
        let example = property
            .get("examples")
            .or_else(|| resolved.get("examples"))
            .and_then(|examples| examples.get(0));
        if let Some(example) = example {
            line(self.text, &format!("  Example: `{key} = {example}`"));
        }
    }

    fn kind(&self, schema: &Value) -> String {
        if schema.get("oneOf").is_some() {
            return "one of".to_owned();
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("array") => {
                let items = schema.get("items").map(|items| self.kind(self.resolve(items)));
                format!("list of {}", items.unwrap_or_else(|| "values".to_owned()))
            }
            Some("object") => "table".to_owned(),
            Some("integer") => range(schema, "whole number"),
            Some("number") => range(schema, "number"),
            Some("boolean") => "true or false".to_owned(),
            Some(other) => other.to_owned(),
            None => "value".to_owned(),
        }
    }

    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let reference = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix('#'));
        reference
            .and_then(|pointer| self.schema.pointer(pointer))
            .unwrap_or(schema)
    }
}

/// What a key's tables are called, and their schema: of a table, of a map of tables, of a list of tables.
fn within(schema: &Value) -> (&'static str, Value) {
    if let Some(items) = schema.get("items") {
        return ("[]", items.clone());
    }
    match schema
        .get("additionalProperties")
        .filter(|further| further.is_object())
    {
        Some(further) => (".NAME", further.clone()),
        None => ("", schema.clone()),
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn paragraph(schema: &Value) -> String {
    let text = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    text.replace('\n', " ")
}

fn range(schema: &Value, kind: &str) -> String {
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(most)) => format!("{kind}, {least} to {most}"),
        (Some(least), None) => format!("{kind}, at least {least}"),
        (None, Some(most)) => format!("{kind}, at most {most}"),
        (None, None) => kind.to_owned(),
    }
}
