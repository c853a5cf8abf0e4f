use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use super::{Input, Rule};
use crate::diagnostic::{Diagnostic, Path, Place, Segment};
use crate::matrix;
use crate::path;
use crate::read::{Entry, Node, YamlFault};

pub(super) const RULE: Rule = Rule {
    id: "values-key",
    summary: "A chart value that the chart does not have.",
    why: "Helm ignores values that no template reads, so a misspelt key changes nothing and nobody notices. A key must be \
          in the chart's `values.yaml` or `values.schema.json`, or below a key that may hold anything: one that is empty in \
          `values.yaml`, or whose schema has `additionalProperties`. `global` and the \
          names of dependencies are always allowed.",
    check,
};

fn check(input: Input<'_>, found: &mut Vec<Diagnostic>) {
    for (name, version) in &input.pipeline.versions {
        let Some(chart) = version.chart.as_ref().and_then(|chart| Chart::read(input, chart)) else {
            continue;
        };
        let path = path!["versions", name, "values"];
        for (key, value) in version.values.iter().filter(|(key, _)| !chart.is_free(key)) {
            inline(&chart, &path.join(key), value, &chart.top(), found);
        }
    }
    let mut seen = HashSet::new();
    for scenario in input.pipeline.scenarios.values() {
        let Some(values) = &scenario.values else { continue };
        for version in matrix::versions(input.pipeline, scenario) {
            let Some(chart) = &input.pipeline.versions[version].chart else {
                continue;
            };
            if seen.insert((chart, values)) {
                file(input, chart, &format!("{chart}/{values}"), found);
            }
        }
    }
}

fn file(input: Input<'_>, chart: &str, file: &str, found: &mut Vec<Diagnostic>) {
    let node = input.root.yaml(file);
    if let (Ok(node), Some(chart)) = (node.as_ref(), Chart::read(input, chart)) {
        for entry in node.entries().iter().filter(|entry| !chart.is_free(&entry.key)) {
            written(input, &chart, file, entry, &chart.top(), &entry.key, found);
        }
    }
}

/// A chart's own values, and what its schema says of them.
struct Chart<'a> {
    folder: &'a str,
    values: Rc<Result<Node, YamlFault>>,
    schema: Rc<Result<Node, YamlFault>>,
    dependencies: Vec<String>,
}

/// What the chart says of one level of its values.
struct Level<'a> {
    values: Option<&'a Node>,
    /// The schemas that speak of it, references followed.
    schemas: Vec<&'a Node>,
}

impl<'a> Chart<'a> {
    fn read(input: Input<'_>, folder: &'a str) -> Option<Self> {
        let values = input.root.yaml(&format!("{folder}/values.yaml"));
        values.as_ref().as_ref().ok()?;
        let about = input.root.yaml(&format!("{folder}/Chart.yaml"));
        let dependencies = about
            .as_ref()
            .as_ref()
            .ok()
            .and_then(|about| about.get("dependencies"))
            .map(Node::items);
        let names = dependencies.unwrap_or_default().iter().filter_map(|dependency| {
            dependency
                .get("alias")
                .or_else(|| dependency.get("name"))
                .and_then(Node::text)
                .map(str::to_owned)
        });
        let dependencies = names.collect();
        // JSON is YAML, so one reader serves both.
        let schema = input.root.yaml(&format!("{folder}/values.schema.json"));
        Some(Self {
            folder,
            values,
            schema,
            dependencies,
        })
    }

    fn top(&self) -> Level<'_> {
        let mut schemas = Vec::new();
        self.follow(self.schema.as_ref().as_ref().ok(), 0, &mut schemas);
        Level {
            values: self.values.as_ref().as_ref().ok(),
            schemas,
        }
    }

    /// Whether Helm hands the value on to somebody else.
    fn is_free(&self, key: &str) -> bool {
        key == "global" || self.dependencies.iter().any(|name| name == key)
    }

    /// What the chart says below a key, or that it has no such key.
    fn below<'n>(&'n self, above: &Level<'n>, key: &str) -> Option<Level<'n>> {
        let values = above.values.and_then(|node| node.get(key));
        let anything = above.values.is_none_or(|node| node.entries().is_empty());
        let mut known = values.is_some() || anything;
        let mut schemas = Vec::new();
        for schema in &above.schemas {
            let property = schema
                .get("properties")
                .and_then(|properties| properties.get(key));
            let further = schema
                .get("additionalProperties")
                .filter(|further| further.text() != Some("false"));
            known |= property.is_some() || further.is_some() || schema.get("patternProperties").is_some();
            self.follow(property.or(further), 0, &mut schemas);
        }
        known.then_some(Level { values, schemas })
    }

    /// A schema with its references and combinations followed; not far, since references can form a circle.
    fn follow<'n>(&'n self, schema: Option<&'n Node>, depth: usize, into: &mut Vec<&'n Node>) {
        let Some(schema) = schema.filter(|_| depth < 8) else {
            return;
        };
        into.push(schema);
        for key in ["allOf", "anyOf", "oneOf"] {
            for part in schema.get(key).map(Node::items).unwrap_or_default() {
                self.follow(Some(part), depth + 1, into);
            }
        }
        let reference = schema
            .get("$ref")
            .and_then(Node::text)
            .and_then(|reference| reference.strip_prefix("#/"));
        if let (Some(reference), Ok(top)) = (reference, self.schema.as_ref()) {
            let target = reference.split('/').try_fold(top, |node, part| node.get(part));
            self.follow(target, depth + 1, into);
        }
    }

    fn unknown(&self, place: Place, dotted: &str, above: &Level<'_>) -> Diagnostic {
        let key = dotted.rsplit('.').next().unwrap_or(dotted);
        let keys = above
            .values
            .into_iter()
            .flat_map(Node::entries)
            .map(|entry| entry.key.as_str());
        Diagnostic::error(
            RULE.id,
            place,
            format!("the chart `{}` has no value `{dotted}`", self.folder),
        )
        .known("values there", key, keys)
    }
}

/// A value of `pipeline.toml` against what the chart says one level up.
fn inline(chart: &Chart<'_>, path: &Path, value: &Value, above: &Level<'_>, found: &mut Vec<Diagnostic>) {
    let Some(Segment::Key(key)) = path.0.last() else {
        return;
    };
    match (chart.below(above, key), value) {
        (None, _) => {
            let dotted = Path(path.0[3..].to_vec()).to_string();
            found.push(chart.unknown(path.clone().key(), &dotted, above));
        }
        (Some(below), Value::Object(table)) => {
            for (key, value) in table {
                inline(chart, &path.join(key), value, &below, found);
            }
        }
        (Some(_), _) => {}
    }
}

/// An entry of a values file against what the chart says one level up.
fn written(
    input: Input<'_>,
    chart: &Chart<'_>,
    file: &str,
    entry: &Entry,
    above: &Level<'_>,
    dotted: &str,
    found: &mut Vec<Diagnostic>,
) {
    match chart.below(above, &entry.key) {
        None => {
            let place = Place::Other {
                file: file.to_owned(),
                line: entry.line,
                column: entry.column,
            };
            let unknown = chart.unknown(place, dotted, above);
            found.push(match input.root.line(file, entry.line) {
                Some(line) => unknown.shown(&line, entry.column, entry.key.chars().count()),
                None => unknown,
            });
        }
        Some(below) => {
            for inner in entry.value.entries() {
                written(
                    input,
                    chart,
                    file,
                    inner,
                    &below,
                    &format!("{dotted}.{}", inner.key),
                    found,
                );
            }
        }
    }
}
