//! Where a tag ends: at a `>` outside of its values, or where it is left open, at the next tag.

use super::markup::is_name;
use super::value::local;

/// How much has to be seen to tell what a `<` inside of a value begins.
const LOOK: usize = 32;

/// How far the end of a tag has been looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan {
    /// The byte that was come to.
    pub(super) at: usize,
    quote: Option<u8>,
    /// A `<` inside of a value.
    pub(super) stray: Option<usize>,
    /// An end tag inside of a value: most likely the quote before it was lost, and what is in the value with it.
    pub(super) lost: Option<usize>,
}

/// What closes a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// `>`.
    End,
    /// The `<` of another tag.
    Broken,
    /// Nothing so far.
    Open,
}

impl Scan {
    pub(super) const fn new(at: usize) -> Self {
        Self {
            at,
            quote: None,
            stray: None,
            lost: None,
        }
    }

    pub(super) fn go(&mut self, bytes: &[u8], is_over: bool) -> Close {
        while self.at < bytes.len() {
            let Some(open) = self.quote else {
                let is_mark = |byte: &u8| matches!(byte, b'>' | b'<' | b'"' | b'\'');
                let Some(found) = bytes[self.at..].iter().position(is_mark) else {
                    self.at = bytes.len();
                    break;
                };
                self.at += found;
                match bytes[self.at] {
                    b'>' => return Close::End,
                    b'<' => return Close::Broken,
                    byte => self.quote = Some(byte),
                }
                self.at += 1;
                continue;
            };
            let Some(found) = memchr::memchr2(open, b'<', &bytes[self.at..]) else {
                self.at = bytes.len();
                break;
            };
            self.at += found;
            if bytes[self.at] == open {
                self.quote = None;
            } else if bytes.len() - self.at < LOOK && !is_over {
                break;
            } else if is_ours(&bytes[self.at + 1..]) {
                return Close::Broken;
            } else if is_end(&bytes[self.at + 1..]) {
                self.lost = self.lost.or(Some(self.at));
            } else {
                self.stray = self.stray.or(Some(self.at));
            }
            self.at += 1;
        }
        Close::Open
    }
}

/// Whether an end tag begins.
fn is_end(bytes: &[u8]) -> bool {
    matches!(bytes, [b'/', byte, ..] if is_name(*byte))
}

/// Whether a tag of a report begins, with a prefix or without: then the quote before it was never closed.
fn is_ours(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"/").unwrap_or(bytes);
    let length = bytes.iter().take(LOOK).take_while(|byte| is_name(**byte)).count();
    let name = local(&bytes[..length]);
    name.starts_with(b"testcase") || name.starts_with(b"testsuite")
}
