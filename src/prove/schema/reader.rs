use super::context;
use super::definition::{Definition, Map};
use super::definitions::{Definitions, ROOT};
use crate::cron::Cron;
use crate::yaml::{At, Data, Node};

/// Keys of steps that the schema has, and that GitHub accepts only where an experiment is switched on.
const EXPERIMENTS: [&str; 4] = ["background", "wait", "wait-all", "cancel"];

/// Keys of workflows, jobs and steps that GitHub has taken up since, and the schema does not know yet.
const LATER: [&str; 6] = [
    "cache-mode",
    "background",
    "wait",
    "wait-all",
    "cancel",
    "parallel",
];

/// Most keys that are named in a message.
const NAMED: usize = 20;

/// What an expression may look at here; where there is nothing, there may be none.
type Context = &'static [String];

/// Reads a workflow by the schema.
pub(super) struct Reader {
    definitions: &'static Definitions,
    /// Whether expressions are read, too, and what GitHub has taken up since.
    deep: bool,
    findings: Vec<(At, String)>,
}

impl Reader {
    /// Generated workflows: nothing but what the schema has.
    pub(super) fn new() -> Self {
        Self {
            definitions: Definitions::get(),
            deep: false,
            findings: Vec::new(),
        }
    }

    /// Workflows of people.
    pub(super) fn deep() -> Self {
        Self {
            deep: true,
            ..Self::new()
        }
    }

    pub(super) fn read(mut self, workflow: &Node) -> Vec<(At, String)> {
        self.value(workflow, ROOT, &[]);
        self.findings
    }

    fn found(&mut self, at: At, message: String) {
        self.findings.push((at, message));
    }

    /// A value that should be one of a definition. `context`: what expressions may look at by what stands above.
    fn value(&mut self, node: &Node, name: &str, context: Context) {
        let definition = self.definitions.named(name);
        let context = if definition.context.is_empty() {
            context
        } else {
            &definition.context
        };
        match &node.data {
            Data::List(items) => self.list(node, items, definition, context),
            Data::Map(_) => self.map(node, definition, context),
            _ if self.deep => self.deep_scalar(node, name, definition, context),
            _ => self.scalar(node, definition, context),
        }
    }

    /// A scalar with what stands in it: an expression, or a cron.
    fn deep_scalar(&mut self, node: &Node, name: &str, definition: &Definition, context: Context) {
        self.scalar(node, definition, context);
        let Some(text) = node.text() else { return };
        if !context.is_empty() && (text.contains("${{") || name == "step-if" && !text.trim().is_empty()) {
            for message in context::problems(text, context) {
                self.found(node.at, message);
            }
        } else if let Some(fault) = (name == "cron-pattern")
            .then(|| Cron::parse(text).err())
            .flatten()
        {
            self.found(node.at, format!("{}: {}", fault.message, fault.help));
        }
    }

    fn list(&mut self, node: &Node, items: &[Node], definition: &'static Definition, context: Context) {
        let choices = self.definitions.choices(definition);
        let Some(list) = choices.iter().find_map(|choice| choice.sequence.as_ref()) else {
            return self.found(node.at, "GitHub accepts no sequence here".to_owned());
        };
        for item in items {
            self.value(item, &list.item_type, context);
        }
    }

    fn scalar(&mut self, node: &Node, definition: &Definition, context: Context) {
        if node.text().is_some_and(|text| text.contains("${{")) {
            if context.is_empty() {
                self.found(node.at, "GitHub accepts no expression here".to_owned());
            }
            return;
        }
        let choices = self.definitions.choices(definition);
        if !choices.iter().any(|choice| holds(choice, node)) {
            let value = node.scalar().unwrap_or_default();
            let allowed = allowed(&choices);
            let value = match value.as_str() {
                "" => "nothing".to_owned(),
                value => format!("`{value}`"),
            };
            self.found(node.at, format!("GitHub does not accept {value} here{allowed}"));
        }
    }

