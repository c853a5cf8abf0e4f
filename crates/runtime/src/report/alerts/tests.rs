//! Whatever a test is called or says: a message keeps every limit, and has no mention, link or markup but its own.

use proptest::prelude::*;
use serde_json::Value;

use super::mail::Mail;
use super::{Message, html, payload};
use crate::analyze::Alert;
use crate::report::markdown::tests::{HOSTILE, scene, summary, trends};
use pipewright_model::policy::AlertOn;

const OURS: &str = "https://github.com/team/app/actions/runs/7/attempts/2";

/// What Slack knows of mentions and markup.
const SLACK: [&str; 10] = [
    "<!channel>",
    "<!here|x>",
    "@here",
    "<@U012AB3CD>",
    "<https://evil.example|click>",
    "<mailto:a@b.example|x>",
    "&lt;!channel&gt;",
    "*b* _i_ ~s~ `c`",
    ":tada:",
    "\r\nBcc: a@evil.example",
];

fn message(words: &[String], count: usize) -> Message {
    let alerts = [AlertOn::Failure, AlertOn::Regression, AlertOn::Recovery].map(|on| Alert {
        on,
        of: words.to_vec(),
        told: None,
    });
    Message::of(&summary(words, count), &trends(words, count), &alerts, &scene())
}

/// What is wrong with a message to Slack, by the documented limits of its blocks.
fn faults(payload: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let blocks = payload["blocks"].as_array().unwrap();
    if blocks.is_empty() || blocks.len() > 50 {
        found.push(format!("{} blocks", blocks.len()));
    }
    if payload["text"]
        .as_str()
        .unwrap()
        .contains(['<', '&', '*', '_', '~', '`', '@'])
    {
        found.push("the fallback has markup".to_owned());
    }
    for block in blocks {
        let mut length = 0;
        examine(block, &mut length, &mut found);
        let most = if block["type"] == "header" { 150 } else { 3_000 };
        if length > most {
            found.push(format!("{length} characters in a {}", block["type"]));
        }
    }
    found
}

/// Walks an element; adds the length of its texts.
fn examine(element: &Value, length: &mut usize, found: &mut Vec<String>) {
    match element["type"].as_str().unwrap() {
        "rich_text" | "rich_text_list" | "rich_text_section" => {
            let elements = element["elements"].as_array().unwrap();
            elements.iter().for_each(|each| examine(each, length, found));
        }
        "header" => examine(&element["text"], length, found),
        kind @ ("text" | "plain_text" | "link") => {
            let text = element["text"].as_str().unwrap();
            *length += text.encode_utf16().count();
            if text.is_empty() || text.chars().any(|c| c.is_control() && text != "\n") {
                found.push(format!("the text {text:?}"));
            }
            if kind == "link" && element["url"] != OURS {
                found.push(format!("a link to {}", element["url"]));
            }
        }
        kind => found.push(format!("an element {kind}")),
    }
}

/// What is in an HTML part that is not ours.
fn intruders(page: &str) -> Vec<String> {
    let tags = regex::Regex::new(r"<[^>]*>?").unwrap();
    let is_ours = |tag: &str| {
        let name = tag
            .trim_start_matches(['<', '/'])
            .split([' ', '>'])
            .next()
            .unwrap();
        let is_known = [
            "!DOCTYPE", "html", "head", "meta", "title", "body", "h1", "h2", "table", "tr", "td", "bdi",
            "ul", "li", "code", "p", "a",
        ]
        .contains(&name);
        let is_link = tag.starts_with("<a ") && *tag != format!("<a href=\"{OURS}\">");
        is_known && !is_link && !tag.contains(" on") && tag.ends_with('>')
    };
    let found = tags.find_iter(page).map(|tag| tag.as_str().to_owned());
    found.filter(|tag| !is_ours(tag)).collect()
}

fn hold(words: &[String], count: usize) -> Result<(), TestCaseError> {
    let message = message(words, count);
    prop_assert_eq!(faults(&payload(&message)), Vec::<String>::new());
    // What an attribute or element needs is gone from every text, whatever entities the escape chose.
    let page = html::of(&message).replace("&#x2f;", "/");
    prop_assert_eq!(intruders(&page), Vec::<String>::new(), "{}", page);
    let mail = Mail::new(&message, "bot@team.example", &["a@team.example".to_owned()]).unwrap();
    let bytes = String::from_utf8(mail.bytes).unwrap();
    prop_assert!(bytes.is_ascii());
    prop_assert!(
        bytes
            .split("\r\n")
            .all(|line| line.len() <= 998 && !line.contains(['\r', '\n']))
    );
    let head = bytes.split("\r\n\r\n").next().unwrap();
    let names = head.lines().filter(|line| !line.starts_with([' ', '\t']));
    let names = names
        .map(|line| line.split(':').next().unwrap())
        .collect::<Vec<_>>();
    prop_assert_eq!(names.len(), 8, "{}", head);
    Ok(())
}

#[test]
fn the_checks_of_these_tests_see_what_is_wrong() {
    assert!(!intruders("<script>").is_empty() && !intruders("<a href=\"x\">").is_empty());
    assert!(!intruders("<b").is_empty() && !intruders("<p onclick=x>").is_empty());
    let bad = serde_json::json!({ "text": "<!channel>", "blocks": [
        { "type": "header", "text": { "type": "plain_text", "text": "x".repeat(151) } },
        { "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": [
            { "type": "broadcast", "range": "channel" }, { "type": "text", "text": "" },
            { "type": "link", "url": "https://evil.example", "text": "x" } ] }] } ] });
    assert_eq!(faults(&bad).len(), 5);
}

#[test]
fn every_hostile_word_at_every_place_stays_text() {
    for word in HOSTILE.into_iter().chain(SLACK) {
        hold(&[word.to_owned(), "plain".to_owned()], 3).unwrap();
    }
    hold(&["😀".repeat(75_000)], 40).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_said_stays_text_and_fits(
        words in prop::collection::vec(prop_oneof![
            any::<String>(),
            prop::collection::vec(prop::sample::select([&HOSTILE[..], &SLACK[..]].concat()), 1..6)
                .prop_map(|parts| parts.concat()),
            "[`<>&|\\[\\]()!*_~#@:/ \n\r-]{0,60}",
        ], 1..6),
        count in 0_usize..60,
    ) {
        hold(&words, count)?;
    }
}
