//! Messages to people who do not look: Slack and email, when the policy asks for it, and only what is new.

mod html;
mod mail;
mod message;
mod occasion;
mod secret;
mod slack;
mod smtp;
#[cfg(test)]
mod tests;
mod webhook;

pub(crate) use mail::{Mail, text as plain_text};
pub(crate) use message::Message;
pub(crate) use occasion::Occasion;
pub(crate) use secret::Secret;
pub(crate) use slack::payload;
pub(crate) use smtp::Server;
pub(crate) use webhook::Webhook;
