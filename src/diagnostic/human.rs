//! For people: the line in question with a caret under it.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, visible};
use super::source::Lines;
use super::{Diagnostic, Located, Severity, Source};

pub(super) fn render(
    located: &[(Located, &Diagnostic)],
    source: &Source<'_>,
    lines: &Lines,
    colour: bool,
) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let concealed = concealed(located, source, lines);
    let source = &Source {
        text: &concealed,
        ..*source
    };
    let mut text = String::new();
    for (place, diagnostic) in located {
        text.push_str(&renderer.render(&[group(place, diagnostic, source, lines)]));
        text.push_str("\n\n");
    }
    text
}

/// The text with an asterisk for each byte that must not be repeated.
fn concealed<'a>(located: &[(Located, &Diagnostic)], source: &Source<'a>, lines: &Lines) -> Cow<'a, str> {
    let places = located.iter().flat_map(|(_, diagnostic)| &diagnostic.concealed);
    let mut text = Cow::Borrowed(source.text);
    for bytes in places.filter_map(|place| source.locate_in(lines, place).bytes) {
        let asterisks = "*".repeat(bytes.len());
        text.to_mut().replace_range(bytes, &asterisks);
    }
    text
}

fn group<'a>(place: &Located, diagnostic: &'a Diagnostic, source: &Source<'a>, lines: &Lines) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(
        level
            .primary_title(visible(&diagnostic.message))
            .id(diagnostic.rule),
    );
    group = match (&place.bytes, &diagnostic.shown) {
        (None, Some(shown)) => elsewhere(group, place, shown, &diagnostic.label),
        _ => marked(
            group,
            place,
            source,
            lines,
            AnnotationKind::Primary,
            &diagnostic.label,
        ),
    };
    for (related, what) in &diagnostic.related {
        let located = source.locate_in(lines, related);
        group = match &located.bytes {
            Some(_) => marked(group, &located, source, lines, AnnotationKind::Context, what),
            None => group.element(Level::NOTE.message(visible(&format!("{what}: {}", origin(&located))))),
        };
    }
    if place.bytes.is_none() && diagnostic.shown.is_none() && !diagnostic.label.is_empty() {
        group = group.element(Level::NOTE.message(visible(&diagnostic.label)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

fn origin(place: &Located) -> String {
    match place.start.0 {
        0 => visible(&place.file),
        line => format!("{}:{line}:{}", visible(&place.file), place.start.1),
    }
}

/// The line of a place, with carets. Only what is shown of it is handed to the renderer, whose cost grows with what it
/// is given.
fn marked<'a>(
    group: Group<'a>,
    place: &Located,
    source: &Source<'a>,
    lines: &Lines,
    kind: AnnotationKind,
    label: &str,
) -> Group<'a> {
    let Some(bytes) = &place.bytes else {
        return group.element(Origin::path(origin(place)));
    };
    let excerpt = Excerpt::of(source.text, lines.at(bytes.start).1, bytes);
    let snippet = Snippet::source(excerpt.text)
        .line_start(place.start.0)
        .annotation(annotation(kind, excerpt.marked, label));
    if excerpt.cut {
        // The renderer would count the column from the cut.
        return group.element(Origin::path(origin(place))).element(snippet);
    }
    group.element(snippet.path(visible(&place.file)))
}

/// A piece of a line of another file.
fn elsewhere<'a>(
    group: Group<'a>,
    place: &Located,
    (line, bytes): &(String, Range<usize>),
    label: &str,
) -> Group<'a> {
    let excerpt = Excerpt::of(line, 0..line.len(), bytes);
    let snippet = Snippet::source(excerpt.text)
        .line_start(place.start.0)
        .annotation(annotation(AnnotationKind::Primary, excerpt.marked, label));
    if excerpt.cut {
        return group.element(Origin::path(origin(place))).element(snippet);
    }
    group.element(snippet.path(visible(&place.file)))
}

fn annotation<'a>(kind: AnnotationKind, marked: Range<usize>, label: &str) -> Annotation<'a> {
    let annotation = kind.span(marked);
    if label.is_empty() {
        annotation
    } else {
        annotation.label(visible(label))
    }
}
