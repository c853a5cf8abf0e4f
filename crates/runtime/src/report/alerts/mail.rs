//! A message as an email: plain text, and the same as HTML.

use std::fmt::Write;

use lettre::address::Address;
use lettre::message::header::{self, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use super::{Message, html};
use crate::report::text::clip;

/// Most recipients.
const MOST: usize = 50;
/// Characters of a subject.
const SUBJECT: usize = 150;

/// An email, ready to be sent.
#[derive(Debug)]
pub(crate) struct Mail {
    pub(super) from: Address,
    pub(super) to: Vec<Address>,
    pub(super) bytes: Vec<u8>,
}

impl Mail {
    /// An email from somebody to some.
    ///
    /// # Errors
    /// Which address is none, by its place: it may be a secret.
    pub(crate) fn new(message: &Message, from: &str, to: &[String]) -> Result<Self, String> {
        let from = address(from).ok_or(
            "the sender is no address: give `from` of [alerts.email], or an address as EMAIL_USER".to_owned(),
        )?;
        let to = recipients(to)?;
        let mut mail = lettre::Message::builder()
            .from(Mailbox::new(Some("Pipewright".to_owned()), from.clone()))
            .subject(clip(&message.subject, SUBJECT))
            .message_id(None);
        for each in &to {
            mail = mail.to(Mailbox::new(None, each.clone()));
        }
        // No holiday reply answers a machine: RFC 3834.
        mail = mail.raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
        let mail = mail
            .multipart(body(message))
            .map_err(|error| format!("the email cannot be written: {error}"))?;
        Ok(Self {
            from,
            to,
            bytes: mail.formatted(),
        })
    }
}

fn body(message: &Message) -> MultiPart {
    let page = SinglePart::builder()
        .header(header::ContentType::TEXT_HTML)
        .body(html::of(message));
    MultiPart::alternative()
        .singlepart(SinglePart::plain(text(message)))
        .singlepart(page)
}

fn recipients(to: &[String]) -> Result<Vec<Address>, String> {
    let each = to
        .iter()
        .enumerate()
        .map(|(at, text)| address(text).ok_or(at + 1));
    let mut to: Vec<Address> = each
        .collect::<Result<_, _>>()
        .map_err(|at| format!("recipient {at} is no address: they are separated by commas"))?;
    to.sort();
    to.dedup();
    match to.len() {
        0 => Err("there is no recipient: give `to` of [alerts.email], or the secret EMAIL_TO".to_owned()),
        count if count > MOST => Err(format!(
            "there are {count} recipients, and {MOST} is the most: use a list of your mail server"
        )),
        _ => Ok(to),
    }
}

/// `a@b.example`, or `Name <a@b.example>`. Line breaks and other controls are in none.
fn address(text: &str) -> Option<Address> {
    let text = text.trim();
    let is_plain = !text.chars().any(char::is_control);
    text.parse::<Mailbox>()
        .ok()
        .filter(|_| is_plain)
        .map(|mailbox| mailbox.email)
}

/// The plain text.
pub(crate) fn text(message: &Message) -> String {
    let mut text = format!("{}\n\n", message.title);
    for (label, fact) in &message.facts {
        let _ = writeln!(text, "{label}: {fact}");
    }
    for list in &message.lists {
        let _ = writeln!(text, "\n{} ({})", list.title, list.count);
        for (name, detail) in &list.entries {
            let said = if detail.is_empty() { "" } else { ": " };
            let _ = writeln!(text, "- {name}{said}{detail}");
        }
        let more = list.count - list.entries.len();
        if more > 0 {
            let _ = writeln!(text, "- and {more} more");
        }
    }
    if let Some(url) = &message.url {
        let _ = writeln!(text, "\n{url}");
    }
    text
}
