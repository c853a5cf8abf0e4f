//! The published schema and the decoder say the same of every document, and so does serde by itself.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its own fixtures, and ends where one is not there"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use pipewright::decode::decode;
use pipewright::pipeline::Pipeline;
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Every TOML file below a folder; none if there is no such folder.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            into.push(path);
        }
    }
}

/// A document as an editor's schema checker sees it, read without the decoder's own code.
fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Datetime(date) => json!(date.to_string()),
        DeValue::Integer(number) => json!(i64::from_str_radix(number.as_str(), number.radix()).unwrap()),
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(entries) => table(entries),
    }
}

fn table(entries: &DeTable<'_>) -> Value {
    let entries = entries.iter();
    let entries = entries.map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn document(text: &str) -> Value {
    table(DeTable::parse(text).unwrap().get_ref())
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&Pipeline::schema()).unwrap()
}

/// A document as TOML again: strings of JSON are strings of TOML.
fn to_toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(to_toml).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| format!("{} = {}", json!(key), to_toml(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn as_file(document: &Value) -> String {
    let entries = document.as_object().unwrap().iter();
    let lines = entries.map(|(key, value)| format!("{} = {}\n", json!(key), to_toml(value)));
    lines.collect()
}

#[test]
fn the_schema_is_one_and_the_file_on_disk_is_it() {
    let schema = Pipeline::schema();
    assert!(jsonschema::meta::is_valid(&schema), "no schema of draft 2020-12");
    let text = read(&top().join("pipeline.schema.json"));
    assert_eq!(text, format!("{schema:#}\n"), "run `pipewright gen`");
    assert!(!text.contains("null"), "TOML has no null");
}

#[test]
fn schema_and_decoder_agree_on_every_file_of_this_repository() {
    let validator = validator();
    let mut paths = vec![top().join("pipeline.toml")];
    files(&top().join("examples"), &mut paths);
    let ours = paths.len();
    files(&top().join("tests/fixtures/rules"), &mut paths);
    files(&top().join("tests/fixtures/form"), &mut paths);
    files(&top().join("tests/fixtures/complete"), &mut paths);
    for (index, path) in paths.iter().enumerate() {
        let text = read(path);
        if path.ends_with("syntax/bad.toml") {
            continue;
        }
        let document = document(&text);
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| error.to_string())
            .collect();
        let decoded = decode(&text);
        assert_eq!(
            errors.is_empty(),
            decoded.diagnostics.is_empty(),
            "{path:?}: {errors:?}"
        );
        if errors.is_empty() {
            assert!(decoded.pipeline.is_some(), "{path:?}");
            serde_json::from_value::<Pipeline>(document).unwrap();
        }
        assert!(index >= ours || errors.is_empty(), "{path:?}: {errors:?}");
    }
}

/// Every path of a value, itself first.
fn paths(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                paths(
                    value,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    into,
                );
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                paths(value, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

/// Documents that differ from a good one in one place: another value, a key more, a key less.
fn variants(good: &Value) -> Vec<(String, Value)> {
    let others = [
        json!(true),
        json!(-1),
        json!(0),
        json!(7),
        json!(7.0),
        json!(7.5),
        json!(5_000_000_000_i64),
        json!("x"),
        json!(""),
        json!([]),
        json!([7]),
        json!({}),
        json!({ "x": 7 }),
    ];
    let mut found = Vec::new();
    paths(good, "", &mut found);
    let mut variants = Vec::new();
    for at in found.iter().filter(|at| !at.is_empty()) {
        for other in &others {
            let mut document = good.clone();
            *document.pointer_mut(at).unwrap() = other.clone();
            variants.push((format!("{at} = {other}"), document));
        }
        let (parent, key) = at.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        let mut document = good.clone();
        if let Some(Value::Object(table)) = document.pointer_mut(parent) {
            table.shift_remove(&key);
            variants.push((format!("{at} left out"), document));
        }
        let mut document = good.clone();
        if let Some(Value::Object(table)) = document.pointer_mut(at) {
            table.insert("surplus".to_owned(), json!(7));
            variants.push((format!("{at} with another key"), document));
        }
    }
    variants
}

/// What only the schema can say: how long, how large, how written. That a text is a duration both know.
fn is_range_or_pattern(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Minimum { .. }
            | Kind::Maximum { .. }
            | Kind::MinLength { .. }
            | Kind::MaxLength { .. }
            | Kind::MinItems { .. }
            | Kind::MinProperties { .. }
            | Kind::Pattern { .. }
    )
}

#[test]
fn serde_builds_what_the_schema_accepts_and_refuses_what_it_refuses_but_for_ranges_and_patterns() {
    let validator = validator();
    let complete = top().join("tests/fixtures/complete");
    for name in ["release.toml", "build.toml"] {
        for (what, variant) in variants(&document(&read(&complete.join(name)))) {
            let errors: Vec<_> = validator.iter_errors(&variant).collect();
            let built = serde_json::from_value::<Pipeline>(variant.clone());
            if errors.is_empty() {
                // JSON Schema calls 7.0 an integer and serde does not: the decoder mediates.
                let whole = variant.to_string().contains("7.0");
                assert!(built.is_ok() || whole, "{name}: {what}: {built:?}");
            } else if !errors.iter().all(|error| is_range_or_pattern(error.kind())) {
                // Serde reads a struct from an array of its values too, in their order.
                let array = errors.iter().any(|error| error.instance().is_array());
                assert!(
                    built.is_err() || array,
                    "{name}: {what}: only the schema refuses: {errors:?}"
                );
            }
        }
    }
}

#[test]
fn the_decoder_answers_as_the_schema_does_on_every_variant() {
    let validator = validator();
    let complete = top().join("tests/fixtures/complete");
    for (index, (what, variant)) in variants(&document(&read(&complete.join("release.toml"))))
        .iter()
        .enumerate()
    {
        // Each third: one for every path and kind of change within a few of its neighbours.
        if index % 3 != 0 {
            continue;
        }
        let text = as_file(variant);
        let decoded = decode(&text);
        let found = &decoded.diagnostics;
        assert_eq!(validator.is_valid(variant), found.is_empty(), "{what}: {found:?}");
        assert!(
            decoded.pipeline.is_some(),
            "{what}: nothing is left for the rules: {found:?}"
        );
        assert!(
            found.iter().all(|diagnostic| diagnostic.rule != "format"),
            "{what}: {found:?}"
        );
    }
}

/// Properties of a schema, as `Definition.key`.
fn properties(name: &str, schema: &Value, into: &mut BTreeSet<String>) {
    for key in schema["properties"].as_object().into_iter().flat_map(Map::keys) {
        into.insert(format!("{name}.{key}"));
    }
}

#[test]
fn the_two_complete_files_have_every_key() {
    let schema = Pipeline::schema();
    let mut all = BTreeSet::new();
    properties("Pipeline", &schema, &mut all);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        properties(name, definition, &mut all);
    }
    let complete = top().join("tests/fixtures/complete");
    let text = read(&complete.join("release.toml")) + &read(&complete.join("build.toml"));
    for key in &all {
        let key = key.rsplit('.').next().unwrap();
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(words.clone().any(|word| word == key), "no file has `{key}`");
    }
}
