//! What a proof finds.

use std::fmt;

use crate::yaml::At;

/// What is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// Exactly the planned cells run, each once, and nothing under what is not declared.
    Routing,
    /// The gate is green only if everything that the event calls for passed.
    Gate,
    /// Two readers see the same, and it is what the pipeline says.
    Meaning,
    /// Every key and value is one that GitHub accepts at its place.
    Schema,
    /// Every reference resolves, and is available at its place.
    References,
    /// Artifacts do not meet, and are produced before they are consumed.
    Artifacts,
    /// No token may do more than its job needs.
    Permissions,
    /// No expression is pasted into a script.
    Scripts,
    /// Every action is where the lock has it, and nothing starts the lock.
    Pins,
}

impl Property {
    /// Its name, in kebab-case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Routing => "routing",
            Self::Gate => "gate",
            Self::Meaning => "meaning",
            Self::Schema => "schema",
            Self::References => "references",
            Self::Artifacts => "artifacts",
            Self::Permissions => "permissions",
            Self::Pins => "pins",
            Self::Scripts => "scripts",
        }
    }
}

/// Something that is not as the pipeline says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What does not hold.
    pub property: Property,
    /// The file.
    pub file: String,
    /// Where in it; its first place for the file as a whole.
    pub at: At,
    /// The trigger under which it does not.
    pub trigger: Option<String>,
    /// The cell that it is about.
    pub cell: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(property: Property, file: &str, at: At, message: impl Into<String>) -> Self {
        Self {
            property,
            file: file.to_owned(),
            at,
            trigger: None,
            cell: None,
            message: message.into(),
        }
    }

    pub(super) fn under(mut self, trigger: &impl fmt::Display) -> Self {
        self.trigger = Some(trigger.to_string());
        self
    }

    pub(super) fn of(mut self, cell: String) -> Self {
        self.cell = Some(cell);
        self
    }
}

impl Finding {
    /// What is wrong, under which trigger and about which cell; without the place.
    #[must_use]
    pub fn sentence(&self) -> String {
        let trigger = self.trigger.as_ref().map(|trigger| format!("under {trigger}, "));
        let cell = self.cell.as_ref().map(|cell| format!("cell {cell} "));
        let (trigger, cell) = (trigger.unwrap_or_default(), cell.unwrap_or_default());
        format!("{trigger}{cell}{}", self.message)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, At { line, column }) = (&self.file, self.at);
        let property = self.property.name();
        write!(out, "{file}:{line}:{column}: {property}: {}", self.sentence())
    }
}
