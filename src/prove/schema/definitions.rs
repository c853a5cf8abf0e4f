use std::collections::HashMap;
use std::sync::OnceLock;

use indexmap::IndexMap;

use super::definition::{Definition, File, List, Map, Plain, Property, Text};

/// The known keys of a mapping.
pub(super) type Properties = IndexMap<String, Property>;

/// What a whole workflow is.
pub(super) const ROOT: &str = "workflow-root-strict";

/// GitHub's schema, by the names of its definitions.
#[derive(Debug)]
pub(super) struct Definitions(HashMap<String, Definition>);

impl Definitions {
    /// The schema, read once.
    ///
    /// # Panics
    /// Never: the file is part of this program, and a test reads it.
    pub(super) fn get() -> &'static Self {
        static KNOWN: OnceLock<Definitions> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let file: File = serde_json::from_str(include_str!("workflow-v1.0.min.json"))
                .expect("the schema is part of the program");
            let mut definitions = built_in();
            definitions.extend(file.definitions);
            Self(definitions)
        })
    }

    /// A definition. One that is not there accepts nothing.
    pub(super) fn named(&self, name: &str) -> &Definition {
        static NOTHING: OnceLock<Definition> = OnceLock::new();
        self.0
            .get(name)
            .unwrap_or_else(|| NOTHING.get_or_init(Definition::default))
    }

    /// The definition and, if it is a choice, what can be chosen, however deep.
    pub(super) fn choices<'d>(&'d self, definition: &'d Definition) -> Vec<&'d Definition> {
        let mut choices = vec![definition];
        let mut next = 0;
        while let Some(one_of) = choices.get(next).map(|choice| &choice.one_of) {
            choices.extend(one_of.iter().flatten().map(|name| self.named(name)));
            next += 1;
        }
        choices
    }
}

/// The definitions that every schema of this kind begins with.
fn built_in() -> HashMap<String, Definition> {
    let any = || Some("any".to_owned());
    let names = ["null", "boolean", "number", "string", "sequence", "mapping"];
    let mut definitions = HashMap::new();
    for name in names {
        let mut definition = Definition::default();
        match name {
            "null" => definition.null = Some(Plain {}),
            "boolean" => definition.boolean = Some(Plain {}),
            "number" => definition.number = Some(Plain {}),
            "string" => definition.string = Some(Text::default()),
            "sequence" => {
                definition.sequence = Some(List {
                    item_type: "any".to_owned(),
                })
            }
            _ => {
                definition.mapping = Some(Map {
                    loose_key_type: Some("string".to_owned()),
                    loose_value_type: any(),
                    ..Map::default()
                });
            }
        }
        definitions.insert(name.to_owned(), definition);
    }
    let choice = Definition {
        one_of: Some(names.map(str::to_owned).to_vec()),
        ..Definition::default()
    };
    definitions.insert("any".to_owned(), choice);
    definitions
}
