//! A message as blocks of Slack. Text from outside stands in elements of rich text alone, which Slack never parses: no
//! mention, link or markup can come of it. <https://docs.slack.dev/reference/block-kit/blocks> has the limits.

use serde_json::{Value, json};

use super::Message;
use super::message::List;
use crate::report::text::clip;

/// Characters of a header.
const HEADER: usize = 150;
/// Characters of a block, in units of UTF-16. Slack says 3,000 of sections, and nothing of rich text.
const BLOCK: usize = 2_900;
/// Characters of all lists together. Slack refuses messages of more than some 12,000 (`msg_blocks_too_long`), and does not
/// say how it counts them: <https://github.com/slackapi/bolt-js/issues/2509>.
const LISTS: usize = 7_000;

/// The body of the request to an incoming webhook.
pub(crate) fn payload(message: &Message) -> Value {
    let mut blocks = vec![
        json!({ "type": "header", "text": { "type": "plain_text", "text": clip(&message.title, HEADER), "emoji": false } }),
        rich(&[section(&facts(message))]),
    ];
    let mut left = LISTS;
    for each in &message.lists {
        let (block, length) = list(each, left.min(BLOCK));
        left -= length;
        blocks.push(block);
    }
    if let Some(url) = &message.url {
        blocks.push(rich(&[section(&[
            json!({ "type": "link", "url": url, "text": "The run, with its report" }),
        ])]));
    }
    // What notifications show. It is parsed, so it has our words and numbers alone.
    json!({ "text": message.title, "blocks": blocks, "unfurl_links": false, "unfurl_media": false })
}

fn facts(message: &Message) -> Vec<Value> {
    let mut elements = Vec::new();
    let last = message.facts.len().saturating_sub(1);
    for (at, (label, text)) in message.facts.iter().enumerate() {
        elements.push(styled(&format!("{label}: "), "bold"));
        elements.push(plain(text));
        if at < last {
            elements.push(plain("\n"));
        }
    }
    elements
}

/// A list whose entries have at most so many characters, and how many they have.
fn list(list: &List, most: usize) -> (Value, usize) {
    let title = format!("{} ({})", list.title, list.count);
    let mut left = most;
    let mut items = Vec::new();
    for (name, detail) in &list.entries {
        let length = name.encode_utf16().count() + detail.encode_utf16().count() + 2;
        if length > left {
            break;
        }
        left -= length;
        items.push(section(&entry(name, detail)));
    }
    let more = list.count - items.len();
    if more > 0 {
        items.push(section(&[plain(&format!("and {more} more"))]));
    }
    let block = rich(&[
        section(&[styled(&title, "bold")]),
        json!({ "type": "rich_text_list", "style": "bullet", "elements": items }),
    ]);
    (block, most - left)
}

fn entry(name: &str, detail: &str) -> Vec<Value> {
    let mut elements = vec![styled(name, "code")];
    if !detail.is_empty() {
        elements.push(plain(&format!(": {detail}")));
    }
    elements
}

fn rich(elements: &[Value]) -> Value {
    json!({ "type": "rich_text", "elements": elements })
}

fn section(elements: &[Value]) -> Value {
    json!({ "type": "rich_text_section", "elements": elements })
}

fn plain(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}

fn styled(text: &str, style: &str) -> Value {
    json!({ "type": "text", "text": text, "style": { style: true } })
}
