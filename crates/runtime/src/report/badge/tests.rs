use serde_json::json;
use tempfile::TempDir;

use super::{Badge, picture, width};
use crate::aggregate::Summary;
use crate::report::browser::Browser;
use crate::report::sample;

/// A summary with a verdict, and passed, failed, errors and skipped.
fn summary(verdict: &str, counts: [usize; 4]) -> Summary {
    let mut summary = sample::calm().summary;
    summary.verdict = verdict.to_owned();
    [
        summary.counts.passed,
        summary.counts.failed,
        summary.counts.errors,
        summary.counts.skipped,
    ] = counts;
    summary
}

fn said(verdict: &str, counts: [usize; 4]) -> (String, &'static str) {
    let badge = Badge::of(&summary(verdict, counts));
    let colour = match badge.color {
        "#1f7a3a" => "green",
        "#8a5a00" => "amber",
        "#b3202a" => "red",
        _ => "grey",
    };
    (badge.message, colour)
}

#[test]
fn it_says_passing_only_when_all_passed() {
    let cases = [
        ("passed", [10, 0, 0, 3], "passing", "green"),
        ("passed", [99, 1, 0, 0], "1 failed, 99.0%", "green"),
        ("failed", [9_999, 1, 0, 0], "1 failed, 99.9%", "green"),
        ("failed", [94, 4, 2, 0], "6 failed, 94.0%", "amber"),
        ("failed", [79, 21, 0, 0], "21 failed, 79.0%", "red"),
        ("failed", [0, 1, 0, 0], "1 failed, 0.0%", "red"),
        ("failed", [10, 0, 0, 0], "failed", "red"),
    ];
    for (verdict, counts, message, colour) in cases {
        assert_eq!(
            said(verdict, counts),
            (message.to_owned(), colour),
            "{verdict} {counts:?}"
        );
    }
}

#[test]
fn what_is_not_known_is_never_green() {
    for verdict in ["incomplete", "nothing_ran", "", "PASSED", "passed?"] {
        assert_ne!(said(verdict, [10, 0, 0, 0]).1, "green", "{verdict}");
    }
    for verdict in ["passed", "failed", "nothing_ran"] {
        assert_eq!(
            said(verdict, [0, 0, 0, 5]),
            ("nothing ran".to_owned(), "grey"),
            "{verdict}"
        );
    }
}

#[test]
fn no_label_becomes_markup() {
    for text in sample::HOSTILE {
        let mut summary = summary("passed", [1, 0, 0, 0]);
        text.clone_into(&mut summary.policy.badge.label);
        let svg = picture::draw(&Badge::of(&summary));
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut elements = 0;
        loop {
            match reader.read_event().expect("the badge is XML") {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(_) | quick_xml::events::Event::Empty(_) => elements += 1,
                _ => {}
            }
        }
        assert_eq!(elements, 10, "{svg}");
        assert!(!svg.contains(|c: char| c.is_control() && c != '\n'), "{svg:?}");
    }
}

#[test]
fn shields_can_read_it() {
    let badge = serde_json::to_value(Badge::of(&summary("passed", [1, 0, 0, 0]))).unwrap();
    assert_eq!(
        badge,
        json!({ "schemaVersion": 1, "label": "tests", "message": "passing", "color": "#1f7a3a" })
    );
}

#[test]
fn a_browser_measures_the_same_widths() {
    let Some(browser) = Browser::find() else { return };
    let known = [
        "tests",
        "passing",
        "12 failed, 97.3%",
        "Ünïcödé",
        "тесты",
        "δοκιμές",
        "WWW.iiii@",
        "– — ‘x’ … •",
    ];
    let unknown = ["试验", "テスト", "🎉🎉", "e\u{301}"];
    let measured = |texts: &[&str]| -> Vec<_> {
        texts
            .iter()
            .map(|text| json!({ "text": text, "width": width::of(text) }))
            .collect()
    };
    let folder = TempDir::new().unwrap();
    let texts = json!({ "size": width::SIZE, "known": measured(&known), "unknown": measured(&unknown) });
    let put =
        |name: &str, bytes: &[u8]| crate::results::atomically(&folder.path().join(name), bytes).unwrap();
    put("widths.json", texts.to_string().as_bytes());
    put(
        "badge.svg",
        picture::draw(&Badge::of(&summary("failed", [94, 4, 2, 0]))).as_bytes(),
    );
    let told = browser.run("badge.mjs", folder.path());
    let wrong = told["wrong"].as_array().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(told["checks"].as_u64().unwrap() > known.len() as u64);
}
