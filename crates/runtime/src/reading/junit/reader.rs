//! Pieces of XML -> cases.

use std::io::Read;
use std::ops::Range;

use super::claims::Claims;
use super::element::{Element, Field};
use super::open::Open;
use super::reruns::Reruns;
use super::suites::Suites;
use crate::reading::case::Case;
use crate::reading::markup::{Markup, Piece};
use crate::reading::problems::Problems;
use crate::reading::value::{Attributes, Odd, local, push_text, push_value};
use crate::reading::window::Window;
use crate::results::Status;

/// Most elements inside of each other that are told apart.
const DEPTH: usize = 10_000;
/// Most cases inside of each other.
const NESTED: usize = 16;

/// What a document is, apart from its cases.
#[derive(Debug)]
pub(in crate::reading) struct Document {
    /// Whether it has any element of a JUnit report.
    pub(in crate::reading) is_report: bool,
    /// Name of its first element.
    pub(in crate::reading) root: Option<String>,
    /// Whether it ends too early.
    pub(in crate::reading) is_cut: bool,
    /// What is wrong with it.
    pub(in crate::reading) problems: Problems,
}

/// Gives each complete case of a document to a sink, in order.
pub(in crate::reading) fn read<R: Read>(window: Window<R>, sink: &mut dyn FnMut(&Case)) -> Document {
    let mut reader = Reader {
        markup: Markup::new(window),
        elements: Vec::new(),
        deeper: 0,
        suites: Suites::default(),
        claims: Claims::default(),
        cases: Vec::new(),
        open: 0,
        heard: 0,
        reruns: Reruns::default(),
        suite_name: None,
        root: None,
        is_report: false,
        is_jenkins: false,
        is_outside: false,
        is_between: false,
        sink,
    };
    reader.run()
}

struct Reader<'a, R> {
    markup: Markup<R>,
    elements: Vec<Element>,
    /// Elements that are deeper than is told apart.
    deeper: u64,
    suites: Suites,
    claims: Claims,
    /// Cases that are open, from the outermost, and then those that were.
    cases: Vec<Open>,
    open: usize,
    /// How deep the element is whose text is wanted; 0 if there is none.
    heard: usize,
    reruns: Reruns,
    /// The name of a suite that is an element.
    suite_name: Option<String>,
    root: Option<String>,
    is_report: bool,
    is_jenkins: bool,
    /// Whether something outside of the report has been complained about.
    is_outside: bool,
    /// Whether text between the cases has been complained about.
    is_between: bool,
    sink: &'a mut dyn FnMut(&Case),
}

