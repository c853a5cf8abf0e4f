use pipewright::decode::decode;
use pipewright::diagnostic::{Format, Source, render};
use pipewright::migrate::migrate;

/// Decoding and printing end; every place is inside of the file; a migration is done once.
pub(crate) fn pipeline(text: &str) {
    let decoded = decode(text);
    assert!(
        decoded.pipeline.is_some() || !decoded.diagnostics.is_empty(),
        "refused without a word: {text:?}"
    );
    let source = Source {
        file: "pipeline.toml",
        text,
        spans: Some(&decoded),
    };
    let lines = text.lines().count().max(1);
    for diagnostic in &decoded.diagnostics {
        let at = source.locate(&diagnostic.place);
        assert!(
            at.start.0 >= 1 && at.start.0 <= lines + 1,
            "line {} of {lines}: {diagnostic:?} in {text:?}",
            at.start.0
        );
        assert!(!diagnostic.message.is_empty());
    }
    let shown = render(&decoded.diagnostics, &source, Format::Human { colour: false });
    let hidden = shown.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t');
    assert!(hidden.is_none(), "{hidden:?} reaches the terminal from {text:?}");
    for format in [Format::Json, Format::Github, Format::Sarif] {
        drop(render(&decoded.diagnostics, &source, format));
    }
    if let Ok(migrated) = migrate(text) {
        let again = migrate(&migrated.text).expect("what was migrated is of today's format");
        assert_eq!(again.text, migrated.text);
        assert!(again.steps.is_empty());
    }
}
