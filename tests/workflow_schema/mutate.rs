//! Changes of a workflow, by chance: keys and values that belong elsewhere, or nowhere.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Keys of all places, and some of none.
const KEYS: [&str; 44] = [
    "on",
    "name",
    "run-name",
    "env",
    "permissions",
    "defaults",
    "concurrency",
    "jobs",
    "runs-on",
    "needs",
    "if",
    "steps",
    "uses",
    "with",
    "run",
    "shell",
    "id",
    "strategy",
    "matrix",
    "include",
    "fail-fast",
    "max-parallel",
    "timeout-minutes",
    "continue-on-error",
    "outputs",
    "services",
    "container",
    "environment",
    "secrets",
    "group",
    "cancel-in-progress",
    "branches",
    "paths-ignore",
    "types",
    "cron",
    "inputs",
    "type",
    "required",
    "default",
    "contents",
    "wait",
    "background",
    "stepz",
    "Name",
];

/// Values of all kinds.
fn value(random: &mut Random) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!(""),
        json!("text"),
        json!("read"),
        json!("write-all"),
        json!("push"),
        json!("choice"),
        json!("inherit"),
        json!("bash"),
        json!([]),
        json!(["a"]),
        json!([1, {}]),
        json!({}),
        json!({"a": "b"}),
        json!({"include": [{"a": 1}]}),
        json!({"group": "g"}),
        json!({"run": "true"}),
        json!({"types": ["opened"]}),
        json!({"cron": "0 2 * * *"}),
        json!("${{ github.ref }}"),
        json!("a ${{ github.ref }} b"),
        json!("self-hosted"),
        json!({"labels": "x", "group": "y"}),
        json!({"url": "u", "name": "n"}),
        json!("none"),
    ];
    values[random.below(values.len())].clone()
}

/// The workflow with one to three changes.
pub(crate) fn mutant(original: &Value, random: &mut Random) -> Value {
    let mut workflow = original.clone();
    for _ in 0..=random.below(3) {
        let count = places(&workflow);
        let mut at = random.below(count);
        change(&mut workflow, &mut at, random);
    }
    workflow
}

/// How many mappings and lists there are.
fn places(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(places).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(places).sum::<usize>(),
        _ => 0,
    }
}

/// Changes the mapping or list of a number.
fn change(value: &mut Value, at: &mut usize, random: &mut Random) -> bool {
    let here = *at == 0;
    *at = at.saturating_sub(1);
    match value {
        Value::Object(members) if here => change_map(members, random),
        Value::Array(items) if here => change_list(items, random),
        Value::Object(members) => return members.values_mut().any(|inner| enter(inner, at, random)),
        Value::Array(items) => return items.iter_mut().any(|inner| enter(inner, at, random)),
        _ => return false,
    }
    true
}

fn enter(value: &mut Value, at: &mut usize, random: &mut Random) -> bool {
    (value.is_object() || value.is_array()) && change(value, at, random)
}

fn change_map(members: &mut Map<String, Value>, random: &mut Random) {
    let names: Vec<String> = members.keys().cloned().collect();
    let key = KEYS[random.below(KEYS.len())].to_owned();
    let Some(name) = (!names.is_empty()).then(|| names[random.below(names.len())].clone()) else {
        members.insert(key, value(random));
        return;
    };
    match random.below(5) {
        0 => drop(members.insert(key, value(random))),
        1 => drop(members.remove(&name)),
        2 => {
            let behind = members.remove(&name).unwrap_or_default();
            members.insert(key, behind);
        }
        3 => {
            let behind = members.get(&names[random.below(names.len())]).cloned();
            members.insert(name, behind.unwrap_or_default());
        }
        _ => drop(members.insert(name, value(random))),
    }
}

fn change_list(items: &mut Vec<Value>, random: &mut Random) {
    let at = random.below(items.len() + 1);
    if at < items.len() && random.chance(50) {
        items[at] = value(random);
    } else {
        items.insert(at, value(random));
    }
}