impl<R: Read> Reader<'_, R> {
    fn run(&mut self) -> Document {
        loop {
            match self.markup.next() {
                Piece::Start {
                    name,
                    attributes,
                    is_empty,
                    is_broken,
                } => {
                    let element = Element::of(local(self.markup.bytes(name.clone())));
                    if self.begin(element, &name, attributes, is_broken) && is_empty {
                        self.finish(element);
                    }
                }
                Piece::End { name } => self.end(name),
                Piece::Text { text, is_raw } => self.text(text, is_raw),
                Piece::Over { is_cut } => return self.over(is_cut),
            }
        }
    }

    /// An element begins. Whether it is one that can end.
    fn begin(
        &mut self,
        element: Element,
        name: &Range<usize>,
        attributes: Range<usize>,
        is_broken: bool,
    ) -> bool {
        if self.elements.is_empty() {
            self.root(name);
        }
        if self.elements.len() >= DEPTH {
            if self.deeper == 0 {
                self.markup.complain(format!(
                    "more than {DEPTH} elements inside of each other; what is deeper is passed over"
                ));
            }
            self.deeper += 1;
            return true;
        }
        if is_broken && element == Element::Case {
            self.markup.complain("the case that begins here is not complete");
            return false;
        }
        self.elements.push(element);
        let is_own = matches!(element, Element::Root | Element::Suite | Element::Case);
        let is_known =
            is_own && (self.is_jenkins || local(self.markup.bytes(name.clone())).starts_with(b"test"));
        self.is_report |= is_known;
        match element {
            Element::Root => self.claims.enter(Attributes::new(self.markup.bytes(attributes))),
            Element::Suite => self.suite(attributes),
            Element::Case => self.case(attributes),
            _ if self.open > 0 => self.inside(element, attributes),
            Element::Property => self.property(attributes),
            Element::Field(Field::SuiteName) => self.suite_name = Some(String::new()),
            Element::Finding(Status::Failed | Status::Errored) => {
                self.claims.note(true);
                let suite = self.suites.path().to_owned();
                self.markup
                    .complain(format!("the suite `{suite}` failed outside of its cases"));
            }
            _ => {}
        }
        true
    }

    fn root(&mut self, name: &Range<usize>) {
        if self.root.is_some() && !self.is_outside {
            self.is_outside = true;
            self.markup.complain("a second document begins");
        }
        let name = self.markup.bytes(name.clone());
        self.is_jenkins |= local(name) == b"result";
        self.root
            .get_or_insert_with(|| String::from_utf8_lossy(name).into_owned());
    }

    fn suite(&mut self, attributes: Range<usize>) {
        let mut name = String::new();
        let mut attributes = Attributes::new(self.markup.bytes(attributes));
        self.claims.enter(attributes.clone());
        let odd = attributes
            .find(|(key, _)| *key == b"name")
            .and_then(|(_, value)| push_value(&mut name, value));
        self.suites.enter(&name);
        self.reruns.enter(self.suites.namesakes());
        self.remark(odd);
    }

    fn case(&mut self, attributes: Range<usize>) {
        if self.open == NESTED {
            self.markup.complain("too many cases inside of each other");
            self.elements.pop();
            self.elements.push(Element::Other(0));
            return;
        }
        if self.open == self.cases.len() {
            self.cases.push(Open::default());
        }
        let attributes = self.markup.bytes(attributes);
        let odd = self.cases[self.open].start(attributes, self.suites.path());
        self.open += 1;
        for odd in odd {
            self.markup.remark(odd);
        }
    }

    /// An element inside of a case begins.
    fn inside(&mut self, element: Element, attributes: Range<usize>) {
        if self.heard > 0 {
            return;
        }
        let case = &mut self.cases[self.open - 1];
        let attributes = self.markup.bytes(attributes);
        let odd = match element {
            Element::Finding(status) => case.find(status, attributes),
            Element::Flaky(status) => case.run(status, false, attributes),
            Element::Rerun(status) => case.run(status, true, attributes),
            Element::Field(field) if field != Field::SuiteName => {
                case.field();
                None
            }
            _ => return,
        };
        self.heard = self.elements.len();
        self.remark(odd);
    }

    fn property(&mut self, attributes: Range<usize>) {
        let is_go =
            Attributes::new(self.markup.bytes(attributes)).any(|pair| pair == (b"name", b"go.version"));
        if is_go {
            self.suites.go();
        }
    }

    fn end(&mut self, name: Range<usize>) {
        let element = Element::of(local(self.markup.bytes(name)));
        if self.elements.last() != Some(&element) || self.deeper > 0 {
            if self.deeper > 0 {
                self.deeper -= 1;
                return;
            }
            let Some(at) = self.elements.iter().rposition(|open| *open == element) else {
                self.markup.complain("an end tag of nothing that is open");
                return;
            };
            self.markup
                .complain("an end tag of an element around the one that is open");
            while self.elements.len() > at + 1 {
                self.abandon();
            }
        }
        self.finish(element);
    }

    /// The innermost element is not ended by a tag of its own.
    fn abandon(&mut self) {
        match self.elements.last().copied() {
            Some(Element::Case) => {
                self.elements.pop();
                self.heard = 0;
                self.open = self.open.saturating_sub(1);
                let left = self.cases[self.open].left();
                self.markup.complain(format!("the case {left} does not end"));
            }
            Some(element) => self.finish(element),
            None => {}
        }
    }

    /// The innermost element ends.
    fn finish(&mut self, element: Element) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let is_heard = self.heard == self.elements.len();
        self.elements.pop();
        match element {
            Element::Root => self.hold(),
            Element::Suite => {
                self.hold();
                self.suites.leave();
            }
            Element::Case if self.open > 0 => self.complete(),
            Element::Field(Field::SuiteName) => {
                let name = self.suite_name.take();
                if let Some(name) = name.filter(|_| self.open == 0) {
                    self.suites.name(name.trim());
                }
            }
            Element::Field(field) if self.open > 0 && is_heard => {
                self.heard = 0;
                let odd = self.cases[self.open - 1].close_field(field);
                if let Some(odd) = odd {
                    self.markup.remark(odd);
                }
            }
            Element::Finding(_) | Element::Flaky(_) | Element::Rerun(_) if self.open > 0 && is_heard => {
                self.heard = 0;
                self.cases[self.open - 1].hush();
            }
            _ => {}
        }
    }

    fn complete(&mut self) {
        self.heard = 0;
        self.open -= 1;
        let case = self.cases[self.open].close();
        self.reruns.note(case, self.suites.namesakes());
        self.claims.note(case.status.is_bad() || !case.runs.is_empty());
        self.is_report = true;
        (self.sink)(case);
    }

    /// Holds what a suite says of itself against its cases.
    fn hold(&mut self) {
        let broken = self.claims.leave();
        // Where cases are lost, that is told already.
        if let Some(broken) = broken.filter(|_| !self.markup.problems.is_damaged()) {
            let suite = self.suites.path();
            self.markup.complain(format!("the suite `{suite}` {broken}"));
        }
    }

    fn text(&mut self, range: Range<usize>, is_raw: bool) {
        if self.open > 0 {
            if self.heard > 0 {
                let case = &mut self.cases[self.open - 1];
                let odd = case.text(self.markup.bytes(range), is_raw);
                self.remark(odd);
            }
            return;
        }
        if let Some(name) = self.suite_name.as_mut().filter(|name| name.len() < 1_000) {
            push_text(name, self.markup.bytes(range));
            return;
        }
        match self.elements.last() {
            None if self.is_outside || self.root.is_none() => {}
            Some(Element::Root | Element::Suite | Element::List) if self.is_between => {}
            None | Some(Element::Root | Element::Suite | Element::List) => self.stray(range),
            Some(_) => {}
        }
    }

    /// Text where only elements should be: around the report, or what is left of a case that was written over.
    fn stray(&mut self, range: Range<usize>) {
        let mut text = self.markup.bytes(range.clone()).iter();
        let Some(first) = text.position(|byte| !byte.is_ascii_whitespace()) else {
            return;
        };
        if self.elements.is_empty() {
            self.is_outside = true;
            if memchr::memmem::find(self.markup.bytes(range), b"{\"").is_some() {
                self.markup
                    .complain("JSON after the report: if it is another one, it is not read");
            } else {
                self.markup.remark("text outside of the report");
            }
        } else {
            self.is_between = true;
            let at = range.start + first;
            self.markup
                .complain_of(at, "text between the cases: one may be lost");
        }
    }

    fn remark(&mut self, odd: Option<Odd>) {
        if let Some(odd) = odd {
            self.markup.remark(odd.text());
        }
    }

    fn over(&mut self, is_cut: bool) -> Document {
        let is_cut = is_cut || !self.elements.is_empty() || self.root.is_none();
        if is_cut {
            let inside = match self.open.checked_sub(1) {
                Some(last) => format!(" inside of the case {}", self.cases[last].left()),
                None if !self.suites.path().is_empty() => {
                    format!(" inside of the suite `{}`", self.suites.path())
                }
                None => " too early".to_owned(),
            };
            self.markup.complain(format!("the file ends{inside}"));
        }
        Document {
            is_report: self.is_report,
            root: self.root.take(),
            is_cut,
            problems: std::mem::take(&mut self.markup.problems),
        }
    }
}
