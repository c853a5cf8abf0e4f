/// What a page asks its reader to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Block<'p> {
    /// Start from a copy of a folder of this repository.
    Start(&'p str),
    /// Save a text.
    File { path: &'p str, text: &'p str },
    /// Put a text at the end of a file.
    Add { path: &'p str, text: &'p str },
    /// Type commands, each with what it shows.
    Type { shown: &'p str, exit: i32 },
}
