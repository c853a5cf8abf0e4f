//! Where workflows come from.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use super::document::Document;
use crate::yaml::{self, At};

/// Why a workflow cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// Where in it; nowhere for the file as a whole.
    pub at: Option<At>,
    /// What is wrong.
    pub message: String,
}

impl Fault {
    /// A fault at a place.
    #[must_use]
    pub fn new(file: &str, at: At, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            at: Some(at),
            message: message.into(),
        }
    }

    /// A fault of a file as a whole, or of the event.
    #[must_use]
    pub fn whole(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            at: None,
            message: message.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(out, "{}:{}:{}: {}", self.file, at.line, at.column, self.message),
            None => write!(out, "{}: {}", self.file, self.message),
        }
    }
}

/// Files by their path from the root, with `/`.
pub trait Source {
    /// The text of a file.
    ///
    /// # Errors
    /// Why there is none, for people.
    fn text(&self, path: &str) -> Result<String, String>;
}

/// Workflows, each read once.
pub struct Workflows<'s> {
    source: &'s dyn Source,
    most: usize,
    known: RefCell<HashMap<String, Rc<Document>>>,
}

impl<'s> Workflows<'s> {
    /// The workflows of a source, none larger than GitHub reads.
    #[must_use]
    pub fn new(source: &'s dyn Source) -> Self {
        Self::bounded(source, yaml::MAX_BYTES)
    }

    /// The workflows of a source, none larger than so many bytes.
    #[must_use]
    pub fn bounded(source: &'s dyn Source, most: usize) -> Self {
        Self {
            source,
            most,
            known: RefCell::default(),
        }
    }

    /// The workflow at a path.
    ///
    /// # Errors
    /// Everything for which GitHub would refuse it.
    pub fn get(&self, path: &str) -> Result<Rc<Document>, Vec<Fault>> {
        if let Some(known) = self.known.borrow().get(path) {
            return Ok(Rc::clone(known));
        }
        let text = self
            .source
            .text(path)
            .map_err(|message| vec![Fault::whole(path, message)])?;
        let root = yaml::parse_bounded(&text, self.most)
            .map_err(|fault| vec![Fault::new(path, fault.at, fault.message)])?;
        let document = Rc::new(Document::read(path, root)?);
        self.known
            .borrow_mut()
            .insert(path.to_owned(), Rc::clone(&document));
        Ok(document)
    }
}
