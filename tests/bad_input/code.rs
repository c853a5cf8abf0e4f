use pipewright::check;
use pipewright::decode::decode;
use pipewright::diagnostic::{Diagnostic, Severity};
use pipewright::emit;
use pipewright::lower::{self, lower};
use pipewright::plan::plan;
use pipewright::read::Root;
use serde_json::{Value, json};

use super::scene::{Repository, fixture, fixtures, good};

/// Every string of a document, by pointer.
fn strings(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::String(_) => into.push(at.to_owned()),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                strings(item, &format!("{at}/{index}"), into);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                strings(
                    value,
                    &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    into,
                );
            }
        }
        _ => {}
    }
}

/// The files of a document, if nothing is wrong with it.
fn generated(document: &Value, schema: &jsonschema::Validator, root: &Root) -> Option<Vec<(String, String)>> {
    let pipeline = serde_json::from_value(document.clone()).ok()?;
    let source = "pipeline.toml";
    let input = check::Input {
        pipeline: &pipeline,
        root,
        source,
    };
    let wrong = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if !schema.is_valid(document) || check::check(input).iter().any(wrong) {
        return None;
    }
    let plan = plan(&pipeline);
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan,
        source,
    });
    let files = files.iter().filter(|file| !file.path.ends_with(".json"));
    Some(
        files
            .map(|file| (file.path.clone(), emit::text(file, source)))
            .collect(),
    )
}

/// The keys of a YAML document and the number of its items: what text must not change.
fn shape(value: &serde_yaml::Value, into: &mut String) {
    match value {
        serde_yaml::Value::Mapping(map) => {
            into.push('{');
            for (key, value) in map {
                into.push_str(key.as_str().unwrap_or("?"));
                into.push(':');
                shape(value, into);
            }
            into.push('}');
        }
        serde_yaml::Value::Sequence(items) => {
            into.push('[');
            items.iter().for_each(|item| shape(item, into));
            into.push(']');
        }
        _ => into.push('.'),
    }
}

fn shapes(files: &[(String, String)]) -> Vec<String> {
    let one = |(path, text): &(String, String)| {
        let mut out = String::new();
        let tree = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        shape(&tree, &mut out);
        out
    };
    files.iter().map(one).collect()
}

#[test]
fn no_text_of_the_user_becomes_an_expression_or_changes_the_workflow() {
    let text = fixture("complete/release.toml");
    let source = decode(&text);
    assert!(source.diagnostics.is_empty());
    let document = as_json(&text);
    let root = Root::new(fixtures().join("repository"));
    let schema = jsonschema::draft202012::new(&pipewright::pipeline::Pipeline::schema()).unwrap();
    let sound = generated(&document, &schema, &root).unwrap();
    let (expected, expressions) = (shapes(&sound), count(&sound));
    let mut pointers = Vec::new();
    strings(&document, "", &mut pointers);
    let hostile = [
        "${{ secrets.PWNED }}",
        "x'\"`$(touch pwned); touch pwned\\ # {{ 7 }} */ : - | ''\n  pwned: true\n- pwned # ",
        "x' # pwned: \"*/ $(touch pwned)",
        "x\u{2028}pwned: true",
    ];
    for pointer in &pointers {
        for evil in hostile {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = json!(evil);
            let Some(files) = generated(&changed, &schema, &root) else {
                continue;
            };
            // An expression has its place in the `env` and `with` of a step of one's own, and nowhere else.
            let allowed =
                pointer.starts_with("/steps/") && (pointer.contains("/env/") || pointer.contains("/with/"));
            assert!(
                allowed || count(&files) == expressions,
                "{pointer} = {evil:?} is an expression"
            );
            // An optional key may come or go with a value; a key of the text's own may not.
            let shapes = shapes(&files);
            assert!(
                shapes.iter().all(|shape| !shape.contains("pwned")),
                "{pointer} = {evil:?} is YAML"
            );
            assert_eq!(shapes.len(), expected.len(), "{pointer} = {evil:?}");
        }
    }
}

#[test]
fn the_emitter_by_itself_keeps_a_comment_a_comment() {
    let text = good().replace(
        "triggers = { push = { branches = [\"main\"] } }",
        "triggers.schedule.nightly = { cron = \"0 2 * * *\", description = \"x\\u2028pwned: true\" }",
    );
    let pipeline = decode(&text).pipeline.unwrap();
    let files = lower(lower::Input {
        pipeline: &pipeline,
        plan: &plan(&pipeline),
        source: "pipeline.toml",
    });
    let suite = emit::text(&files[0], "pipeline.toml");
    assert!(!suite.contains('\u{2028}'), "{suite}");
}

/// How many expressions there are in all.
fn count(files: &[(String, String)]) -> usize {
    files.iter().map(|(_, text)| text.matches("${{").count()).sum()
}

/// A document without the decoder's own code.
fn as_json(text: &str) -> Value {
    use toml::de::{DeTable, DeValue};
    fn of(value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => json!(text),
            DeValue::Boolean(flag) => json!(flag),
            DeValue::Datetime(date) => json!(date.to_string()),
            DeValue::Integer(number) => json!(number.as_str().parse::<i64>().unwrap()),
            DeValue::Float(number) => json!(number.as_str().parse::<f64>().unwrap()),
            DeValue::Array(items) => items.iter().map(|item| of(item.get_ref())).collect(),
            DeValue::Table(entries) => entries
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), of(value.get_ref())))
                .collect(),
        }
    }
    let table = DeTable::parse(text).unwrap();
    let entries = table.get_ref().iter();
    entries
        .map(|(key, value)| (key.get_ref().to_string(), of(value.get_ref())))
        .collect()
}

#[test]
fn keys_of_the_user_do_not_change_the_workflow() {
    for key in ["#", "#value", "a: b", "x\\ny", "${{ x }}", "", "*a", "a b"] {
        for table in ["with", "env"] {
            let action = if table == "with" {
                "uses = \"actions/setup-node@0123456789abcdef0123456789abcdef01234567 # v1.2.3\""
            } else {
                "run = \"true\""
            };
            let text = format!(
                "{}\n[[steps]]\njob = \"cell\"\nposition = \"before\"\nstep = \"execute\"\nid = \"mine\"\n{action}\n{table} = {{ \"{key}\" = \"v\" }}\n",
                good()
            );
            let err = Repository::with(text).refused();
            assert!(err.contains("cannot be the name of"), "{table}.{key}: {err}");
        }
    }
}
