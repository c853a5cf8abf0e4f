//! The functions of the language, by name.

/// A function that expressions can call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `case(predicate, value, …, default)`
    Case,
    /// `contains(search, item)`
    Contains,
    /// `endsWith(text, end)`
    EndsWith,
    /// `format(text, value, …)`
    Format,
    /// `fromJSON(text)`
    FromJson,
    /// `join(list, separator)`
    Join,
    /// `startsWith(text, start)`
    StartsWith,
    /// `toJSON(value)`
    ToJson,
    /// `hashFiles(pattern, …)`: in steps only, and unknown before the workflow runs.
    HashFiles,
    /// `success()`: in `if` only, like the three that follow.
    Success,
    /// `always()`
    Always,
    /// `cancelled()`
    Cancelled,
    /// `failure()`
    Failure,
}

/// How many arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
}

impl Arity {
    pub(super) const fn new(least: usize, most: usize) -> Self {
        Self { least, most }
    }
}

impl Function {
    /// All functions.
    pub const ALL: [Self; 13] = [
        Self::Case,
        Self::Contains,
        Self::EndsWith,
        Self::Format,
        Self::FromJson,
        Self::Join,
        Self::StartsWith,
        Self::ToJson,
        Self::HashFiles,
        Self::Success,
        Self::Always,
        Self::Cancelled,
        Self::Failure,
    ];

    /// The function of that name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// The name as GitHub documents it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Contains => "contains",
            Self::EndsWith => "endsWith",
            Self::Format => "format",
            Self::FromJson => "fromJSON",
            Self::Join => "join",
            Self::StartsWith => "startsWith",
            Self::ToJson => "toJSON",
            Self::HashFiles => "hashFiles",
            Self::Success => "success",
            Self::Always => "always",
            Self::Cancelled => "cancelled",
            Self::Failure => "failure",
        }
    }

    /// How many arguments it takes; in the `if` of a job, [`Success`](Self::Success) and
    /// [`Failure`](Self::Failure) take names of jobs as well.
    #[must_use]
    pub fn arity(self) -> Arity {
        match self {
            Self::Case => Arity::new(3, usize::MAX),
            Self::Contains | Self::EndsWith | Self::StartsWith => Arity::new(2, 2),
            Self::Format | Self::HashFiles => Arity::new(1, 255),
            Self::FromJson | Self::ToJson => Arity::new(1, 1),
            Self::Join => Arity::new(1, 2),
            Self::Success | Self::Always | Self::Cancelled | Self::Failure => Arity::new(0, 0),
        }
    }

    /// One of the four that say how the run went so far?
    #[must_use]
    pub fn is_status(self) -> bool {
        matches!(
            self,
            Self::Success | Self::Always | Self::Cancelled | Self::Failure
        )
    }

    /// Available wherever an expression is?
    #[must_use]
    pub fn is_everywhere(self) -> bool {
        !self.is_status() && self != Self::HashFiles
    }
}
