use std::fmt;

/// A token. Nothing prints it: not `Debug`, and not a text that holds it.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    /// A token of visible ASCII; anything else cannot stand in a header.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_token = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_token.then(|| Self(text.to_owned()))
    }

    /// The header that shows it.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// Takes it out of what a server sent.
    pub(super) fn hide_in(&self, bytes: &mut Vec<u8>) {
        if memchr::memmem::find(bytes, self.0.as_bytes()).is_some() {
            *bytes = self.hidden_in(&String::from_utf8_lossy(bytes)).into_bytes();
        }
    }

    /// A text without it.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        text.replace(&self.0, "***")
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(***)")
    }
}
