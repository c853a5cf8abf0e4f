//! `on.workflow_dispatch` -> the two inputs of a run by hand.

use super::facts::{is_dynamic, texts};
use super::report::Import;
use super::triggers::Choices;
use crate::draft::{Table, Value, harmless};
use crate::yaml::{At, Entry, Node};

/// The table: the first input that chooses a version, and the first that chooses a suite.
pub(super) fn table(choices: &Choices, at: At, node: &Node, import: &mut Import) -> Table {
    let mut table = Table::new(&["triggers", "workflow_dispatch"]);
    let mut taken = Vec::new();
    for entry in node.get("inputs").map(Node::entries).unwrap_or_default() {
        let what = format!("the input `{}`", entry.key);
        match key(choices, entry).filter(|key| !taken.contains(key)) {
            Some(key) => {
                taken.push(key);
                import.carry(entry.at, what, format!("triggers.workflow_dispatch.{key}"));
                table = table.entry(key, input(known(choices, key), entry, import));
            }
            None => import.leave(
                entry.at,
                what,
                "a run by hand chooses a suite and a version, and nothing else",
            ),
        }
    }
    import.carry(at, "on.workflow_dispatch", "triggers.workflow_dispatch");
    table
}

/// What an input chooses, if it is one of the two.
fn key(choices: &Choices, entry: &Entry) -> Option<&'static str> {
    let options = options(entry);
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let shaped = entry.key.len() <= 51
        && entry.key.starts_with(|c: char| c.is_ascii_lowercase())
        && entry.key.chars().all(letter);
    let names_any = |names: &[String]| options.iter().any(|option| names.contains(option));
    match () {
        () if !shaped || options.is_empty() => None,
        () if names_any(&choices.versions) => Some("version_input"),
        () if names_any(&choices.suites) || is_kind(&entry.key) => Some("suite_input"),
        () => None,
    }
}

fn known<'c>(choices: &'c Choices, key: &str) -> &'c [String] {
    if key == "version_input" {
        &choices.versions
    } else {
        &choices.suites
    }
}

fn options(entry: &Entry) -> Vec<String> {
    entry.value.get("options").map(texts).unwrap_or_default()
}

/// The input, with its description and its default where the pipeline has them.
fn input(known: &[String], entry: &Entry, import: &mut Import) -> Value {
    let text = |key: &str| entry.value.get(key).and_then(Node::scalar);
    let default = text("default").filter(|name| known.contains(name) && known.len() > 1);
    let description = text("description").filter(|text| !is_dynamic(text) && harmless(text) == *text);
    let mut input = vec![("name".to_owned(), Value::from(entry.key.as_str()))];
    input.extend(description.map(|text| ("description".to_owned(), Value::from(text.as_str()))));
    input.extend(default.map(|name| ("default".to_owned(), Value::from(name.as_str()))));
    let options = options(entry).into_iter();
    let gone: Vec<String> = options
        .filter(|option| !known.contains(option) && option != "all")
        .collect();
    if !gone.is_empty() {
        let what = format!("the choices {} of `{}`", gone.join(", "), entry.key);
        let why = "the file names nothing that they choose: declare suites and versions of these names";
        import.leave(entry.at, what, why);
    }
    Value::Inline(input)
}

/// Whether an input of this name mostly chooses what kind of tests run.
fn is_kind(name: &str) -> bool {
    let kinds = ["suite", "type", "kind", "tests", "group"];
    name.split('_').any(|part| kinds.contains(&part))
}
