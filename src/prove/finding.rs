//! What a proof finds.

use std::fmt;

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
    /// The line, from 1.
    pub line: usize,
    /// The trigger under which it does not.
    pub trigger: Option<String>,
    /// The cell that it is about.
    pub cell: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Finding {
    pub(super) fn new(property: Property, file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            property,
            file: file.to_owned(),
            line,
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

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}: ", self.file, self.line, self.property.name())?;
        if let Some(trigger) = &self.trigger {
            write!(out, "under {trigger}, ")?;
        }
        if let Some(cell) = &self.cell {
            write!(out, "cell {cell} ")?;
        }
        out.write_str(&self.message)
    }
}
