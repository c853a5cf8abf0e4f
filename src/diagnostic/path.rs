use std::fmt;
use std::ops::Range;

/// A step into a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Segment {
    /// The value of a key.
    Key(String),
    /// An element of an array, from 0.
    Index(usize),
}

impl From<&str> for Segment {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<&String> for Segment {
    fn from(key: &String) -> Self {
        Self::Key(key.clone())
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The way to a value of the document, from its top.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Segment>);

impl Path {
    /// The document itself.
    #[must_use]
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// One step further.
    #[must_use]
    pub fn join(&self, segment: impl Into<Segment>) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment.into());
        Self(segments)
    }

    /// The place of the value itself.
    #[must_use]
    pub fn value(self) -> Place {
        Place::Value(self)
    }

    /// The place of the key that the value stands behind.
    #[must_use]
    pub fn key(self) -> Place {
        Place::Key(self)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(out, "[{index}]")?,
                Segment::Key(key) => {
                    if position > 0 {
                        out.write_str(".")?;
                    }
                    let bare = !key.is_empty()
                        && key
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
                    if bare {
                        out.write_str(key)?
                    } else {
                        write!(out, "{key:?}")?
                    }
                }
            }
        }
        Ok(())
    }
}

/// A path from keys and indices: `path!["triggers", "schedule", name, "cron"]`.
#[macro_export]
macro_rules! path {
    ($($segment:expr),* $(,)?) => {
        $crate::diagnostic::Path(vec![$($crate::diagnostic::Segment::from($segment)),*])
    };
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A key of `pipeline.toml`.
    Key(Path),
    /// A value of `pipeline.toml`.
    Value(Path),
    /// Characters of a string value of `pipeline.toml`, counted in bytes of the string.
    Within(Path, Range<usize>),
    /// Bytes of `pipeline.toml`.
    Bytes(Range<usize>),
    /// `pipeline.toml` as a whole.
    Whole,
    /// A position in another file: its path from the root, and line and column from 1.
    Other {
        /// Path from the root, with `/`.
        file: String,
        /// Line, from 1; 0 for the file as a whole.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
}
