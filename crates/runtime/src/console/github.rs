//! Workflow commands of GitHub's runner.

use std::fmt::Write;
use std::io::Read;

/// A collapsible group around foreign text, in which the runner obeys nothing.
pub(super) fn group(title: &str, text: &str) -> String {
    let token = token();
    let mut block = format!("::group::{}\n::stop-commands::{token}\n", data(title));
    for line in text.lines() {
        let _ = writeln!(block, "{line}");
    }
    let _ = writeln!(block, "::{token}::\n::endgroup::");
    block
}

/// An annotation.
pub(crate) fn annotation(level: &str, title: &str, message: &str) -> String {
    format!("::{level} title={}::{}", property(title), data(message))
}

/// What nobody can guess, least of all the text that it fences in.
fn token() -> String {
    let mut bytes = [0_u8; 16];
    let read = std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
    if read.is_err() {
        use std::hash::{BuildHasher, RandomState};
        let random = || RandomState::new().hash_one(std::process::id()).to_ne_bytes();
        bytes[..8].copy_from_slice(&random());
        bytes[8..].copy_from_slice(&random());
    }
    bytes.iter().fold(String::from("pipewright-"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_group_cannot_end_it() {
        let block = group(
            "x",
            "::stop-commands::mine\n::mine::\n::error::hello\n::endgroup::",
        );
        let lines: Vec<&str> = block.lines().collect();
        let token = lines[1].strip_prefix("::stop-commands::").unwrap();
        assert_eq!(lines[lines.len() - 2], format!("::{token}::"));
        assert_eq!(block.matches(token).count(), 2);
        assert_ne!(group("x", ""), group("x", ""), "a token is never used twice");
    }

    #[test]
    fn values_are_escaped_where_they_stand() {
        let line = annotation("error", "a:b,c\n", "50%\n::error::x");
        assert_eq!(line, "::error title=a%3Ab%2Cc%0A::50%25%0A::error::x");
    }
}
