//! Events -> nodes.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

use super::{At, Data, Entry, Fault, Node, scalar};

/// Longest workflow file that GitHub reads.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Deepest nesting that GitHub reads.
pub const MAX_DEPTH: usize = 50;

/// Most values of a file, with what its aliases expand to.
pub const MAX_NODES: usize = 1_000_000;

/// Reads a workflow file, under GitHub's own limits.
///
/// # Errors
/// The first reason for which GitHub would not read it.
pub fn parse(text: &str) -> Result<Node, Fault> {
    parse_bounded(text, MAX_BYTES)
}

/// Reads a file of at most so many bytes.
///
/// # Errors
/// The first reason for which GitHub would not read it.
pub fn parse_bounded(text: &str, most: usize) -> Result<Node, Fault> {
    if text.len() > most {
        let message = format!("the file has {} bytes, and at most {most} are read", text.len());
        return Err(Fault::new(At { line: 1, column: 1 }, message));
    }
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        nodes: 0,
    };
    reader.document()
}

struct Anchor {
    node: Node,
    nodes: usize,
    depth: usize,
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Anchor>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Fault> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(unreadable(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn document(&mut self) -> Result<Node, Fault> {
        let root = loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::StreamEnd | Event::DocumentEnd => {
                    return Err(Fault::new(At { line: 1, column: 1 }, "the file is empty"));
                }
                event => break self.node(event, span, 1)?,
            }
        };
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::DocumentStart(_) => {
                    return Err(Fault::new(
                        at(span),
                        "GitHub reads one document a file, and a second begins here",
                    ));
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, Fault> {
        let place = at(span);
        self.count(1, place)?;
        if depth > MAX_DEPTH {
            return Err(Fault::new(place, format!("nested more than {MAX_DEPTH} deep")));
        }
        let before = self.nodes;
        let (data, anchor) = match event {
            Event::Alias(id) => return self.alias(id, place, depth),
            Event::Scalar(text, style, anchor, tag) => {
                (scalar_of(&text, style, tag.as_deref(), place)?, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                untagged(tag.as_deref(), "seq", place)?;
                (self.list(depth)?, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                untagged(tag.as_deref(), "map", place)?;
                (self.map(depth)?, anchor)
            }
            _ => (Data::Null, 0),
        };
        let node = Node { at: place, data };
        if anchor > 0 {
            let anchor_of = Anchor {
                nodes: self.nodes - before + 1,
                depth: height(&node),
                node: node.clone(),
            };
            self.anchors.insert(anchor, anchor_of);
        }
        Ok(node)
    }

    fn alias(&mut self, id: usize, place: At, depth: usize) -> Result<Node, Fault> {
        let Some(anchor) = self.anchors.get(&id) else {
            return Err(Fault::new(place, "the alias stands inside of what it repeats"));
        };
        if depth + anchor.depth - 1 > MAX_DEPTH {
            return Err(Fault::new(place, format!("nested more than {MAX_DEPTH} deep")));
        }
        let (nodes, node) = (anchor.nodes, anchor.node.clone());
        self.count(nodes, place)?;
        Ok(node)
    }

    fn count(&mut self, nodes: usize, place: At) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            let message = format!("the file expands to more than {MAX_NODES} values");
            return Err(Fault::new(place, message));
        }
        Ok(())
    }

    fn list(&mut self, depth: usize) -> Result<Data, Fault> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(Data::List(items)),
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Data, Fault> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                return Ok(Data::Map(entries));
            }
            let place = at(span);
            if matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<") {
                let message =
                    "unexpected value '<<': GitHub knows no merge keys, only aliases of whole values";
                return Err(Fault::new(place, message));
            }
            let key = match event {
                Event::Scalar(text, style, _, tag) => {
                    // A tag has to fit a key, too.
                    scalar_of(&text, style, tag.as_deref(), place)?;
                    text.into_owned()
                }
                _ => return Err(Fault::new(place, "a key has to be a single word or a string")),
            };
            if !known.insert(key.to_lowercase()) {
                return Err(Fault::new(place, format!("'{key}' is already defined")));
            }
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            entries.push(Entry {
                key,
                at: place,
                value,
            });
        }
    }
}

