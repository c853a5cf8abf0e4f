//! XML of any kind -> its elements, one by one, in memory that does not grow with the file.

use std::io::{self, Read};

use super::encoding;
use super::markup::{Markup, Piece};
use super::problems::Problems;
use super::value::{Attributes, local, push_value};
use super::window::Window;

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The next element.
    Go,
    /// No more.
    Stop,
}

/// A tag that begins an element.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    /// Its name, without its prefix.
    pub(crate) name: &'a [u8],
    attributes: &'a [u8],
}

impl Element<'_> {
    /// The value of an attribute, with the five entities of XML resolved, and no others.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = Attributes::new(self.attributes).find(|(found, _)| *found == name.as_bytes())?;
        let mut text = String::new();
        // What is odd about it stays in it.
        let _ = push_value(&mut text, value);
        Some(text)
    }
}

/// Gives each tag that begins an element to a sink, in order, until the sink wants no more.
pub(crate) fn elements(
    mut input: impl Read,
    sink: &mut dyn FnMut(&Element<'_>) -> Next,
) -> io::Result<Problems> {
    let mut head = Vec::new();
    input
        .by_ref()
        .take(encoding::HEAD as u64)
        .read_to_end(&mut head)?;
    let text = encoding::tell(&head).decode(head.as_slice().chain(input))?;
    let mut markup = Markup::new(Window::new(text));
    let mut open = 0_u64;
    loop {
        match markup.next() {
            Piece::Start {
                name,
                attributes,
                is_empty,
                ..
            } => {
                open += u64::from(!is_empty);
                let element = Element {
                    name: local(markup.bytes(name)),
                    attributes: markup.bytes(attributes),
                };
                if sink(&element) == Next::Stop {
                    return Ok(markup.problems);
                }
            }
            Piece::Over { is_cut } => {
                if is_cut || open > 0 {
                    markup.complain("the file ends before its elements do");
                }
                return Ok(markup.problems);
            }
            Piece::End { .. } => open = open.saturating_sub(1),
            Piece::Text { .. } => {}
        }
    }
}
