//! For people: the line in question with a caret under it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Located, Severity, Source};

pub(super) fn render(located: &[(Located, &Diagnostic)], source: &Source<'_>, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for (place, diagnostic) in located {
        text.push_str(&renderer.render(&[group(place, diagnostic, source)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(place: &'a Located, diagnostic: &'a Diagnostic, source: &Source<'a>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(
        level
            .primary_title(visible(&diagnostic.message))
            .id(diagnostic.rule),
    );
    group = match &place.bytes {
        Some(bytes) => group.element(excerpt(bytes, source, AnnotationKind::Primary, &diagnostic.label)),
        None => group.element(annotate_snippets::Origin::path(origin(place))),
    };
    for (related, what) in &diagnostic.related {
        let located = source.locate(related);
        group = match &located.bytes {
            Some(bytes) => group.element(excerpt(bytes, source, AnnotationKind::Context, what)),
            None => group.element(Level::NOTE.message(visible(&format!("{what}: {}", origin(&located))))),
        };
    }
    if place.bytes.is_none() && !diagnostic.label.is_empty() {
        group = group.element(Level::NOTE.message(visible(&diagnostic.label)));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

fn origin(place: &Located) -> String {
    match place.start.0 {
        0 => place.file.clone(),
        line => format!("{}:{line}:{}", place.file, place.start.1),
    }
}

/// Only the lines in question are handed to the renderer: its cost grows with what it is given.
fn excerpt<'a>(
    bytes: &Range<usize>,
    source: &Source<'a>,
    kind: AnnotationKind,
    label: &str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let from = source.text[..bytes.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    // A value that spans lines is shown by its first one.
    let line_end = source.text[bytes.start..]
        .find('\n')
        .map_or(source.text.len(), |newline| bytes.start + newline);
    let end = bytes.end.min(line_end).max(bytes.start);
    let line = source.text[..from].bytes().filter(|byte| *byte == b'\n').count() + 1;
    let mut annotation = kind.span(bytes.start - from..end - from);
    if !label.is_empty() {
        annotation = annotation.label(visible(label));
    }
    Snippet::source(&source.text[from..line_end])
        .line_start(line)
        .path(source.file.to_owned())
        .annotation(annotation)
}

/// Text from a file must not move the cursor or change colours.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
