//! YAML with the position of each key: enough to say where in a values file a key is misspelt.

use saphyr_parser::{Event, Parser, ScanError, Span};

/// Deepest nesting that is followed; GitHub's own limit for a workflow.
const DEEPEST: usize = 50;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A mapping, in order.
    Map(Vec<Entry>),
    /// A sequence.
    List(Vec<Node>),
    /// A scalar or an alias; only its text is kept.
    Scalar(String),
}

/// A key of a mapping, and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Line of the key, from 1.
    pub line: usize,
    /// Column of the key in characters, from 1.
    pub column: usize,
    /// Its value.
    pub value: Node,
}

/// Why a file is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlFault {
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Node {
    /// The entries of a mapping; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match self {
            Self::Map(entries) => entries,
            Self::List(_) | Self::Scalar(_) => &[],
        }
    }

    /// The items of a sequence; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Map(_) | Self::Scalar(_) => &[],
        }
    }

    /// The value behind a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            Self::Map(_) | Self::List(_) => None,
        }
    }
}

/// The first document of a text; an empty text is an empty mapping.
pub(super) fn parse(text: &str) -> Result<Node, YamlFault> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
    };
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => return Ok(Node::Map(Vec::new())),
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::DocumentEnd => return Ok(Node::Map(Vec::new())),
            event => return reader.node(event, span, 0),
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), YamlFault> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(fault(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, YamlFault> {
        if depth > DEEPEST {
            let message = format!("nested more than {DEEPEST} deep");
            return Err(YamlFault {
                line: span.start.line(),
                column: span.start.col() + 1,
                message,
            });
        }
        match event {
            Event::Scalar(text, ..) => Ok(Node::Scalar(text.into_owned())),
            Event::SequenceStart(..) => self.list(depth),
            Event::MappingStart(..) => self.map(depth),
            _ => Ok(Node::Scalar(String::new())),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Node, YamlFault> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(Node::List(items)),
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Node, YamlFault> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok(Node::Map(entries));
            }
            let key = self.node(event, span, depth + 1)?;
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span, depth + 1)?;
            let key = key.text().unwrap_or_default().to_owned();
            entries.push(Entry {
                key,
                line: span.start.line(),
                column: span.start.col() + 1,
                value,
            });
        }
    }
}

fn fault(error: &ScanError) -> YamlFault {
    YamlFault {
        line: error.marker().line(),
        column: error.marker().col() + 1,
        message: error.info().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_know_where_they_are() {
        let node = parse("# a comment\na: 1\nb:\n  ü: { c: [x, y] }\n").unwrap();
        let inner = &node.entries()[1].value.entries()[0];
        assert_eq!((inner.key.as_str(), inner.line, inner.column), ("ü", 4, 3));
        assert_eq!(
            inner.value.get("c"),
            Some(&Node::List(vec![
                Node::Scalar("x".into()),
                Node::Scalar("y".into())
            ]))
        );
    }

    #[test]
    fn broken_deep_and_empty_texts_are_answers_not_panics() {
        let fault = parse("a:\n  - [1\nb: }").unwrap_err();
        assert!(fault.line >= 2, "{fault:?}");
        assert!(parse(&"[".repeat(10_000)).is_err());
        assert_eq!(parse(""), Ok(Node::Map(Vec::new())));
        assert_eq!(parse("---\n...\n"), Ok(Node::Scalar(String::new())));
    }
}
