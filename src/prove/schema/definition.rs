use std::collections::HashMap;

use serde::Deserialize;

use super::definitions::Properties;

/// One definition of GitHub's schema. Exactly one of the shapes is there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Definition {
    /// What an expression may look at; where there is nothing, and nothing above, there may be none.
    pub(super) context: Vec<String>,
    pub(super) null: Option<Plain>,
    pub(super) boolean: Option<Plain>,
    pub(super) number: Option<Plain>,
    pub(super) string: Option<Text>,
    pub(super) sequence: Option<List>,
    pub(super) mapping: Option<Map>,
    pub(super) one_of: Option<Vec<String>>,
    pub(super) allowed_values: Option<Vec<String>>,
}

/// A shape without conditions.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Plain {}

/// A text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Text {
    pub(super) constant: Option<String>,
    pub(super) require_non_empty: bool,
}

/// A list of values of one definition.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct List {
    pub(super) item_type: String,
}

/// A mapping with known keys, with free ones, or with both.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct Map {
    pub(super) properties: Properties,
    pub(super) loose_key_type: Option<String>,
    pub(super) loose_value_type: Option<String>,
}

/// What stands behind a known key.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Property {
    /// A value of a definition.
    Short(String),
    /// The same, with more to say.
    Long {
        /// The definition.
        r#type: String,
        /// Whether the key must be there.
        #[serde(default)]
        required: bool,
    },
}

impl Property {
    pub(super) fn definition(&self) -> &str {
        match self {
            Self::Short(name) | Self::Long { r#type: name, .. } => name,
        }
    }

    pub(super) const fn is_required(&self) -> bool {
        matches!(self, Self::Long { required: true, .. })
    }
}

/// The file.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub(super) definitions: HashMap<String, Definition>,
}