fn scalar_of(text: &str, style: ScalarStyle, tag: Option<&Tag>, place: At) -> Result<Data, Fault> {
    match tag {
        None if style == ScalarStyle::Plain => Ok(scalar::plain(text)),
        None => Ok(Data::Text(text.to_owned())),
        // GitHub: "The scalar style … is not valid with the tag".
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix != "str" && style != ScalarStyle::Plain => {
            let message = format!("the tag `!!{}` stands before a text in quotes", tag.suffix);
            Err(Fault::new(place, message))
        }
        Some(tag) if tag.is_yaml_core_schema() => scalar::tagged(&tag.suffix, text).ok_or_else(|| {
            Fault::new(
                place,
                format!("`{text}` is no value of the tag `!!{}`", tag.suffix),
            )
        }),
        Some(tag) => Err(refused(tag, place)),
    }
}

fn untagged(tag: Option<&Tag>, natural: &str, place: At) -> Result<(), Fault> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == natural) => Err(refused(tag, place)),
        _ => Ok(()),
    }
}

fn refused(tag: &Tag, place: At) -> Fault {
    Fault::new(place, format!("the tag `{tag}` is not supported"))
}

fn height(node: &Node) -> usize {
    let below = match &node.data {
        Data::List(items) => items.iter().map(height).max(),
        Data::Map(entries) => entries.iter().map(|entry| height(&entry.value)).max(),
        _ => None,
    };
    1 + below.unwrap_or(0)
}

fn at(span: Span) -> At {
    At {
        line: span.start.line(),
        column: span.start.col() + 1,
    }
}

fn unreadable(error: &ScanError) -> Fault {
    let marker = error.marker();
    Fault::new(
        At {
            line: marker.line(),
            column: marker.col() + 1,
        },
        error.info(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        let fault = parse(text).unwrap_err();
        format!("{}:{} {}", fault.at.line, fault.at.column, fault.message)
    }

    #[test]
    fn scalars_are_those_of_the_core_schema_and_quotes_make_text() {
        let node = parse(
            "[1, 0x10, 0o17, 1.5, 1e3, .5, yes, on, True, ~, '1', \"x\", 1_000, 0 2 * * *, 3.5.7, -.inf, '']",
        )
        .unwrap();
        let text: Vec<String> = node
            .items()
            .iter()
            .map(|item| format!("{:?}", item.data))
            .collect();
        let wanted = "Number(1.0) Number(16.0) Number(15.0) Number(1.5) Number(1000.0) Number(0.5) Text(\"yes\") Text(\"on\") \
                      Bool(true) Null Text(\"1\") Text(\"x\") Text(\"1_000\") Text(\"0 2 * * *\") Text(\"3.5.7\") Number(-inf) Text(\"\")";
        assert_eq!(text.join(" "), wanted);
    }

    #[test]
    fn aliases_expand_and_bombs_do_not() {
        let node = parse("a: &a { b: 1 }\nc: *a\n").unwrap();
        assert_eq!(node.get("a"), node.get("c"));
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let list = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(message(&bomb).contains("expands to more than"));
        assert!(message("a: &a [*a]").contains("inside of what it repeats"));
    }

    #[test]
    fn what_github_refuses_is_refused_with_its_place() {
        assert!(message("a: &a {}\nb:\n  <<: *a\n").starts_with("3:3 unexpected value '<<'"));
        assert_eq!(message("a: 1\nA: 2"), "2:1 'A' is already defined");
        assert!(message("a: !foo 1").contains("not supported"));
        assert!(message("a: !!int x").contains("no value of the tag"));
        assert!(message("a: 1\n---\nb: 1").contains("a second begins here"));
        assert!(message("[a]: 1").contains("a key has to be"));
        assert!(message(&"[".repeat(60)).contains("nested"));
        assert!(message(&" ".repeat(MAX_BYTES + 1)).contains("at most 1048576"));
        assert!(message("").contains("empty"));
        assert!(parse("a:\n  - [1\nb: }").unwrap_err().at.line >= 2);
    }
}
