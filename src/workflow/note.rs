use serde::Serialize;

/// Key that carries a comment to the emitter. No key of GitHub's begins with `#`.
pub const NOTE: &str = "#";
/// Key that carries a value with a comment behind it to the emitter.
pub const VALUE: &str = "#value";

/// A comment above the mapping it is flattened into; several lines become several comments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The comment, without `#`.
    #[serde(rename = "#", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Note {
    /// A comment.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
        }
    }

    /// No comment.
    #[must_use]
    pub const fn none() -> Self {
        Self { text: None }
    }
}

/// A value with a comment behind it, on the same line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remarked {
    /// The value.
    #[serde(rename = "#value")]
    pub value: String,
    /// The comment.
    #[serde(rename = "#")]
    pub remark: String,
}