    fn map(&mut self, node: &Node, definition: &'static Definition, context: Context) {
        let choices = self.definitions.choices(definition);
        let mut maps: Vec<&Map> = choices
            .iter()
            .filter_map(|choice| choice.mapping.as_ref())
            .collect();
        if maps.is_empty() {
            return self.found(node.at, "GitHub accepts no mapping here".to_owned());
        }
        let loose = maps[0]
            .loose_key_type
            .as_deref()
            .zip(maps[0].loose_value_type.as_deref());
        // A key that nobody knows before the run may be any of those that are asked for.
        let mut open = false;
        for entry in node.entries() {
            if entry.key.contains("${{") {
                open = true;
                if context.is_empty() {
                    self.found(entry.at, "GitHub accepts no expression here".to_owned());
                } else if self.deep {
                    for message in context::problems(&entry.key, context) {
                        self.found(entry.at, message);
                    }
                }
            } else if let Some(behind) = narrow(&mut maps, &entry.key) {
                self.value(&entry.value, behind, context);
            } else if let Some((key, behind)) = loose {
                self.key(&entry.key, entry.at, key);
                self.value(&entry.value, behind, context);
            } else if self.deep && LATER.contains(&entry.key.as_str()) {
                open = true;
            } else {
                let message = format!(
                    "GitHub accepts no key `{}` here; it accepts {}",
                    entry.key,
                    keys(&maps)
                );
                self.found(entry.at, message);
            }
        }
        if let ([map], false) = (maps.as_slice(), open) {
            self.required(node, map);
        } else if maps.len() > 1 && !(open && self.deep) {
            let message = format!("GitHub cannot tell what this is; it accepts {}", keys(&maps));
            self.found(node.at, message);
        }
    }

    /// A free key.
    fn key(&mut self, key: &str, at: At, name: &str) {
        let node = Node {
            at,
            data: Data::Text(key.to_owned()),
        };
        let choices = self.definitions.choices(self.definitions.named(name));
        if !choices.iter().any(|choice| holds(choice, &node)) {
            self.found(at, format!("GitHub does not accept `{key}` as a key here"));
        }
    }

    fn required(&mut self, node: &Node, map: &Map) {
        let required = map
            .properties
            .iter()
            .filter(|(_, property)| property.is_required());
        for (name, _) in required {
            let is_there = node
                .entries()
                .iter()
                .any(|entry| entry.key.eq_ignore_ascii_case(name));
            if !is_there {
                self.found(node.at, format!("GitHub asks for a key `{name}` here"));
            }
        }
    }
}

/// The definition of what stands behind a key, after which only those mappings are left that have the key.
fn narrow<'d>(maps: &mut Vec<&'d Map>, key: &str) -> Option<&'d str> {
    if EXPERIMENTS.contains(&key) {
        return None;
    }
    let behind = maps.iter().rev().find_map(|map| map.properties.get(key))?;
    maps.retain(|map| map.properties.contains_key(key));
    Some(behind.definition())
}

/// Whether a scalar is one of a definition. Every scalar is a text, too.
fn holds(definition: &Definition, node: &Node) -> bool {
    let plain = match &node.data {
        Data::Null => definition.null.is_some(),
        Data::Bool(_) => definition.boolean.is_some(),
        Data::Number(_) => definition.number.is_some(),
        _ => false,
    };
    plain || node.scalar().is_some_and(|text| is_text(definition, &text))
}

fn is_text(definition: &Definition, text: &str) -> bool {
    let values = definition.allowed_values.as_ref();
    if values.is_some_and(|values| values.iter().any(|value| value == text)) {
        return true;
    }
    definition
        .string
        .as_ref()
        .is_some_and(|wanted| match &wanted.constant {
            Some(constant) => constant == text,
            None => !wanted.require_non_empty || !text.is_empty(),
        })
}

/// What is allowed instead of a scalar, where that can be said.
fn allowed(choices: &[&Definition]) -> String {
    let constants = choices
        .iter()
        .filter_map(|choice| choice.string.as_ref()?.constant.as_deref());
    let values = choices
        .iter()
        .flat_map(|choice| choice.allowed_values.iter().flatten());
    let words: Vec<&str> = constants.chain(values.map(String::as_str)).collect();
    if words.is_empty() {
        String::new()
    } else {
        format!("; it accepts {}", listed(&words))
    }
}

fn keys(maps: &[&Map]) -> String {
    let mut keys: Vec<&str> = Vec::new();
    for key in maps.iter().flat_map(|map| map.properties.keys()) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    listed(&keys)
}

fn listed(words: &[&str]) -> String {
    let mut text = words
        .iter()
        .take(NAMED)
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if words.len() > NAMED {
        text.push_str(&format!(" and {} more", words.len() - NAMED));
    }
    text
}
